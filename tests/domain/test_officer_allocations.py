"""Work for requests: C1 and C5, loans and reserves, and the figures of S3, S4 and S11."""

from domain.capacity import critical_starts, rag_of, reserve_gap, reserve_target, shortfall
from domain.officer.decisions import Allocated, AllocationChanged
from domain.ruleset import RULESET_V1
from domain.vocabulary import Rating
from tests.domain.officers import OWN, P1, P3, WEEK, Team
from tests.domain.scenario import moment

RULES = RULESET_V1.capacity
LEAVE = {"from": "2026-03-02", "to": "2026-03-02", "kind": "leave"}
SICK = {
    "from": "2026-03-02",
    "to": "2026-03-05",
    "kind": "sick",
    "by_day": {f"2026-03-0{day}": 222 for day in (2, 3, 4, 5)},
}
HEAD = {"by": "head_of_se", "actor": "OFC-90", "authorised_by": "OFC-90"}


def north_west() -> Team:
    """S3: A leave 444, plan 480, committed 720; B plan 360."""
    team = Team("A", "B").asks("A", "record-absence", **LEAVE)
    team.asks("A", "set-plan-hours", week=WEEK, minutes=480).allocates("A", P1, 720)
    return team.asks("B", "set-plan-hours", week=WEEK, minutes=360)


def london() -> Team:
    """S4: before the loan, F has 540 minutes and E 1380 committed or planned."""
    team = Team("E", "F").asks("F", "set-plan-hours", week=WEEK, minutes=540)
    return team.asks("E", "set-plan-hours", week=WEEK, minutes=1000).allocates("E", OWN, 380)


def test_s3_the_week_before_the_sickness() -> None:
    team = north_west()
    region = team.region("north-west")

    assert [team.load(ref).available for ref in "AB"] == [1510, 1132]
    assert [team.free(ref) for ref in "AB"] == [310, 772]
    assert (region.available, region.free, region.utilisation) == (2642, 1082, 59.0)
    assert (reserve_target(region, RULES), reserve_gap(region, RULES)) == (528, 0)
    assert rag_of(region, RULES) == Rating.GREEN
    assert (critical_starts(region, RULES), shortfall(region, 1800)) == (0, 718)


def test_s3_b_is_sick() -> None:
    team = north_west().asks("B", "record-absence", **SICK)
    region = team.region("north-west")

    assert (team.load("B").available, team.free("B")) == (377, 17)
    assert (region.available, region.free, region.utilisation) == (1887, 327, 82.7)
    assert (reserve_target(region, RULES), reserve_gap(region, RULES)) == (377, 50)
    assert rag_of(region, RULES) == Rating.AMBER


def test_s4_a_loan_that_leaves_the_reserve_whole_needs_nobody() -> None:
    team = london()
    before = team.region("london")
    assert [team.load(ref).available for ref in "EF"] == [1887, 1510]
    assert [team.free(ref) for ref in "EF"] == [507, 970]
    assert (before.free, reserve_target(before, RULES)) == (1477, 679)

    team.allocates("F", P1, 718)

    lent = team.last("F")
    assert isinstance(lent, Allocated)
    assert (lent.loan, lent.lender, lent.authorised_by) == (True, "london", None)
    assert team.region("london").free == 759


def test_s4_a_loan_beyond_the_reserve_is_for_the_head_and_a_p1_only() -> None:
    team = london()
    wanted = {"by_week": {WEEK: 900}}

    [text] = team.refuses("F", "allocate", "DonorReserve", request=P1, **wanted)
    assert "leave london 577 minutes free, less than its reserve of 679" in text
    team.refuses("F", "allocate", "DonorReserve", request=P3, **wanted, **HEAD)
    team.refuses(
        "F", "allocate", "DonorReserve", request=P1, **wanted, **{**HEAD, "by": "regional_lead"}
    )
    team.refuses("F", "allocate", "DonorReserve", request=P1, **wanted, by="head_of_se")

    team.allocates("F", P1, 900, **HEAD)
    lent = team.last("F")
    assert isinstance(lent, Allocated)
    assert lent.authorised_by == "OFC-90"


def test_s4_the_own_region_is_no_loan_and_may_use_its_reserve() -> None:
    team = london().allocates("F", OWN, 970)

    lent = team.last("F")
    assert isinstance(lent, Allocated)
    assert (lent.loan, lent.lender) == (False, None)


def test_a_loan_is_counted_against_the_reserve_by_what_it_grows() -> None:
    team = london().allocates("F", P1, 718)

    change = {"request": P1, "by_week": {WEEK: 798}}
    team.asks("F", "change-allocation", **change)
    assert team.region("london").free == 679
    team.refuses("F", "change-allocation", "DonorReserve", **{**change, "by_week": {WEEK: 799}})


def test_s11_the_second_of_two_allocations_is_130_short() -> None:
    team = london().allocates("F", OWN, 600)

    [text] = team.refuses(
        "F", "allocate", "NotEnoughFree", "DonorReserve", request=P1, by_week={WEEK: 500}
    )[:1]
    assert text == "F is 130 minutes short in 2026-W10."
    assert (team.free("F"), len(team.officers["F"].hours.allocations)) == (370, 1)


def test_c1_every_week_that_is_short_is_named() -> None:
    wanted = {"request": P1, "by_week": {"2026-W11": 1888, "2026-W10": 2000, "2026-W12": 1887}}

    texts = Team("A").refuses("A", "allocate", "NotEnoughFree", "NotEnoughFree", **wanted)

    assert texts == ["A is 113 minutes short in 2026-W10.", "A is 1 minutes short in 2026-W11."]


def test_c1_the_head_may_go_beyond_what_is_free_and_is_named() -> None:
    team = Team("A").allocates("A", P3, 2000, **HEAD)

    taken = team.last("A")
    assert isinstance(taken, Allocated)
    assert (taken.authorised_by, team.free("A")) == ("OFC-90", 1887 - 2000)


def test_a_name_that_authorised_nothing_is_not_kept() -> None:
    team = Team("A").allocates("A", P1, 100, by="regional_lead", authorised_by="OFC-90")

    taken = team.last("A")
    assert isinstance(taken, Allocated)
    assert taken.authorised_by is None


def test_whoever_has_too_much_can_be_given_less() -> None:
    team = Team("A").allocates("A", P1, 1500).asks("A", "record-absence", **SICK)
    assert team.free("A") == 1132 - 1500

    change = {"request": P1, "by_week": {WEEK: 1400}}
    team.asks("A", "change-allocation", **change)
    team.refuses("A", "change-allocation", "NotEnoughFree", **{**change, "by_week": {WEEK: 1401}})


def test_a_change_is_the_whole_of_it() -> None:
    team = Team("A").allocates("A", P1, 100)
    team.asks("A", "change-allocation", request=P1, by_week={"2026-W11": 60})

    assert isinstance(team.last("A"), AllocationChanged)
    assert team.officers["A"].hours.allocations == {P1: {"2026-W11": 60}}


def test_c5_there_is_no_allocation_without_a_request_or_without_minutes() -> None:
    team, nothing = Team("A"), {WEEK: 0}

    team.refuses(
        "A", "allocate", "RequestUnknown", "MinutesMissing", request="SR-2026-0099", by_week=nothing
    )
    team.refuses("A", "allocate", "HoursImpossible", request=P1, by_week={WEEK: 10_081}, **HEAD)


def test_one_allocation_a_request() -> None:
    team = Team("A").allocates("A", P1, 100)

    again = {"request": P1, "by_week": {"2026-W11": 1}}
    team.refuses("A", "allocate", "AlreadyAllocated", **again)
    team.refuses("A", "change-allocation", "NotAllocated", **{**again, "request": P3})
    team.refuses("A", "end-allocation", "NotAllocated", request=P3)


def test_an_allocation_that_ends_midway_keeps_the_weeks_that_have_begun() -> None:
    team = Team("A")
    weeks = {"2026-W10": 300, "2026-W11": 200, "2026-W12": 100}
    team.asks("A", "allocate", request=P1, by_week=weeks)
    team.now = moment("11 08:00")
    team.asks("A", "end-allocation", request=P1)
    hours = team.officers["A"].hours

    assert hours.allocations == {P1: {"2026-W10": 300, "2026-W11": 200}}
    assert not hours.open_requests
    assert team.free("A", "2026-W12") == 1887

    team.asks("A", "allocate", request=P1, by_week={"2026-W13": 50})
    team.asks("A", "change-allocation", request=P1, by_week={"2026-W13": 60})
    assert hours.allocations == {P1: {"2026-W10": 300, "2026-W11": 200, "2026-W13": 60}}


def test_plan_hours_take_what_is_free_and_no_more() -> None:
    team = Team("A").allocates("A", P1, 887).asks("A", "set-plan-hours", week=WEEK, minutes=900)

    [text] = team.refuses("A", "set-plan-hours", "NotEnoughFree", week=WEEK, minutes=1001)
    assert text == "A is 1 minutes short in 2026-W10."
    team.asks("A", "set-plan-hours", week=WEEK, minutes=1000)
    assert team.free("A") == 0
    team.asks("A", "record-absence", **LEAVE).asks("A", "set-plan-hours", week=WEEK, minutes=999)


def test_time_is_the_whole_of_a_day_for_a_request() -> None:
    team = Team("A").allocates("A", P1, 100).allocates("A", P3, 100)
    spent = {"request": P1, "date": "2026-03-02"}
    for minutes in (90, 60):
        team.asks("A", "log-time", **spent, minutes=minutes)

    assert [*team.officers["A"].hours.spent[P1].values()] == [60]
    team.refuses("A", "log-time", "DayTooLong", **{**spent, "request": P3}, minutes=1381)
    team.asks("A", "log-time", **{**spent, "request": P3}, minutes=1380)


def test_time_is_spent_on_what_was_allocated_and_recorded_afterwards() -> None:
    team = Team("A").allocates("A", P1, 100).asks("A", "end-allocation", request=P1)

    team.asks("A", "log-time", request=P1, date="2026-03-02", minutes=5)
    team.refuses(
        "A",
        "log-time",
        "NotAllocated",
        "SpentInTheFuture",
        request=P3,
        date="2026-03-03",
        minutes=5,
    )
