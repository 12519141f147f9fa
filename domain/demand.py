"""What responses take and how many come, learnt from those that were: domain rules §7."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from statistics import median
from typing import Final

from domain.base import Value
from domain.capacity import CapacityRules, Outlook, forecast, half_up, per_mille
from domain.vocabulary import Level

ENOUGH_INCIDENTS: Final = 10
WEEKS_LOOKED_BACK: Final = 26


class Profile(Value):
    """Minutes by week since the support was accepted; `incidents` is how many it is learnt from.

    None of them where it is the ruleset's own, because there are fewer than ten.
    """

    level: Level
    minutes: tuple[int, ...]
    incidents: int


class Ahead(Value):
    """A coming week: what is allocated already, what is to be expected besides, and both."""

    week: str
    running: int
    new_mean: int
    new_p90: int

    @property
    def mean(self) -> int:
        return self.running + self.new_mean

    @property
    def p90(self) -> int:
        return self.running + self.new_p90


class EstimateError(Value):
    """How far the minutes spent were from those expected; per cent of the estimate."""

    request: str
    estimated: int
    spent: int

    @property
    def minutes(self) -> int:
        return self.spent - self.estimated

    @property
    def per_cent(self) -> float | None:
        if not self.estimated:
            return None
        return per_mille(self.minutes, self.estimated) / 10


def profile_of(level: Level, actuals: Sequence[Sequence[int]], rules: CapacityRules) -> Profile:
    """The median of each week, once ten incidents of the level are over; before, the ruleset's."""
    if len(actuals) < ENOUGH_INCIDENTS:
        return Profile(level=level, minutes=rules.demand[level], incidents=0)
    weeks = zip_longest(*actuals, fillvalue=0)
    minutes = [half_up(Fraction(median(map(Fraction, week)))) for week in weeks]
    while minutes and not minutes[-1]:
        minutes.pop()
    return Profile(level=level, minutes=tuple(minutes), incidents=len(actuals))


def outlooks(new: Mapping[Level, int], weeks: int = WEEKS_LOOKED_BACK) -> list[Outlook]:
    """New incidents a week, as the mean of so many weeks."""
    return [Outlook(level=level, a_week=Fraction(many, weeks)) for level, many in new.items()]


def look_ahead(
    running: Mapping[str, int],
    arriving: Sequence[Outlook],
    profiles: Iterable[Profile],
    rules: CapacityRules,
) -> list[Ahead]:
    """Each coming week, the next one first: the tail of what runs, and new demand upon it."""
    takes = {profile.level: profile.minutes for profile in profiles}
    ahead = []
    for number, (week, minutes) in enumerate(running.items(), start=1):
        new = forecast(arriving, takes, number, rules.z90)
        ahead.append(Ahead(week=week, running=minutes, new_mean=new.mean, new_p90=new.p90))
    return ahead
