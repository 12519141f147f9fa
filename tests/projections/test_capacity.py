"""The capacity of each week is what the officers' own records come to: domain rules §7, S3, S4."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from domain.capacity import CAPACITY_V1, Load, load_of, together
from domain.officer import Officer, monday_of
from domain.officer import decisions as d
from domain.officer.words import DutyKind
from domain.surge import Need, Surge, surge
from domain.vocabulary import Rating
from projections.capacity import Capacity
from projections.capacity_grid import grid, running
from projections.capacity_weeks import RegionWeek, WeekBoard, helpers, officer_weeks, week_board
from projections.database import writing
from tests.projections.recording import Recording, batches, build, rows_of
from tests.projections.team import (
    WEEK,
    WEEKS,
    A,
    B,
    E,
    F,
    absence,
    allocate,
    anything,
    ill,
    join,
    spend,
    team,
)

NORTH_WEST = "north-west"


def capacity_of(connection: Connection, log: Recording, number: int = 1) -> Capacity:
    return build(connection, Capacity(number, log.decode, log.history(Officer)), log.entries)


def board_of(connection: Connection, log: Recording, region: str | None = None) -> WeekBoard:
    return week_board(connection, capacity_of(connection, log), WEEK, CAPACITY_V1, region)


def north_west(connection: Connection, log: Recording) -> RegionWeek:
    [region] = board_of(connection, log, NORTH_WEST).regions
    return region


def loads(board: WeekBoard) -> dict[str, Load]:
    return {officer.ref: officer.load for officer in board.officers}


def test_s3_the_region_in_its_week(connection: Connection, log: Recording) -> None:
    team(log)
    board = board_of(connection, log, NORTH_WEST)
    [region] = board.regions
    assert [(load.available, load.free) for load in loads(board).values()] == [
        (1510, 310),
        (1132, 772),
    ]
    assert (region.load.available, region.load.free, region.load.utilisation) == (2642, 1082, 59.0)
    assert (region.rag, region.reserve_target, region.reserve_gap) == (Rating.GREEN, 528, 0)
    assert (region.critical_starts, region.shortfall) == (0, 718)


def test_s3_somebody_falls_ill(connection: Connection, log: Recording) -> None:
    team(log)
    ill(log)
    board = board_of(connection, log, NORTH_WEST)
    [region] = board.regions
    assert (loads(board)[B].available, loads(board)[B].free) == (377, 17)
    assert (region.load.available, region.load.free, region.load.utilisation) == (1887, 327, 82.7)
    assert (region.rag, region.reserve_target, region.reserve_gap) == (Rating.AMBER, 377, 50)


def test_s3_a_week_of_leave_has_no_utilisation(connection: Connection, log: Recording) -> None:
    join(log, A, NORTH_WEST, 2220)
    days = {date(2026, 3, day): 444 for day in range(2, 7)}
    log.record(A, absence("A1", date(2026, 3, 6), days))
    region = north_west(connection, log)
    assert (region.load.available, region.load.utilisation, region.rag) == (0, None, None)


def asked(connection: Connection, log: Recording, need: Need, known: list[str]) -> Surge:
    view = capacity_of(connection, log)
    board = week_board(connection, view, WEEK, CAPACITY_V1)
    regions = {region.region: region.load for region in board.regions}
    everybody = helpers(connection, view, WEEK, CAPACITY_V1, known)
    return surge(everybody, regions, need, CAPACITY_V1)


def test_s4_who_could_help(connection: Connection, log: Recording) -> None:
    team(log)
    need = Need(minutes=718, region=NORTH_WEST, languages=("so",), preferred=("youth",))
    found = asked(connection, log, need, ["SR-2026-0002"])
    assert [(one.ref, one.free, one.knows) for one in found.candidates] == [(F, 970, True)]
    assert [(one.ref, one.free) for one in found.own] == [(A, 310), (B, 772)]
    assert {one.reasons for one in found.excluded} == {("lacks so",)}
    assert [(one.region, one.free, one.free_after) for one in found.lenders] == [
        ("london", 1477, 759)
    ]


def test_who_only_spent_time_knows_the_communities_too(
    connection: Connection, log: Recording
) -> None:
    team(log)
    spend(log, E, "SR-2026-0007", date(2026, 3, 2), 30)
    everybody = helpers(
        connection, capacity_of(connection, log), WEEK, CAPACITY_V1, ["SR-2026-0007"]
    )
    assert [one.ref for one in everybody if one.knows] == [E]


def test_somebody_on_duty_is_told(connection: Connection, log: Recording) -> None:
    team(log)
    sunday = datetime(2026, 3, 8, 20, tzinfo=UTC)
    log.record(B, d.DutyAssigned(since=sunday, to=sunday + timedelta(hours=8), kind="deputy"))
    told = {one.ref: (one.duty, one.duty_minutes) for one in board_of(connection, log).officers}
    assert (told[A], told[B]) == ((None, 0), (DutyKind.DEPUTY, 240))


def test_a_contract_that_changes_on_a_wednesday(connection: Connection, log: Recording) -> None:
    join(log, A, NORTH_WEST, 2000)
    log.record(A, d.ContractChanged(contracted=1000, since=date(2026, 3, 4)))
    view = capacity_of(connection, log)
    nets = [
        week_board(connection, view, week, CAPACITY_V1).whole.load.net
        for week in ("2026-W09", "2026-W10", "2026-W11")
    ]
    assert nets == [2000, 1400, 1000]


def test_week_53_is_a_week_like_any_other(connection: Connection, log: Recording) -> None:
    join(log, A, NORTH_WEST, 2220)
    allocate(log, A, "SR-2026-0001", {"2026-W53": 600, "2027-W01": 60})
    view = capacity_of(connection, log)
    weeks = ("2026-W52", "2026-W53", "2027-W01")
    told = grid(connection, view, weeks, CAPACITY_V1)
    assert [(one.week, one.load.free) for one in told] == [
        ("2026-W52", 1887),
        ("2026-W53", 1287),
        ("2027-W01", 1827),
    ]
    assert running(connection, view, weeks) == {"2026-W52": 0, "2026-W53": 600, "2027-W01": 60}
    assert running(connection, view, weeks, "wales") == dict.fromkeys(weeks, 0)


def test_who_has_left_is_counted_until_they_go(connection: Connection, log: Recording) -> None:
    join(log, A, NORTH_WEST, 2000)
    join(log, B, NORTH_WEST, 2000, start=date(2026, 3, 16))
    log.record(A, d.OfficerLeft(on=date(2026, 3, 3)))
    view = capacity_of(connection, log)
    told = [
        {one.ref: one.load.net for one in officer_weeks(connection, view, week, CAPACITY_V1)}
        for week in ("2026-W09", "2026-W10", "2026-W11", "2026-W12")
    ]
    assert told == [{A: 2000}, {A: 800}, {}, {B: 2000}]


def test_an_absence_over_an_allocation_shows(connection: Connection, log: Recording) -> None:
    team(log)
    days = {date(2026, 3, day): 355 for day in range(2, 7)}
    log.record(F, absence("A1", date(2026, 3, 6), days))
    [f] = [one for one in board_of(connection, log).officers if one.ref == F]
    assert (f.load.free, f.over_allocated) == (-539, True)


def test_a_region_without_anybody_is_there_when_it_is_asked_for(
    connection: Connection, log: Recording
) -> None:
    team(log)
    board = board_of(connection, log, "south-west")
    assert [(one.region, one.load.available, one.shortfall) for one in board.regions] == [
        ("south-west", 0, 1800)
    ]


def test_a_name_goes_with_its_key(connection: Connection, log: Recording) -> None:
    team(log)
    view = capacity_of(connection, log)
    assert view.names(connection, [A, "OFC-99"]) == {A: "Officer OFC-01"}
    view.forget(connection, A, A, date(2026, 4, 1))
    assert A not in view.names(connection)
    assert loads(week_board(connection, view, WEEK, CAPACITY_V1))[A].free == 310


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(0, 40))
@settings(max_examples=10, deadline=None)
def test_the_view_agrees_with_the_records(
    shared_engine: Engine, seed: int, officers: int, commands: int
) -> None:
    """Every officer's week, the sums of regions, the grid; and a rebuild gives the same rows."""
    log = Recording()
    anything(log, seed, officers, commands)
    with writing(shared_engine).connect() as connection:
        whole = capacity_of(connection, log)
        slowly = Capacity(2, log.decode, log.history(Officer))
        slowly.create(connection)
        for batch in batches(log.entries, seed):
            slowly.apply(connection, batch)
        assert rows_of(connection, slowly) == rows_of(connection, whole)
        agrees(connection, whole, log)
        connection.rollback()


def agrees(connection: Connection, view: Capacity, log: Recording) -> None:
    versions = {entry.ref: entry.version for entry in log.entries}
    everybody = [log.history(Officer)(ref, version) for ref, version in versions.items()]
    in_grid = {(one.region, one.week): one for one in grid(connection, view, WEEKS, CAPACITY_V1)}
    for week in WEEKS:
        board = week_board(connection, view, week, CAPACITY_V1)
        assert loads(board) == {
            officer.ref: load_of(officer.hours.week(week), CAPACITY_V1)
            for officer in everybody
            if works_in(officer, week)
        }
        assert together(region.load for region in board.regions) == board.whole.load
        for region in board.regions:
            assert region == in_grid[region.region, week]


def works_in(officer: Officer, week: str) -> bool:
    days = [monday_of(week) + timedelta(days=number) for number in range(7)]
    return any(map(officer.active_on, days))
