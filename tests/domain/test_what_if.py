"""Replays small enough to be worked by hand, and what holds for every replay (domain rules §7)."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity import CAPACITY_V1
from domain.priority import Band
from domain.vocabulary import Level
from domain.what_if import (
    Arrival,
    Lending,
    Loan,
    Outcome,
    Staffed,
    Terms,
    Use,
    Waits,
    made_up,
    replay,
)

RULES = CAPACITY_V1.model_copy(update={"overhead_pct": 0})
CRITICAL, HIGH_PROFILE = Level.CRITICAL, Level.HIGH_PROFILE
NORTH, SOUTH, WALES = "north-west", "south-west", "wales"


def asks(
    minutes: int | tuple[int, ...],
    *,
    week: int = 0,
    region: str = NORTH,
    band: Band = Band.P2,
    needs: str = "",
) -> Arrival:
    by_week = minutes if isinstance(minutes, tuple) else (minutes,)
    return Arrival(
        ref="SR",
        week=week,
        region=region,
        level=CRITICAL,
        band=band,
        minutes=by_week,
        needs=frozenset(needs.split()),
    )


def officer(minutes: int, *, region: str = NORTH, can: str = "", weeks: int = 10) -> Staffed:
    return Staffed(ref="OFC-01", region=region, net=(minutes,) * weeks, can=frozenset(can.split()))


def outcome(
    demand: list[Arrival],
    staff: list[Staffed],
    weeks: int = 2,
    lending: Lending = Lending.KEEPING_RESERVE,
) -> Outcome:
    return replay(demand, staff, RULES, Terms(weeks=weeks, lending=lending))


def test_what_is_free_is_taken_and_the_rest_waits_for_the_next_week() -> None:
    """1,000 available keep 200: 800 of 1,200 in the first week, 400 in the second."""
    found = outcome([asks(1200)], [officer(1000)])

    assert found.shortfall == {NORTH: (400, 0)}
    assert found.use == {NORTH: Use(available=2000, done=1200)}
    assert (found.asked, found.done, found.beyond, found.open_minutes) == (1200, 1200, 0, 0)


def test_a_wait_is_the_mean_delay_of_a_minute_in_tenths_of_working_days() -> None:
    """400 of 1,200 minutes come a week late: a third of five working days is 1.7."""
    found = outcome([asks(1200)], [officer(1000)])

    assert found.waits[Band.P2] == Waits(
        requests=1, waited=1, mean=17, median=17, nine_in_ten=17, longest=17, late=400
    )
    assert found.waits[Band.P1] == Waits()


def test_p1_may_use_the_reserve_and_what_is_lower_may_not() -> None:
    first = outcome([asks(1000, band=Band.P1)], [officer(1000)])
    lower = outcome([asks(1000, band=Band.P2)], [officer(1000)])

    assert first.shortfall == {NORTH: (0, 0)}
    assert lower.shortfall == {NORTH: (200, 0)}


def test_the_overhead_is_taken_off_before_anything_else() -> None:
    """15 per cent of 1,000 leaves 850; a fifth of that, 170, is the reserve."""
    found = replay([asks(1000)], [officer(1000)], CAPACITY_V1, Terms(weeks=1))

    assert found.use[NORTH] == Use(available=850, done=680)
    assert found.shortfall == {NORTH: (320,)}


def test_the_better_band_comes_first_and_within_a_band_who_came_first() -> None:
    demand = [
        asks(400, band=Band.P3),
        asks(800, band=Band.P2, week=1),
        asks(500, band=Band.P3),
    ]
    found = outcome(demand, [officer(1000)], weeks=3)

    # P3: 400 and 400 of 500 in the first week; P2 takes the second; the last 100 wait for the third
    assert found.shortfall == {NORTH: (100, 100, 0)}
    assert found.waits[Band.P2].waited == 0
    assert found.waits[Band.P3].late == 200
    assert found.waits[Band.P3].longest == 20  # 100 of 500, two weeks late: 0.4 weeks


def test_without_minutes_of_its_own_an_arrival_asks_for_the_profile_of_its_level() -> None:
    arrival = Arrival(ref="1", week=0, region=NORTH, level=HIGH_PROFILE, band=Band.P3)
    found = outcome([arrival], [officer(2000)], weeks=10)

    assert found.asked == found.done == 2340
    assert sum(found.shortfall[NORTH]) == 0


def test_what_is_needed_after_the_period_is_told_apart() -> None:
    found = outcome([asks((100, 200, 400), week=1)], [officer(1000)], weeks=2)

    assert (found.asked, found.done, found.beyond) == (700, 100, 600)


def test_a_region_that_is_short_borrows_from_the_one_with_most_above_its_reserve() -> None:
    """North has 800, South 400 above its reserve of 100, Wales 800 above 200."""
    staff = [officer(1000), officer(500, region=SOUTH), officer(1000, region=WALES)]
    found = outcome([asks(1900)], staff, weeks=1)

    assert found.loans == (
        Loan(lender=SOUTH, borrower=NORTH, minutes=300),
        Loan(lender=WALES, borrower=NORTH, minutes=800),
    )
    assert found.shortfall[NORTH] == (0,)
    assert found.lent == 1100


def test_a_lender_serves_its_own_of_the_same_band_first() -> None:
    demand = [asks(800), asks(700, region=SOUTH)]
    found = outcome(demand, [officer(1000, region=SOUTH)], weeks=1)

    assert found.loans == (Loan(lender=SOUTH, borrower=NORTH, minutes=100),)
    assert found.shortfall == {NORTH: (700,), SOUTH: (0,)}


def test_a_better_band_elsewhere_comes_before_the_lower_ones_at_home() -> None:
    demand = [asks(700, band=Band.P3, region=SOUTH), asks(500, band=Band.P2)]
    found = outcome(demand, [officer(1000, region=SOUTH)], weeks=1)

    assert found.shortfall == {NORTH: (0,), SOUTH: (400,)}


@pytest.mark.parametrize(
    ("lending", "short"),
    [(Lending.NEVER, 1000), (Lending.KEEPING_RESERVE, 200), (Lending.AUTHORISED, 0)],
)
def test_a_p1_takes_a_lenders_reserve_only_where_the_head_authorises_it(
    lending: Lending, short: int
) -> None:
    found = outcome([asks(1000, band=Band.P1)], [officer(1000, region=SOUTH)], 1, lending)

    assert found.shortfall[NORTH] == (short,)


def test_the_head_authorises_it_for_nothing_below_p1() -> None:
    found = outcome([asks(1000)], [officer(1000, region=SOUTH)], 1, Lending.AUTHORISED)

    assert found.shortfall[NORTH] == (200,)


def test_only_who_has_every_language_and_skill_takes_what_needs_them() -> None:
    staff = [officer(1000, can="pl"), officer(1000, can="pl youth")]
    found = outcome([asks(1500, needs="pl youth")], staff, weeks=1)

    assert found.shortfall == {NORTH: (500,)}


def test_work_goes_to_those_with_the_fewest_abilities_so_that_the_others_stay_free() -> None:
    staff = [officer(1000, can="pl"), officer(1000)]
    found = outcome([asks(900), asks(700, needs="pl")], staff, weeks=1)

    assert found.shortfall == {NORTH: (0,)}


def test_what_nobody_at_home_is_able_to_do_is_borrowed_and_holds_up_nobody() -> None:
    staff = [officer(1000), officer(1000, region=WALES, can="cy")]
    demand = [asks(300, needs="cy"), asks(300, needs="pa"), asks(800)]
    found = outcome(demand, staff, weeks=1)

    assert found.loans == (Loan(lender=WALES, borrower=NORTH, minutes=300),)
    assert found.waits[Band.P2].open == 1
    assert found.open_minutes == 300


def test_figures_of_waits_name_the_lower_of_two_in_the_middle_and_nine_in_ten() -> None:
    """Ten requests of 100 minutes, 200 a week: two are on time, two each one to four weeks late."""
    found = outcome([asks(100) for _ in range(10)], [officer(250)], weeks=5)
    waits = found.waits[Band.P2]

    assert (waits.requests, waits.waited, waits.open) == (10, 8, 0)
    assert (waits.median, waits.mean, waits.nine_in_ten, waits.longest) == (100, 100, 200, 200)


def test_somebody_who_is_away_has_no_minutes_that_week() -> None:
    away = Staffed(ref="OFC-01", region=NORTH, net=(0, 1000))
    found = outcome([asks(800)], [away])

    assert found.shortfall == {NORTH: (800, 0)}
    assert found.short_weeks == 1


def test_nothing_asked_of_nobody_comes_to_nothing() -> None:
    found = outcome([], [])

    assert (found.requests, found.asked, found.short_weeks, found.loans) == (0, 0, 0, ())


# --- made-up demand ---------------------------------------------------------------------------


RATES = {(NORTH, CRITICAL): 0.25, (NORTH, HIGH_PROFILE): 0.5, (SOUTH, CRITICAL): 2.0}


def test_the_same_seed_gives_the_same_demand_and_another_seed_another() -> None:
    assert made_up(RATES, 52, seed=7) == made_up(RATES, 52, seed=7)
    assert made_up(RATES, 52, seed=7) != made_up(RATES, 52, seed=8)


def test_over_many_weeks_there_are_about_as_many_as_were_asked_for() -> None:
    """2,000 weeks: means of 500, 1,000 and 4,000, each within four standard deviations."""
    found = made_up(RATES, 2000, seed=1)
    many = {key: sum((each.region, each.level) == key for each in found) for key in RATES}
    for key, mean in {key: rate * 2000 for key, rate in RATES.items()}.items():
        assert abs(many[key] - mean) < 4 * mean**0.5


def test_a_higher_rate_adds_incidents_and_changes_no_other() -> None:
    before = by_week(made_up(RATES, 200, seed=3))
    after = by_week(made_up({**RATES, (NORTH, CRITICAL): 3.0}, 200, seed=3))

    assert all(Counter(bands) <= Counter(after[key]) for key, bands in before.items())
    assert {key[1:] for key in after if after[key] != before.get(key)} == {(NORTH, CRITICAL)}


def by_week(demand: list[Arrival]) -> dict[tuple[int, str, Level], list[Band]]:
    found: dict[tuple[int, str, Level], list[Band]] = {}
    for one in demand:
        found.setdefault((one.week, one.region, one.level), []).append(one.band)
    return {key: sorted(bands) for key, bands in found.items()}


def test_a_rate_of_nothing_brings_nothing() -> None:
    assert made_up({(NORTH, CRITICAL): 0.0}, 260, seed=1) == []


# --- what holds for every replay --------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    demand: list[Arrival]
    staff: list[Staffed]
    weeks: int
    lending: Lending

    def outcome(self) -> Outcome:
        return replay(self.demand, self.staff, CAPACITY_V1, self.terms)

    @property
    def terms(self) -> Terms:
        return Terms(weeks=self.weeks, lending=self.lending)


def arrivals(regions: tuple[str, ...], able: tuple[str, ...]) -> st.SearchStrategy[Arrival]:
    return st.builds(
        Arrival,
        ref=st.just("SR"),
        week=st.integers(0, 5),
        region=st.sampled_from(regions),
        level=st.sampled_from((CRITICAL, HIGH_PROFILE)),
        band=st.sampled_from(Band),
        minutes=st.lists(st.integers(0, 2000), min_size=1, max_size=4).map(tuple) | st.none(),
        needs=st.frozensets(st.sampled_from(able)) if able else st.just(frozenset[str]()),
    )


def officers(regions: tuple[str, ...], able: tuple[str, ...]) -> st.SearchStrategy[Staffed]:
    return st.builds(
        Staffed,
        ref=st.just("OFC-01"),
        region=st.sampled_from(regions),
        net=st.lists(st.integers(0, 2400), min_size=6, max_size=6).map(tuple),
        can=st.frozensets(st.sampled_from(able)) if able else st.just(frozenset[str]()),
    )


def cases(
    regions: tuple[str, ...] = (NORTH, SOUTH, WALES), able: tuple[str, ...] = ("cy", "pl")
) -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        demand=st.lists(arrivals(regions, able), max_size=12),
        staff=st.lists(officers(regions, able), max_size=6),
        weeks=st.integers(1, 6),
        lending=st.sampled_from(Lending),
    )


@given(cases())
def test_no_minute_is_lost_or_invented(case: Case) -> None:
    found = case.outcome()

    assert found.asked == sum(
        sum(each.minutes or CAPACITY_V1.demand[each.level]) for each in case.demand
    )
    assert found.asked == found.done + found.open_minutes + found.beyond
    assert found.done == sum(use.done for use in found.use.values())
    assert found.open_minutes == sum(weeks[-1] for weeks in found.shortfall.values())


@given(cases())
def test_every_minute_that_waits_is_late_by_the_weeks_in_which_it_waited(case: Case) -> None:
    found = case.outcome()

    waited = sum(map(sum, found.shortfall.values()))
    assert waited == sum(waits.late for waits in found.waits.values())


@given(cases())
def test_nobody_works_more_than_they_have_and_nobody_lends_to_themselves(case: Case) -> None:
    found = case.outcome()

    assert all(0 <= use.done <= use.available for use in found.use.values())
    assert all(loan.lender != loan.borrower and loan.minutes > 0 for loan in found.loans)
    assert case.lending is not Lending.NEVER or not found.loans


@given(cases())
def test_the_same_question_has_the_same_answer_whoever_is_named_first(case: Case) -> None:
    turned = Case(case.demand, case.staff[::-1], case.weeks, case.lending)

    assert case.outcome() == turned.outcome()


@given(cases(regions=(NORTH,), able=()), officers((NORTH,), ()))
def test_in_one_region_more_staff_never_makes_a_shortfall_larger(
    case: Case, another: Staffed
) -> None:
    before = case.outcome()
    after = Case(case.demand, [*case.staff, another], case.weeks, case.lending).outcome()

    for fewer, more in zip(
        before.shortfall.get(NORTH, ()), after.shortfall.get(NORTH, ()), strict=False
    ):
        assert more <= fewer
    assert sum(after.shortfall[NORTH]) <= sum(before.shortfall.get(NORTH, ()))


@given(cases(regions=(NORTH,), able=()))
def test_in_one_region_a_p1_waits_for_no_other_band(case: Case) -> None:
    alone = [each for each in case.demand if each.band is Band.P1]
    found = Case(alone, case.staff, case.weeks, case.lending).outcome()

    assert found.waits[Band.P1] == case.outcome().waits[Band.P1]


@given(cases(regions=(NORTH,), able=()))
def test_below_p1_the_reserve_is_never_touched(case: Case) -> None:
    lower = [each for each in case.demand if each.band is not Band.P1]
    with_reserve = Case(lower, case.staff, 1, case.lending).outcome()

    for use in with_reserve.use.values():
        assert use.done <= use.available - (2 * use.available * 20 + 100) // 200
