"""Intervals for shares of those who answered, and what they say of a baseline: domain rules §8.

Sources: Wilson E B (1927), Probable inference, the law of succession, and statistical inference,
Journal of the American Statistical Association 22:209-212. Newcombe R G (1998), Interval estimation
for the difference between independent proportions: comparison of eleven methods, Statistics in
Medicine 17:873-890, method 10.
"""

from enum import StrEnum
from fractions import Fraction
from math import hypot, sqrt
from statistics import NormalDist
from typing import Final

from domain.base import Value
from domain.capacity import half_up, per_mille

Z: Final = NormalDist().inv_cdf(0.975)
MIN_SHOWN: Final = 10
MIN_COMPARED: Final = 30


class Verdict(StrEnum):
    """What a share says of the printed line beside it."""

    ABOVE = "above"
    BELOW = "below"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    TOO_FEW = "too few to compare"
    NO_BASELINE = "no baseline"
    NOT_SHOWN = "not shown"


class Direction(StrEnum):
    """How a share moved from one round to the next."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few to compare"
    NOT_SHOWN = "not shown"


class Interval(Value):
    """Where the true share lies with 95 per cent confidence; a share is from 0 to 1."""

    low: float
    high: float


class Measured(Value):
    """One measure of one round, in per cent; all but `baseline` is None below ten answers."""

    k: int | None = None
    n: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: int | None = None
    verdict: Verdict


class Change(Value):
    """The later share less the earlier, in percentage points."""

    points: float | None = None
    low: float | None = None
    high: float | None = None
    direction: Direction


def wilson(k: int, n: int) -> Interval:
    """The 95 per cent score interval of `k` out of `n` (Wilson 1927)."""
    _require_share(k, n)
    middle = 2 * k + Z * Z
    reach = Z * sqrt(Z * Z + 4 * k * (n - k) / n)
    width = 2 * (n + Z * Z)
    return Interval(
        low=0.0 if k == 0 else (middle - reach) / width,
        high=1.0 if k == n else (middle + reach) / width,
    )


def newcombe(k1: int, n1: int, k2: int, n2: int) -> Interval:
    """The 95 per cent interval of the first share less the second (Newcombe 1998, method 10)."""
    first, second = wilson(k1, n1), wilson(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    difference = float(Fraction(k1, n1) - Fraction(k2, n2))
    return Interval(
        low=difference - hypot(p1 - first.low, second.high - p2),
        high=difference + hypot(first.high - p1, p2 - second.low),
    )


def measured(k: int, n: int, baseline: int | None = None) -> Measured:
    """A share as it is shown: fewer than ten answers are not (domain rules §8)."""
    if n < MIN_SHOWN:
        return Measured(baseline=baseline, verdict=Verdict.NOT_SHOWN)
    interval = wilson(k, n)
    return Measured(
        k=k,
        n=n,
        share=per_mille(k, n) / 10,
        low=as_per_cent(interval.low),
        high=as_per_cent(interval.high),
        baseline=baseline,
        verdict=verdict_on(interval, n, baseline),
    )


def verdict_on(interval: Interval, n: int, baseline: int | None) -> Verdict:
    """A baseline is a fixed line: no sample size is printed with it, so it has no interval."""
    if baseline is None:
        return Verdict.NO_BASELINE
    if n < MIN_COMPARED:
        return Verdict.TOO_FEW
    if interval.low * 100 > baseline:
        return Verdict.ABOVE
    return Verdict.BELOW if interval.high * 100 < baseline else Verdict.NO_CLEAR_DIFFERENCE


def change_between(k1: int, n1: int, k2: int, n2: int) -> Change:
    """From the first round to the second; which way only where both have enough answers."""
    fewest = min(n1, n2)
    if fewest < MIN_SHOWN:
        return Change(direction=Direction.NOT_SHOWN)
    interval = newcombe(k2, n2, k1, n1)
    return Change(
        points=half_up((Fraction(k2, n2) - Fraction(k1, n1)) * 1000) / 10,
        low=as_per_cent(interval.low),
        high=as_per_cent(interval.high),
        direction=_direction(interval) if fewest >= MIN_COMPARED else Direction.TOO_FEW,
    )


def as_per_cent(share: float) -> float:
    """A share from 0 to 1 in per cent, with one decimal, half up."""
    return half_up(Fraction(share) * 1000) / 10


def _direction(change: Interval) -> Direction:
    if change.low > 0:
        return Direction.UP
    return Direction.DOWN if change.high < 0 else Direction.NO_CLEAR_CHANGE


def _require_share(k: int, n: int) -> None:
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share")
