"""What one response did: the measures of domain rules §8, side by side and never added into one.

Whole numbers and the shares they make; what depends on the moment of reading takes it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median_low

from domain.base import Value
from domain.incident.facts import Known
from domain.incident.figures import Figures, known_before, per_cent
from domain.incident.milestones import minutes
from domain.incident.parts import Commitment, Question, Tension
from domain.incident.state import Response
from domain.vocabulary import Rating, TensionKind


class Answers(Value):
    """What was asked, and how long each answer took; `without` could not be answered, and why."""

    asked: int
    without: int
    took: tuple[int, ...]

    @property
    def answered(self) -> int:
        return len(self.took)

    @property
    def rate(self) -> float | None:
        return per_cent(self.answered, self.asked)

    @property
    def median_minutes(self) -> int | None:
        """The middle one; the lower of two."""
        return median_low(self.took) if self.took else None


class Promises(Value):
    """What was promised: kept, kept after it was due, and when each of the others is due."""

    made: int
    kept: int
    late: int
    open_until: tuple[datetime, ...]

    def overdue(self, now: datetime) -> int:
        return sum(1 for due in self.open_until if due < now)

    def due(self, now: datetime) -> int:
        """Those that could have been kept by now: the kept ones and the overdue ones."""
        return self.kept + self.overdue(now)

    def rate(self, now: datetime) -> float | None:
        return per_cent(self.kept, self.due(now))


class Impact(Value):
    """All measures of one response but tension, feedback and hours, which have homes of their own.

    `prepared` counts those on the map who were in the register before it was raised.
    """

    ref: str
    mapped: int
    reached: int
    reach: float | None
    prepared: int
    preparedness: float | None
    first_contact_minutes: int | None
    answers: Answers
    promises: Promises
    new_stakeholders: int
    exempt: int
    offered: int
    offer_rate: float | None
    accepted: int
    acceptance: float | None

    @property
    def to_offer(self) -> int:
        """The new stakeholders whom an offer is for."""
        return self.new_stakeholders - self.exempt


class TensionDay(Value):
    """The signals of one day by kind, and the rating that held at its end."""

    day: date
    signals: Mapping[TensionKind, int]
    rating: Rating | None

    @property
    def total(self) -> int:
        return sum(self.signals.values())


def impact(response: Response, figures: Figures, register: Mapping[str, Known]) -> Impact:
    """What the response comes to, with its figures as they were worked out."""
    return Impact(
        ref=response.ref,
        mapped=len(response.mapped),
        reached=len(response.mapped & response.reached),
        reach=figures.reach,
        prepared=len(known_before(response, register)),
        preparedness=figures.preparedness,
        first_contact_minutes=figures.first_contact_minutes,
        answers=answers_of(response.questions.values()),
        promises=promises_of(response.commitments.values()),
        new_stakeholders=figures.new_stakeholders,
        exempt=figures.exempt,
        offered=figures.offered,
        offer_rate=figures.offer_rate,
        accepted=figures.accepted,
        acceptance=figures.acceptance,
    )


def answers_of(questions: Iterable[Question]) -> Answers:
    asked = list(questions)
    took = [minutes(one.asked_at, one.answered_at) for one in asked if one.answered_at]
    return Answers(
        asked=len(asked),
        without=sum(1 for one in asked if one.cannot_answer_reason),
        took=tuple(sorted(took)),
    )


def promises_of(commitments: Iterable[Commitment]) -> Promises:
    made = list(commitments)
    kept = [(one.kept_at, one.due_at) for one in made if one.kept_at is not None]
    return Promises(
        made=len(made),
        kept=len(kept),
        late=sum(1 for at, due in kept if at > due),
        open_until=tuple(sorted(one.due_at for one in made if one.kept_at is None)),
    )


def together(some: Sequence[Impact]) -> tuple[Answers, Promises]:
    """The questions and promises of several responses as if they were of one."""
    answers, promises = [one.answers for one in some], [one.promises for one in some]
    return (
        Answers(
            asked=sum(one.asked for one in answers),
            without=sum(one.without for one in answers),
            took=tuple(sorted(took for one in answers for took in one.took)),
        ),
        Promises(
            made=sum(one.made for one in promises),
            kept=sum(one.kept for one in promises),
            late=sum(one.late for one in promises),
            open_until=tuple(sorted(due for one in promises for due in one.open_until)),
        ),
    )


def tension_by_day(response: Response, day_of: Callable[[datetime], date]) -> list[TensionDay]:
    """Every day from the first signal or rating to the last, by when each happened."""
    signals: dict[date, list[Tension]] = {}
    for signal in response.tensions:
        signals.setdefault(day_of(signal.occurred_at), []).append(signal)
    rated = sorted(response.assessments, key=lambda one: one.occurred_at)
    ratings = {day_of(one.occurred_at): one.rating for one in rated}
    known = sorted({*signals, *ratings})
    days: list[TensionDay] = []
    holds: Rating | None = None
    for number in range((known[-1] - known[0]).days + 1 if known else 0):
        day = known[0] + timedelta(days=number)
        holds = ratings.get(day, holds)
        days.append(TensionDay(day=day, signals=_by_kind(signals.get(day, ())), rating=holds))
    return days


def _by_kind(signals: Iterable[Tension]) -> dict[TensionKind, int]:
    kinds = [signal.kind for signal in signals]
    return {kind: kinds.count(kind) for kind in TensionKind}
