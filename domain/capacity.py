"""What is free, what is held back and who could be lent, in integer minutes: domain rules §7."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from typing import Final

from domain.base import Value
from domain.vocabulary import Level, Rating

PER_CENT: Final = 100


class CapacityRules(Value):
    """The shares and profiles of one ruleset (domain rules §7; no source prints them)."""

    overhead_pct: int
    reserve_pct: int
    amber_above_pct: int
    red_above_pct: int
    demand: Mapping[Level, tuple[int, ...]]
    z90: float


CAPACITY_V1: Final = CapacityRules(
    overhead_pct=15,
    reserve_pct=20,
    amber_above_pct=80,
    red_above_pct=100,
    demand={
        Level.CRITICAL: (1800, 1200, 600, 600, 240, 240, 240, 240, 240, 240, 240, 240),
        Level.HIGH_PROFILE: (900, 480, 240, 240, 120, 120, 120, 120),
    },
    z90=1.2816,
)


class Week(Value):
    """One officer's week as it was recorded: every figure in minutes."""

    contracted: int
    absence: int = 0
    committed: int = 0
    plan: int = 0


class Load(Value):
    """What a week comes down to, for an officer or summed for a region; minutes and per cent."""

    net: int
    available: int
    committed: int
    plan: int

    @property
    def free(self) -> int:
        return self.available - self.committed - self.plan

    @property
    def utilisation(self) -> float | None:
        """Per cent with one decimal, half up; None where nothing is available."""
        if self.available <= 0:
            return None
        return per_mille(self.committed + self.plan, self.available) / 10

    def __add__(self, other: "Load") -> "Load":
        return Load(
            net=self.net + other.net,
            available=self.available + other.available,
            committed=self.committed + other.committed,
            plan=self.plan + other.plan,
        )


NOTHING: Final = Load(net=0, available=0, committed=0, plan=0)


class Outlook(Value):
    """One level's new incidents a week, as a mean, for the forecast."""

    level: Level
    a_week: Fraction


class Forecast(Value):
    """New demand in one coming week, in minutes, to the nearest minute."""

    mean: int
    p90: int


def load_of(week: Week, rules: CapacityRules) -> Load:
    """net = contract - absence; available = net - overhead, rounded half up (domain rules §7)."""
    net = max(week.contracted - week.absence, 0)
    available = net - share(net, rules.overhead_pct)
    return Load(net=net, available=available, committed=week.committed, plan=week.plan)


def together(loads: Iterable[Load]) -> Load:
    """A region's week: the sums of its officers' (domain rules §7)."""
    return sum(loads, NOTHING)


def reserve_target(region: Load, rules: CapacityRules) -> int:
    """What a region holds back for what nobody foresees: 20 per cent of what is available."""
    return share(region.available, rules.reserve_pct)


def reserve_gap(region: Load, rules: CapacityRules) -> int:
    return max(0, reserve_target(region, rules) - region.free)


def rag_of(region: Load, rules: CapacityRules) -> Rating | None:
    """Green up to 80 per cent, amber up to 100, red above; None where nothing is available."""
    if region.available <= 0:
        return None
    used = Fraction((region.committed + region.plan) * PER_CENT, region.available)
    if used > rules.red_above_pct:
        return Rating.RED
    return Rating.AMBER if used > rules.amber_above_pct else Rating.GREEN


def shortfall(region: Load, demand: int) -> int:
    return max(0, demand - region.free)


def critical_starts(region: Load, rules: CapacityRules) -> int:
    """How many critical incidents could be started this week."""
    return max(region.free, 0) // rules.demand[Level.CRITICAL][0]


def keeps_reserve(donor: Load, lent: int, rules: CapacityRules) -> bool:
    """Whether a loan of so many minutes leaves the donor's reserve whole (domain rules §7)."""
    return donor.free - lent >= reserve_target(donor, rules)


def forecast(
    outlooks: Sequence[Outlook], profiles: Mapping[Level, Sequence[int]], week: int, z90: float
) -> Forecast:
    """New demand `week` weeks ahead, 1 being the next: incidents arrive as a Poisson process.

    mean = sum of rate times minutes, variance = sum of rate times minutes squared, over the weeks
    that each profile has reached by then; P90 = mean + z * sqrt(variance) (domain rules §7).
    """
    reached = [
        (each.a_week, minutes) for each in outlooks for minutes in profiles[each.level][:week]
    ]
    mean = sum((rate * minutes for rate, minutes in reached), Fraction())
    variance = sum((rate * minutes**2 for rate, minutes in reached), Fraction())
    return Forecast(mean=half_up(mean), p90=half_up(Fraction(float(mean) + z90 * sqrt(variance))))


def share(minutes: int, pct: int) -> int:
    """So many per cent of some minutes, rounded half up."""
    return half_up(Fraction(minutes * pct, PER_CENT))


def per_mille(part: int, whole: int) -> int:
    return half_up(Fraction(part * 1000, whole))


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half counting upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
