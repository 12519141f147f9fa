"""Domain rules §8 and S5: intervals, and what they say of the printed baselines."""

from decimal import Decimal, localcontext
from random import Random

import pytest

from domain.statistics import (
    Direction,
    Interval,
    Verdict,
    change_between,
    measured,
    newcombe,
    verdict_on,
    wilson,
)

Z = Decimal("1.959963984540054235524594430520551527955550076959")


def root_of_score(p: Decimal, n: int, sign: int) -> Decimal:
    """Where (p - x)^2 = z^2 x (1 - x) / n, by halving: no formula is shared with the code."""
    inside, outside = p, Decimal(1 if sign > 0 else 0)
    for _ in range(70):
        middle = (inside + outside) / 2
        if n * (p - middle) ** 2 <= Z * Z * middle * (1 - middle):
            inside = middle
        else:
            outside = middle
    return inside


def exact(k: int, n: int) -> tuple[Decimal, Decimal]:
    p = Decimal(k) / n
    return root_of_score(p, n, -1), root_of_score(p, n, 1)


def pairs(many: int, seed: int) -> list[tuple[int, int]]:
    chance = Random(seed)
    sizes = [chance.choice((chance.randint(1, 60), chance.randint(1, 20_000))) for _ in range(many)]
    return [(chance.choice((0, n, chance.randint(0, n))), n) for n in sizes]


@pytest.mark.parametrize(
    ("k", "n", "baseline", "share", "low", "high", "verdict"),
    [
        (31, 48, 37, 64.6, 50.4, 76.6, Verdict.ABOVE),
        (22, 48, 60, 45.8, 32.6, 59.7, Verdict.BELOW),
        (30, 48, 67, 62.5, 48.4, 74.8, Verdict.NO_CLEAR_DIFFERENCE),
        (13, 34, 53, 38.2, 23.9, 55.0, Verdict.NO_CLEAR_DIFFERENCE),
        (9, 20, 27, 45.0, 25.8, 65.8, Verdict.TOO_FEW),
        (27, 46, None, 58.7, 44.3, 71.7, Verdict.NO_BASELINE),
        (38, 61, 60, 62.3, 49.7, 73.4, Verdict.NO_CLEAR_DIFFERENCE),
    ],
)
def test_s5(
    k: int, n: int, baseline: int | None, share: float, low: float, high: float, verdict: Verdict
) -> None:
    found = measured(k, n, baseline)

    assert (found.k, found.n, found.share, found.low, found.high) == (k, n, share, low, high)
    assert (found.baseline, found.verdict) == (baseline, verdict)


def test_s5_the_second_round_shows_no_clear_change() -> None:
    change = change_between(22, 48, 38, 61)

    assert (change.points, change.low, change.high) == (16.5, -2.2, 33.7)
    assert change.direction is Direction.NO_CLEAR_CHANGE
    assert change.direction.value == "no clear change"


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 10, 0.0, 27.8),
        (10, 10, 72.2, 100.0),
        (5, 10, 23.7, 76.3),
        (15, 30, 33.2, 66.8),
        (1, 30, 0.6, 16.7),
        (50, 100, 40.4, 59.6),
    ],
)
def test_expected_figures(k: int, n: int, low: float, high: float) -> None:
    assert (measured(k, n).low, measured(k, n).high) == (low, high)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombe_1998_single_proportions_table_i_method_3(
    k: int, n: int, low: float, high: float
) -> None:
    """Statistics in Medicine 17:857-872."""
    assert (round(wilson(k, n).low, 4), round(wilson(k, n).high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_1998_two_proportions_table_ii_method_10(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    """Statistics in Medicine 17:873-890."""
    found = newcombe(k1, n1, k2, n2)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_wilson_agrees_with_the_equation_that_it_solves() -> None:
    """10,000 pairs to 1e-9, the limits found by halving in 40 digits."""
    with localcontext() as context:
        context.prec = 40
        worst = max(
            max(abs(Decimal(found.low) - low), abs(Decimal(found.high) - high))
            for k, n in pairs(10_000, seed=1927)
            for found, (low, high) in [(wilson(k, n), exact(k, n))]
        )
    assert worst < Decimal("1e-9")


def test_newcombe_agrees_with_forty_digits() -> None:
    """10,000 differences to 1e-9."""
    firsts, seconds = pairs(10_000, seed=17), pairs(10_000, seed=873)
    with localcontext() as context:
        context.prec = 40
        for (k1, n1), (k2, n2) in zip(firsts, seconds, strict=True):
            p1, p2 = Decimal(k1) / n1, Decimal(k2) / n2
            (low1, high1), (low2, high2) = closed(k1, n1), closed(k2, n2)
            low = p1 - p2 - ((p1 - low1) ** 2 + (high2 - p2) ** 2).sqrt()
            high = p1 - p2 + ((high1 - p1) ** 2 + (p2 - low2) ** 2).sqrt()
            found = newcombe(k1, n1, k2, n2)
            assert abs(Decimal(found.low) - low) < Decimal("1e-9"), (k1, n1, k2, n2)
            assert abs(Decimal(found.high) - high) < Decimal("1e-9"), (k1, n1, k2, n2)


def closed(k: int, n: int) -> tuple[Decimal, Decimal]:
    p, z2 = Decimal(k) / n, Z * Z
    spread = Z * (p * (1 - p) / n + z2 / (4 * Decimal(n) ** 2)).sqrt()
    middle, width = p + z2 / (2 * n), 1 + z2 / n
    return (middle - spread) / width, (middle + spread) / width


def test_nothing_of_fewer_than_ten_answers_is_shown() -> None:
    assert measured(4, 9, 37).model_dump(exclude={"baseline", "verdict"}) == {
        "k": None,
        "n": None,
        "share": None,
        "low": None,
        "high": None,
    }
    assert measured(4, 9, 37).verdict == Verdict.NOT_SHOWN
    assert measured(0, 0).verdict == Verdict.NOT_SHOWN
    assert measured(4, 10, 37).verdict == Verdict.TOO_FEW
    assert measured(29, 29, 37).verdict == Verdict.TOO_FEW
    assert measured(30, 30, 37).verdict == Verdict.ABOVE


def test_a_limit_on_the_line_is_no_clear_difference() -> None:
    assert verdict_on(Interval(low=0.5, high=0.75), 30, 50) == Verdict.NO_CLEAR_DIFFERENCE
    assert verdict_on(Interval(low=0.25, high=0.5), 30, 50) == Verdict.NO_CLEAR_DIFFERENCE


def test_changes() -> None:
    assert change_between(10, 100, 60, 100).direction == Direction.UP
    assert change_between(60, 100, 10, 100).direction == Direction.DOWN
    assert change_between(10, 29, 60, 100).direction == Direction.TOO_FEW
    hidden = change_between(4, 9, 60, 100)
    assert (hidden.points, hidden.direction) == (None, Direction.NOT_SHOWN)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)
