"""What is coming, in words: week by week, what it is known from, and how good estimates were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.access import Permission, allowed
from api.capacity_reading import Expected, read_estimates
from api.pages.capacity_asked import week_words
from api.pages.wording import count
from api.wiring import System
from api.words import LEVELS, plain
from domain.capacity import Load, together
from domain.demand import WEEKS_LOOKED_BACK, Ahead, EstimateError
from projections.capacity_weeks import RegionWeek
from services.people import Person


@dataclass(frozen=True, slots=True)
class Row:
    """A week ahead, in minutes: what is free is free of what is allocated and planned already."""

    week: str
    name: str
    ahead: Ahead
    load: Load

    @property
    def free(self) -> int:
        return self.load.free

    @property
    def short(self) -> int:
        return max(self.ahead.new_p90 - self.free, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """What one level's demand is known from."""

    level: str
    profile: str
    minutes: Sequence[int]
    a_week: str


def rows_of(ahead: Iterable[Ahead], found: Iterable[RegionWeek]) -> list[Row]:
    loads: dict[str, list[Load]] = {}
    for one in found:
        loads.setdefault(one.week, []).append(one.load)
    return [
        Row(one.week, week_words(one.week), one, together(loads.get(one.week, ()))) for one in ahead
    ]


def sources_of(expected: Expected) -> list[Source]:
    rates = {outlook.level: outlook.a_week for outlook in expected.arriving}
    return [
        Source(
            level=plain(LEVELS, one.level),
            profile=f"the median of {count(one.incidents, 'response')} that are over"
            if one.incidents
            else "the rules, until ten responses are over",
            minutes=one.minutes,
            a_week=f"{int(rates.get(one.level, 0) * WEEKS_LOOKED_BACK)} in the last"
            f" {WEEKS_LOOKED_BACK} weeks",
        )
        for one in expected.profiles
    ]


def estimates_of(system: System, who: Person) -> list[EstimateError]:
    """What was expected of requests, for those who may read requests."""
    return read_estimates(system, who) if allowed(who, Permission.READ_REQUESTS) else []
