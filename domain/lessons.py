"""Which lessons may help now, and whether lessons are used again: domain rules §9."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Final

from domain.base import Value
from domain.capacity import half_up, per_mille
from domain.vocabulary import IncidentType

SAME_TYPE: Final = 30
COMMUNITIES: Final = 30
THEMES: Final = 20
SAME_FORCE: Final = 10
SAME_REGION: Final = 5
RECENCY: Final = ((180, 10), (365, 7), (730, 4))
OLDER: Final = 1
LEAST_SHOWN: Final = 25
MOST_SHOWN: Final = 5
MINUTES_A_DAY: Final = 24 * 60


class Theme(StrEnum):
    """What people say, in a closed list (domain rules §9)."""

    POWERLESSNESS = "powerlessness"
    MINORITY_VOICES = "minority_voices"
    DYNAMICS_OF_TRUST = "dynamics_of_trust"
    SOCIAL_INFLUENCES = "social_influences"
    VISIBILITY_AND_ACCESSIBILITY = "visibility_and_accessibility"
    INFORMATION_UPDATES = "information_updates"
    TECHNICAL_LANGUAGE = "technical_language"
    LANGUAGE_ACCESS = "language_access"
    INDEPENDENCE = "independence"
    FEAR_OF_REPERCUSSIONS = "fear_of_repercussions"
    DISCRIMINATION = "discrimination"
    FAMILY_LIAISON = "family_liaison"
    FAITH_AND_CULTURE = "faith_and_culture"
    VENUE_AND_LOGISTICS = "venue_and_logistics"
    MEDIA_AND_RUMOUR = "media_and_rumour"
    PARTNERS_AND_ADVOCATES = "partners_and_advocates"
    CAPACITY = "capacity"


class Circumstances(Value):
    """What an incident and a lesson are compared by."""

    incident_type: IncidentType
    communities: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    force: str | None = None
    region: str | None = None


class Lesson(Value):
    """A validated insight, and where it was learned."""

    ref: str
    learned_in: Circumstances
    recorded_at: datetime


class Parts(Value):
    """What the score of a suggestion is made of, so that anybody can add it up."""

    type: int
    community: int
    theme: int
    place: int
    recency: int

    @property
    def score(self) -> int:
        return self.type + self.community + self.theme + self.place + self.recency


class Suggestion(Value):
    ref: str
    score: int
    parts: Parts


class Offer(Value):
    """A lesson in an incident: suggested to it, or used there by somebody who knew it.

    `reused` is None until somebody decides.
    """

    incident: str
    suggested_at: datetime | None = None
    decided_at: datetime | None = None
    reused: bool | None = None


class Course(Value):
    """What became of one insight."""

    ref: str
    themes: frozenset[str]
    recorded_at: datetime
    validated_at: datetime | None = None
    shared_at: datetime | None = None
    offers: tuple[Offer, ...] = ()


class LessonFigures(Value):
    """Shares in per cent; None where there is nothing to count. `relearned` are themes."""

    validated: int
    shared: int
    reused: int
    reuse_rate: float | None
    suggested: int
    undecided: int
    acceptance: float | None
    recorded_to_shared_days: float | None
    relearned: tuple[str, ...]


def parts_of(lesson: Lesson, now_in: Circumstances, now: datetime) -> Parts:
    learned = lesson.learned_in
    return Parts(
        type=SAME_TYPE if learned.incident_type is now_in.incident_type else 0,
        community=half_up(COMMUNITIES * _jaccard(learned.communities, now_in.communities)),
        theme=half_up(THEMES * _jaccard(learned.themes, now_in.themes)),
        place=_place(learned, now_in),
        recency=_recency((now - lesson.recorded_at).days),
    )


def suggestions(
    lessons: Collection[Lesson], now_in: Circumstances, now: datetime
) -> list[Suggestion]:
    """The best five with at least 25 points; of equals the one recorded last comes first."""
    newest = sorted(lessons, key=lambda one: (one.recorded_at, one.ref), reverse=True)
    scored = [(lesson.ref, parts_of(lesson, now_in, now)) for lesson in newest]
    found = [
        Suggestion(ref=ref, score=parts.score, parts=parts)
        for ref, parts in scored
        if parts.score >= LEAST_SHOWN
    ]
    return sorted(found, key=lambda one: -one.score)[:MOST_SHOWN]


def lesson_figures(courses: Sequence[Course]) -> LessonFigures:
    """How often lessons are offered, used again, shared and learned anew (domain rules §9)."""
    validated = [course for course in courses if course.validated_at]
    offers = [offer for course in courses for offer in course.offers if offer.suggested_at]
    used = sum(offer.reused is True for offer in offers)
    undecided = sum(offer.reused is None for offer in offers)
    reused = sum(any(offer.reused for offer in course.offers) for course in validated)
    return LessonFigures(
        validated=len(validated),
        shared=sum(course.shared_at is not None for course in validated),
        reused=reused,
        reuse_rate=_per_cent(reused, len(validated)),
        suggested=len(offers),
        undecided=undecided,
        acceptance=_per_cent(used, len(offers) - undecided),
        recorded_to_shared_days=_days_to_share(courses),
        relearned=tuple(sorted(set(_relearned(courses)))),
    )


def _relearned(courses: Sequence[Course]) -> Iterator[str]:
    """Themes recorded anew after a lesson that had them was offered, and was not used by then."""
    recorded: dict[str, list[datetime]] = {}
    for course in sorted(courses, key=lambda one: one.recorded_at):
        for theme in course.themes:
            recorded.setdefault(theme, []).append(course.recorded_at)
    for old in courses:
        for offer in old.offers:
            if old.validated_at and offer.suggested_at:
                passed_over = max(old.validated_at, offer.suggested_at)
                until = offer.decided_at if offer.reused else None
                for theme in old.themes:
                    if _between(recorded[theme], passed_over, until):
                        yield theme


def _between(moments: Sequence[datetime], after: datetime, until: datetime | None) -> bool:
    """Whether one of these, in order, is later than that and before the other."""
    number = bisect_right(moments, after)
    return number < len(moments) and (until is None or moments[number] < until)


def _days_to_share(courses: Sequence[Course]) -> float | None:
    waits = [one.shared_at - one.recorded_at for one in courses if one.shared_at]
    if not waits:
        return None
    minutes = median(Fraction(int(wait.total_seconds()) // 60) for wait in waits)
    return half_up(Fraction(minutes) * 10 / MINUTES_A_DAY) / 10


def _jaccard(one: AbstractSet[str], other: AbstractSet[str]) -> Fraction:
    """The share of what either has that both have; 0 where neither has anything."""
    return Fraction(len(one & other), len(one | other) or 1)


def _place(learned: Circumstances, now_in: Circumstances) -> int:
    if learned.force and learned.force == now_in.force:
        return SAME_FORCE
    return SAME_REGION if learned.region and learned.region == now_in.region else 0


def _recency(days: int) -> int:
    return next((points for limit, points in RECENCY if days <= limit), OLDER)


def _per_cent(part: int, whole: int) -> float | None:
    return per_mille(part, whole) / 10 if whole else None
