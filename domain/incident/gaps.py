"""The silences of a response by both clocks: what was typed up later shows in one (rules §10.3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from domain.base import Value
from domain.incident.milestones import minutes
from domain.incident.parts import Stamp
from domain.incident.state import CLOSED, WATCHED, Response
from domain.ruleset import Ruleset


class Clock(StrEnum):
    """When an entry was recorded, or when what it tells of occurred."""

    RECORDED = "recorded"
    OCCURRED = "occurred"


class Gap(Value):
    """A stretch without an entry, in whole minutes; times are UTC.

    `alert` says that it was longer than the ruleset lets a response be silent, which is asked of
    what was recorded: nobody could hear the other clock.
    """

    clock: Clock
    since: datetime
    until: datetime
    minutes: int
    alert: bool = False


def gaps(response: Response, ruleset: Ruleset, now: datetime, clock: Clock) -> list[Gap]:
    """Every stretch between two entries by one clock, while the response was open.

    The stretch up to now counts while the response is watched.
    """
    return [
        Gap(
            clock=clock,
            since=since,
            until=until,
            minutes=max(0, minutes(since, until)),
            alert=clock is Clock.RECORDED and minutes(since, until) > _silence(stamp, ruleset),
        )
        for stamp, since, until in _stretches(_in_order(response.stamps, clock), clock, now)
    ]


def longest(among: Sequence[Gap]) -> int:
    """The minutes of the longest; 0 where there is none."""
    return max((gap.minutes for gap in among), default=0)


def _silence(stamp: Stamp, ruleset: Ruleset) -> int:
    return 60 * ruleset.silence(stamp.state, stamp.level)


def _in_order(stamps: Sequence[Stamp], clock: Clock) -> Sequence[Stamp]:
    if clock is Clock.RECORDED:
        return stamps
    return sorted(stamps, key=lambda stamp: stamp.occurred_at)


def _stretches(
    stamps: Sequence[Stamp], clock: Clock, now: datetime
) -> Iterator[tuple[Stamp, datetime, datetime]]:
    moments = [
        stamp.recorded_at if clock is Clock.RECORDED else stamp.occurred_at for stamp in stamps
    ]
    for stamp, (since, until) in zip(stamps, pairwise(moments), strict=False):
        if stamp.state not in CLOSED:
            yield stamp, since, until
    if stamps[-1].state in WATCHED:
        yield stamps[-1], moments[-1], now
