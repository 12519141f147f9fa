"""Domain rules §7: profiles learnt from ten incidents, the forecast, and errors of estimates."""

import pytest

from domain.capacity import CAPACITY_V1
from domain.demand import EstimateError, Profile, look_ahead, outlooks, profile_of
from domain.vocabulary import Level

CRITICAL, HIGH = Level.CRITICAL, Level.HIGH_PROFILE
PRINTED = [profile_of(level, (), CAPACITY_V1) for level in (CRITICAL, HIGH)]


def test_the_printed_profiles_hold_until_ten_incidents_are_over() -> None:
    nine = [[600]] * 9
    assert profile_of(CRITICAL, nine, CAPACITY_V1).minutes == CAPACITY_V1.demand[CRITICAL]
    assert [sum(profile.minutes) for profile in PRINTED] == [6120, 2340]


def test_a_profile_is_the_median_of_each_week() -> None:
    five, others = [[1000, 300, 0, 0]] * 5, [[1401], [900, 200], [2000, 60], [2000, 60], [2000, 60]]
    learnt = profile_of(CRITICAL, [*five, *others], CAPACITY_V1)
    assert learnt == Profile(level=CRITICAL, minutes=(1000, 250), incidents=10)


def test_half_a_minute_counts_as_one() -> None:
    learnt = profile_of(HIGH, [[100]] * 5 + [[101]] * 5, CAPACITY_V1)
    assert learnt.minutes == (101,)


def test_new_demand_comes_on_top_of_what_runs() -> None:
    """A quarter of a critical and half a high-profile incident a week: the printed figures."""
    arriving = outlooks({CRITICAL: 1, HIGH: 2}, weeks=4)
    running = {"2026-W11": 700, "2026-W12": 300, "2026-W13": 0, "2026-W14": 0}
    ahead = look_ahead(running, arriving, PRINTED, CAPACITY_V1)
    new = [(one.week, one.new_mean, one.new_p90) for one in ahead]
    assert new == [
        ("2026-W11", 900, 2313),
        ("2026-W12", 1440, 3106),
        ("2026-W13", 1710, 3434),
        ("2026-W14", 1980, 3759),
    ]
    assert [(one.mean, one.p90) for one in ahead[:2]] == [(1600, 3013), (1740, 3406)]


@pytest.mark.parametrize(
    ("estimated", "spent", "minutes", "per_cent"),
    [(720, 900, 180, 25.0), (720, 360, -360, -50.0), (600, 601, 1, 0.2), (0, 60, 60, None)],
)
def test_how_far_an_estimate_was_out(
    estimated: int, spent: int, minutes: int, per_cent: float | None
) -> None:
    error = EstimateError(request="SR-2026-0001", estimated=estimated, spent=spent)
    assert (error.minutes, error.per_cent) == (minutes, per_cent)
