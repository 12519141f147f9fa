"""Stretches of duty as time: what is left of them, how heavy they are, where nobody has one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from domain.officer.decisions import Duty

A_DAY: Final = timedelta(days=1)
REST: Final = timedelta(hours=11)
LONGEST_DUTY: Final = timedelta(days=7, hours=1)
"""A week by the clock on the wall, also where the clocks go back in it."""

MOST_A_WEEK: Final = timedelta(hours=48)
AVERAGED_OVER: Final = 17
"""Weeks: the period over which the Working Time Regulations 1998 take the average."""


def part_of(duty: Duty, since: datetime, to: datetime) -> Duty | None:
    """What of a duty lies within a period; None where nothing does."""
    begins, ends = max(duty.since, since), min(duty.to, to)
    return Duty(since=begins, to=ends, kind=duty.kind) if begins < ends else None


def without(duties: Iterable[Duty], taken: Duty) -> list[Duty]:
    """The duties once a stretch is taken out of the one of its kind."""
    return [left for duty in duties for left in _cut(duty, taken)]


def _cut(duty: Duty, taken: Duty) -> Iterator[Duty]:
    if duty.kind != taken.kind or part_of(duty, taken.since, taken.to) is None:
        yield duty
        return
    for since, to in ((duty.since, taken.since), (taken.to, duty.to)):
        if since < to:
            yield Duty(since=since, to=to, kind=duty.kind)


def holds(duties: Iterable[Duty], asked: Duty) -> bool:
    """Whether one of these duties covers a stretch, or is exactly it."""
    return asked.since < asked.to and any(
        duty.kind == asked.kind and duty.since <= asked.since and asked.to <= duty.to
        for duty in duties
    )


def rested(duties: Iterable[Duty], added: Duty) -> bool:
    """Whether there are 11 hours between a duty and every other (rule C3)."""
    return all(duty.since - added.to >= REST or added.since - duty.to >= REST for duty in duties)


def most_on_duty(duties: Sequence[Duty]) -> timedelta:
    """The longest time on duty within any 17 weeks: some such period ends with a duty."""
    ends = [duty.to for duty in duties]
    return max((_within_17_weeks(duties, end) for end in ends), default=timedelta())


def _within_17_weeks(duties: Iterable[Duty], end: datetime) -> timedelta:
    weeks, nothing = timedelta(weeks=AVERAGED_OVER), timedelta()
    spans = (
        min(end - duty.since, weeks) - max(end - duty.to, nothing)
        for duty in duties
        if nothing < end - duty.since
    )
    return sum((span for span in spans if span > nothing), nothing)


def whole_days(since: date, to: date) -> tuple[datetime, datetime]:
    """From the midnight before a day to the midnight after another, in UTC."""
    after = to + A_DAY if to < date.max else to
    return datetime.combine(since, time.min, UTC), datetime.combine(after, time.min, UTC)


def uncovered(
    spans: Iterable[tuple[datetime, datetime]], since: datetime, to: datetime
) -> list[tuple[datetime, datetime]]:
    """The times within a period in which none of these spans holds."""
    gaps, reached = [], since
    for begins, ends in sorted(spans):
        if begins > reached:
            gaps.append((reached, min(begins, to)))
        reached = max(reached, ends)
        if reached >= to:
            break
    if reached < to:
        gaps.append((reached, to))
    return [gap for gap in gaps if gap[0] < gap[1]]
