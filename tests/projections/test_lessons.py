"""Insights are found by words and facets, counted, and suggested exactly as the rules say."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection

from domain.insight import Audience, Channel, Insight, WhyNot
from domain.insight import decisions as d
from domain.lessons import Circumstances, Lesson, Parts, lesson_figures, suggestions
from domain.vocabulary import IncidentType
from projections.lessons import Lessons, Seen, Wanted
from projections.suggesting import suggestable
from tests.projections.recording import Recording, batches, build, rows_of

CUSTODY, SHOOTING = IncidentType.DEATH_IN_CUSTODY, IncidentType.FATAL_POLICE_SHOOTING
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
S7 = (
    ("INS-0001", CUSTODY, "somali", "information_updates language_access faith_needs", "X2", 200),
    ("INS-0002", SHOOTING, "black_caribbean young_people", "trust_independence", "X9", 90),
    ("INS-0003", CUSTODY, "gypsy_roma_traveller", "information_updates", "X1", 800),
)
REGIONS = {"X1": "north-west", "X2": "north-west", "X9": "london"}
TRIAGED = Circumstances(
    incident_type=CUSTODY,
    communities=frozenset({"somali", "young_people"}),
    themes=frozenset({"information_updates", "language_access"}),
    force="X1",
    region="north-west",
)


def recorded(happened: IncidentType, who: str, what: str, where: str, **more: Any) -> Any:
    told = {
        "statement": "Book the interpreter before the first meeting.",
        "kind": "lesson",
        "themes": what.split(),
        "phase": "managing",
        "incident_type": happened,
        "communities": who.split(),
        "confidence": "high",
    }
    body = d.InsightRecorded.model_validate({**told, **more})
    return body.model_copy(update={"pfa": where, "region": REGIONS.get(where)})


def library(log: Recording, *told: tuple[str, IncidentType, str, str, str, int]) -> None:
    """Validated lessons, each with the days that have passed since it was recorded."""
    for ref, kind, who, what, where, days in sorted(told, key=lambda one: -one[-1]):
        at = NOW - timedelta(days=days)
        log.record(ref, recorded(kind, who, what, where), at=at, actor="ann")
        log.record(ref, d.InsightValidated(by="ben"), at=at + timedelta(minutes=1))


def lessons(log: Recording, number: int = 1) -> Lessons:
    return Lessons(number, log.decode, log.history(Insight))


def view_of(connection: Connection, log: Recording) -> Lessons:
    return build(connection, lessons(log), log.entries)


def test_s7_suggests_the_first_and_the_third(connection: Connection, log: Recording) -> None:
    library(log, *S7)
    view = view_of(connection, log)

    assert suggestable(connection, view, TRIAGED, NOW) == ["INS-0001", "INS-0003"]


def test_s7_gives_its_figures_once_both_are_decided(connection: Connection, log: Recording) -> None:
    library(log, *S7)
    parts = Parts(type=30, community=15, theme=13, place=5, recency=7)
    for ref in ("INS-0001", "INS-0003"):
        log.record(ref, d.InsightSuggested(incident="INC-1", score=70, parts=parts), at=NOW)
    how = "booked Somali interpreter and printed Q&A before first meeting"
    log.record("INS-0001", d.InsightReused(incident="INC-1", how=how))
    gone = d.SuggestionDismissed(incident="INC-1", reason=WhyNot.OUT_OF_DATE)
    log.record("INS-0003", gone)
    view = view_of(connection, log)

    figures = lesson_figures(view.courses(connection))
    assert (figures.suggested, figures.undecided, figures.acceptance) == (2, 0, 50.0)
    assert (figures.validated, figures.reused, figures.reuse_rate) == (3, 1, 33.3)


@pytest.mark.parametrize("seed", range(8))
def test_the_database_chooses_as_the_rules_do(
    connection: Connection, log: Recording, seed: int
) -> None:
    random = Random(seed)
    tags = ["somali", "young_people", "roma", "deaf"]
    themes = ["capacity", "independence", "language_access", "faith_needs"]

    def some(words: list[str], least: int) -> str:
        return " ".join(random.sample(words, random.randint(least, len(words))))

    told = [
        (
            f"INS-{number:04}",
            random.choice([CUSTODY, SHOOTING]),
            some(tags, 0),
            some(themes, 1),
            random.choice(["X1", "X2", "X9"]),
            random.choice([1, 179, 180, 181, 365, 366, 730, 731]),
        )
        for number in range(1, 41)
    ]
    library(log, *told)
    view = view_of(connection, log)
    kept = [log.history(Insight)(ref, 2).lesson for ref, *_ in told]
    for where, kind in (("X1", CUSTODY), ("X2", SHOOTING), ("X9", IncidentType.OTHER)):
        now_in = Circumstances(
            incident_type=kind,
            communities=frozenset(some(tags, 0).split()),
            themes=frozenset(some(themes, 0).split()),
            force=where,
            region=REGIONS[where],
        )
        now = NOW + timedelta(hours=random.randint(0, 47))
        chosen = [one.ref for one in suggestions(kept, now_in, now)]
        assert suggestable(connection, view, now_in, now) == chosen


def test_what_is_out_of_use_or_not_validated_is_not_suggested(
    connection: Connection, log: Recording
) -> None:
    library(log, S7[0], S7[2])
    log.record("INS-0001", d.InsightRetired(reason="The service is gone."), at=NOW)
    log.record("INS-0009", recorded(CUSTODY, "somali", "language_access", "X1"), at=NOW)
    view = view_of(connection, log)

    assert suggestable(connection, view, TRIAGED, NOW) == ["INS-0003"]


def refs(
    connection: Connection, view: Lessons, seen: Seen | None = None, **wanted: Any
) -> list[str]:
    page = view.rows(connection, Wanted(**wanted), seen or Seen())
    return [row.ref for row in page.rows]


def test_an_insight_is_found_by_words_and_by_each_facet(
    connection: Connection, log: Recording
) -> None:
    library(log, *S7)
    quiet = {"statement": "Ring the mosque first.", "detail": "The imam answers at night."}
    told = recorded(SHOOTING, "somali", "media_and_rumour", "X9", **quiet, kind="barrier")
    log.record("INS-0004", told, at=NOW)
    view = view_of(connection, log)

    assert refs(connection, view) == ["INS-0004", "INS-0003", "INS-0002", "INS-0001"]
    assert refs(connection, view, q="mosque") == ["INS-0004"]
    assert refs(connection, view, q="IMAM nig") == ["INS-0004"]
    assert refs(connection, view, q="interpreter", communities=["somali"]) == ["INS-0001"]
    assert refs(connection, view, themes=["information_updates"]) == ["INS-0003", "INS-0001"]
    assert refs(connection, view, incident_types=[SHOOTING]) == ["INS-0004", "INS-0002"]
    assert refs(connection, view, forces=["X1", "X2"]) == ["INS-0003", "INS-0001"]
    assert refs(connection, view, kinds=["barrier"]) == ["INS-0004"]
    assert refs(connection, view, states=["RECORDED"]) == ["INS-0004"]
    assert refs(connection, view, phases=["restoring"]) == []
    assert view.communities(connection)[0] == "black_caribbean"


def test_the_next_page_begins_where_the_last_one_ended(
    connection: Connection, log: Recording
) -> None:
    library(log, *S7)
    view = view_of(connection, log)

    first = view.rows(connection, limit=2)
    then = view.rows(connection, after=first.after, limit=2)
    assert [row.ref for row in (*first.rows, *then.rows)] == ["INS-0003", "INS-0002", "INS-0001"]
    assert then.after is None


def test_what_the_team_keeps_is_not_told_to_others(connection: Connection, log: Recording) -> None:
    library(log, *S7)
    wide = d.SharingSet(audience=Audience.ORGANISATION, redaction_checked_by="cat")
    log.record("INS-0002", wide, at=NOW)
    log.record("INS-0002", d.InsightShared(audience=Audience.ORGANISATION, channel=Channel.EMAIL))
    log.record("INS-0004", recorded(CUSTODY, "", "capacity", "X1"))
    log.record("INS-0004", wide)
    marked = recorded(CUSTODY, "", "capacity", "X1")
    log.record("INS-0005", marked, actor="dan", marking="OFFICIAL-SENSITIVE")
    view = view_of(connection, log)

    everything = ["INS-0005", "INS-0004", "INS-0003", "INS-0002", "INS-0001"]
    assert refs(connection, view) == everything
    assert refs(connection, view, Seen(sensitive=False)) == everything[1:]
    assert refs(connection, view, Seen(sensitive=False, author="dan")) == everything
    outside = Seen(all=False, sensitive=False)
    assert refs(connection, view, outside) == ["INS-0002"]
    assert view.find(connection, "INS-0001", outside) is None
    assert [course.ref for course in view.courses(connection, outside)] == ["INS-0002"]
    assert view.communities(connection, outside) == ["black_caribbean", "young_people"]


def test_batches_of_any_size_and_a_rebuild_give_the_same_rows(
    connection: Connection, log: Recording
) -> None:
    library(log, *S7)
    parts = Parts(type=30, community=0, theme=0, place=0, recency=1)
    log.record("INS-0002", d.InsightSuggested(incident="INC-1", score=31, parts=parts), at=NOW)
    log.record("INS-0002", d.InsightSuperseded(by="INS-0003", reason="It is newer."))
    at_once = rows_of(connection, view_of(connection, log))
    bit_by_bit = build(connection, lessons(log, 2))
    for batch in batches(log.entries, seed=7):
        bit_by_bit.apply(connection, batch)
    again = lessons(log, 3)
    again.start_filling(connection)
    again.apply(connection, log.entries)
    while again.finish_filling(connection):
        pass

    assert rows_of(connection, bit_by_bit) == at_once == rows_of(connection, again)


def test_a_lesson_scores_as_the_rules_score_it() -> None:
    kept = Lesson(ref="INS-1", learned_in=TRIAGED, recorded_at=NOW)

    assert suggestions([kept], TRIAGED, NOW)[0].score == 100
