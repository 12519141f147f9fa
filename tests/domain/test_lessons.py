"""Domain rules §9 and S7: lessons suggested, used again, and learned anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.lessons import (
    Circumstances,
    Course,
    Lesson,
    Offer,
    Parts,
    Theme,
    lesson_figures,
    parts_of,
    suggestions,
)
from domain.vocabulary import IncidentType

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
CUSTODY, SHOOTING = IncidentType.DEATH_IN_CUSTODY, IncidentType.FATAL_POLICE_SHOOTING


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def lesson(
    ref: str, kind: IncidentType, who: set[str], what: set[Theme], where: str, days: int
) -> Lesson:
    force, region = where.split()
    learned = Circumstances(
        incident_type=kind,
        communities=frozenset(who),
        themes=frozenset(what),
        force=force,
        region=region,
    )
    return Lesson(ref=ref, learned_in=learned, recorded_at=ago(days))


UPDATES, ACCESS = Theme.INFORMATION_UPDATES, Theme.LANGUAGE_ACCESS
ONE = lesson(
    "INS-1", CUSTODY, {"somali"}, {UPDATES, ACCESS, Theme.FAITH_AND_CULTURE}, "X2 north-west", 200
)
TWO = lesson(
    "INS-2", SHOOTING, {"black_caribbean", "young_people"}, {Theme.INDEPENDENCE}, "X9 london", 90
)
THREE = lesson("INS-3", CUSTODY, {"gypsy_roma_traveller"}, {UPDATES}, "X1 north-west", 800)
RAISED = Circumstances(
    incident_type=CUSTODY,
    communities=frozenset({"somali", "young_people"}),
    themes=frozenset({UPDATES, ACCESS}),
    force="X1",
    region="north-west",
)


def test_s7_scores_and_their_parts() -> None:
    assert parts_of(ONE, RAISED, NOW) == Parts(type=30, community=15, theme=13, place=5, recency=7)
    assert parts_of(TWO, RAISED, NOW) == Parts(type=0, community=10, theme=0, place=0, recency=10)
    assert parts_of(THREE, RAISED, NOW) == Parts(
        type=30, community=0, theme=10, place=10, recency=1
    )
    found = suggestions([THREE, TWO, ONE], RAISED, NOW)
    assert [(one.ref, one.score) for one in found] == [("INS-1", 70), ("INS-3", 51)]


def test_the_best_five_and_of_equals_the_newest_first() -> None:
    many = [THREE.model_copy(update={"ref": f"INS-{n}", "recorded_at": ago(n)}) for n in range(7)]

    assert [one.ref for one in suggestions(many, RAISED, NOW)] == [f"INS-{n}" for n in range(5)]


def test_recency_steps_and_nothing_in_common() -> None:
    steps = {0: 10, 180: 10, 181: 7, 365: 7, 366: 4, 730: 4, 731: 1}
    bare = Circumstances(incident_type=SHOOTING)
    for days, points in steps.items():
        old = TWO.model_copy(update={"recorded_at": ago(days), "learned_in": bare})
        found = parts_of(old, bare.model_copy(update={"incident_type": CUSTODY}), NOW)
        assert (found.recency, found.score) == (points, points)


def course(ref: str, *offers: Offer, days: int = 100, **more: Any) -> Course:
    told = {"themes": frozenset({UPDATES}), "validated_at": ago(days - 1), **more}
    return Course(ref=ref, recorded_at=ago(days), offers=offers, **told)


def offer(days: int, reused: bool | None) -> Offer:
    decided = None if reused is None else ago(days)
    return Offer(incident="INC-1", suggested_at=ago(days), decided_at=decided, reused=reused)


def test_s7_figures() -> None:
    figures = lesson_figures(
        [course("INS-1", offer(1, True)), course("INS-2"), course("INS-3", offer(1, False))]
    )

    assert (figures.suggested, figures.undecided, figures.acceptance) == (2, 0, 50.0)
    assert (figures.validated, figures.reused, figures.reuse_rate) == (3, 1, 33.3)
    assert (figures.relearned, figures.recorded_to_shared_days) == ((), None)


def test_a_theme_is_learned_anew_where_a_lesson_was_passed_over() -> None:
    new = course("INS-9", days=5)

    assert lesson_figures([course("INS-1", offer(9, False)), new]).relearned == (UPDATES,)
    assert lesson_figures([course("INS-1", offer(9, None)), new]).relearned == (UPDATES,)
    assert lesson_figures([course("INS-1", offer(9, True)), new]).relearned == ()
    assert lesson_figures([course("INS-1", offer(4, False)), new]).relearned == ()
    other = course("INS-1", offer(9, False), themes=frozenset({ACCESS}))
    assert lesson_figures([other, new]).relearned == ()


def test_the_median_of_days_until_lessons_are_shared() -> None:
    shared = [course(f"INS-{n}", shared_at=ago(100 - n)) for n in (2, 3, 9, 10)]

    assert lesson_figures(shared).recorded_to_shared_days == 6.0
    assert lesson_figures([]).reuse_rate is lesson_figures([]).acceptance is None
