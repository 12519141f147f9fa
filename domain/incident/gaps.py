"""The silences of a response by both clocks: what was typed up later shows in one (rules §10.3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from domain.incident.milestones import MINUTE
from domain.incident.parts import Stamp
from domain.incident.state import CLOSED, WATCHED, Response
from domain.ruleset import Ruleset
from domain.vocabulary import Level, State

NONE = timedelta(0)


class Clock(StrEnum):
    """When an entry was recorded, or when what it tells of occurred."""

    RECORDED = "recorded"
    OCCURRED = "occurred"


class Gap(NamedTuple):
    """A stretch without an entry, in whole minutes; times are UTC.

    `alert` says that it was longer than the ruleset lets a response be silent, which is asked of
    what was recorded: nobody could hear the other clock.
    """

    since: datetime
    until: datetime
    minutes: int
    alert: bool = False


def gaps(response: Response, ruleset: Ruleset, now: datetime, clock: Clock) -> list[Gap]:
    """Every stretch between two entries by one clock, while the response was open.

    The stretch up to now counts while the response is watched.
    """
    heard = clock is Clock.RECORDED
    allowed = _allowed(response, ruleset)
    return [
        Gap(
            since,
            until,
            minutes := max(0, (until - since) // MINUTE),
            heard and minutes > allowed[stamp.state, stamp.level],
        )
        for stamp, since, until in _stretches(response.stamps, clock, now)
    ]


def longest(response: Response, now: datetime, clock: Clock) -> int:
    """The minutes of the longest of the gaps; 0 where there is none."""
    stretches = _stretches(response.stamps, clock, now)
    return max(0, max((until - since for _, since, until in stretches), default=NONE) // MINUTE)


def alerts(response: Response, ruleset: Ruleset, now: datetime) -> int:
    """How many of the gaps in what was recorded were longer than the ruleset allows."""
    allowed = _allowed(response, ruleset)
    return sum(
        1
        for stamp, since, until in _stretches(response.stamps, Clock.RECORDED, now)
        if (until - since) // MINUTE > allowed[stamp.state, stamp.level]
    )


def _allowed(response: Response, ruleset: Ruleset) -> dict[tuple[State, Level | None], int]:
    """The minutes of silence that are allowed, for each state and level that there was."""
    standings = {(stamp.state, stamp.level) for stamp in response.stamps}
    return {standing: 60 * ruleset.silence(*standing) for standing in standings}


def _stretches(
    stamps: list[Stamp], clock: Clock, now: datetime
) -> Iterator[tuple[Stamp, datetime, datetime]]:
    if clock is Clock.RECORDED:
        moments = [stamp.recorded_at for stamp in stamps]
    else:
        stamps = sorted(stamps, key=lambda stamp: stamp.occurred_at)
        moments = [stamp.occurred_at for stamp in stamps]
    for stamp, (since, until) in zip(stamps, pairwise(moments), strict=False):
        if stamp.state not in CLOSED:
            yield stamp, since, until
    if stamps[-1].state in WATCHED:
        yield stamps[-1], moments[-1], now
