"""Domain rules §7, S3 and S4: available, free, reserve, loans and the forecast, in minutes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity import (
    CAPACITY_V1,
    Load,
    Outlook,
    Week,
    critical_starts,
    forecast,
    half_up,
    keeps_reserve,
    load_of,
    rag_of,
    reserve_gap,
    reserve_target,
    shortfall,
    together,
)
from domain.vocabulary import Level, Rating

A = Week(contracted=2220, absence=444, committed=720, plan=480)
B = Week(contracted=1332, plan=360)
E = Week(contracted=2220, committed=1380)
F = Week(contracted=1776, committed=540)


def loaded(*weeks: Week) -> Load:
    return together(load_of(week, CAPACITY_V1) for week in weeks)


def test_s3_the_region_in_its_week() -> None:
    region = loaded(A, B)

    assert [loaded(one).available for one in (A, B)] == [1510, 1132]
    assert [loaded(one).free for one in (A, B)] == [310, 772]
    assert (region.available, region.free, region.utilisation) == (2642, 1082, 59.0)
    assert rag_of(region, CAPACITY_V1) is Rating.GREEN
    assert (reserve_target(region, CAPACITY_V1), reserve_gap(region, CAPACITY_V1)) == (528, 0)
    assert critical_starts(region, CAPACITY_V1) == 0
    assert shortfall(region, 1800) == 718


def test_s3_somebody_falls_ill() -> None:
    ill = B.model_copy(update={"absence": 888})
    region = loaded(A, ill)

    assert (loaded(ill).available, loaded(ill).free) == (377, 17)
    assert (region.available, region.free, region.utilisation) == (1887, 327, 82.7)
    assert rag_of(region, CAPACITY_V1) is Rating.AMBER
    assert (reserve_target(region, CAPACITY_V1), reserve_gap(region, CAPACITY_V1)) == (377, 50)


def test_s3_a_week_of_leave_has_no_utilisation() -> None:
    away = loaded(Week(contracted=2220, absence=2220))

    assert (away.available, away.utilisation, rag_of(away, CAPACITY_V1)) == (0, None, None)


def test_s4_a_loan_leaves_the_donor_their_reserve() -> None:
    london = loaded(E, F)

    assert (london.available, london.free) == (3397, 1477)
    assert reserve_target(london, CAPACITY_V1) == 679
    assert keeps_reserve(london, 718, CAPACITY_V1)
    assert not keeps_reserve(london, 900, CAPACITY_V1)


@pytest.mark.parametrize(
    ("week", "mean", "p90"), [(1, 900, 2313), (2, 1440, 3106), (3, 1710, 3434), (4, 1980, 3759)]
)
def test_the_forecast_is_as_printed(week: int, mean: int, p90: int) -> None:
    outlooks = [
        Outlook(level=Level.CRITICAL, a_week=Fraction(1, 4)),
        Outlook(level=Level.HIGH_PROFILE, a_week=Fraction(1, 2)),
    ]
    found = forecast(outlooks, CAPACITY_V1.demand, week, CAPACITY_V1.z90)

    assert (found.mean, found.p90) == (mean, p90)


@pytest.mark.parametrize(
    ("value", "whole"), [("5/2", 3), ("-5/2", -2), ("2664/10", 266), ("1998/10", 200), ("1/3", 0)]
)
def test_halves_are_rounded_up(value: str, whole: int) -> None:
    assert half_up(Fraction(value)) == whole


weeks = st.builds(
    Week,
    contracted=st.integers(0, 3000),
    absence=st.integers(0, 3000),
    committed=st.integers(0, 3000),
    plan=st.integers(0, 3000),
)


@given(st.lists(weeks), st.lists(weeks))
def test_regions_add_up_to_the_whole(some: list[Week], others: list[Week]) -> None:
    assert loaded(*some) + loaded(*others) == loaded(*some, *others)
