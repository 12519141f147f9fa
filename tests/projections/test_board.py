"""The board says of every incident what its own fold says, live, corrected and rebuilt."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from domain.incident import Incident, deadlines, figures, milestones, outside_facts
from domain.incident.decisions import IncidentClosed, LeadHandedOver, NotTaken
from domain.ruleset import RULESET_V1
from domain.stakeholder import Stakeholder
from domain.vocabulary import Level, State
from projections.board import Board, Sort, Tally, Wanted
from projections.columns import NEVER
from projections.paging import UnreadableCursor
from projections.register import Register
from projections.sight import Sight
from tests.projections.recording import BEGINNING, Recording, batches, build, rows_of
from tests.projections.story import (
    CUSTODY,
    MOSQUE,
    NORTH,
    VIGIL,
    WALES,
    correct,
    raise_incident,
    register,
    registered_interest,
    tell,
    triaged,
)


def empty_board(log: Recording, number: int = 1) -> Board:
    return Board(number, log.decode, log.history(Incident), log.history(Stakeholder))


def board_of(connection: Connection, log: Recording, number: int = 1) -> Board:
    return build(connection, empty_board(log, number), log.entries)


def refs(connection: Connection, board: Board, wanted: Wanted, sort: Sort = Sort.DUE) -> list[str]:
    return [row.ref for row in board.rows(connection, wanted, sort=sort).rows]


def test_a_row_says_what_the_incident_itself_says(connection: Connection, log: Recording) -> None:
    register(log)
    tell(log)
    board = board_of(connection, log)
    people = build(connection, Register(1, log.decode, log.history(Stakeholder)), log.entries)
    response = log.history(Incident)(VIGIL, 14).response
    known = people.known(connection, response.people)
    outside = outside_facts(response, known)
    expected = figures(response, known, RULESET_V1, outside, NEVER)
    row = board.find(connection, VIGIL)
    assert row is not None
    assert row.title == "Fatal collision on Canal Street"
    assert (row.state, row.level, row.pfa, row.lead) == (
        State.ACTIVE,
        Level.CRITICAL,
        NORTH,
        "OFC-01",
    )
    assert (row.contacts, row.attempted, row.reached, row.mapped) == (2, 2, 1, 2)
    assert row.milestones == milestones(response, RULESET_V1, outside)
    assert row.figures["preparedness"] == expected.preparedness == 50.0
    assert row.figures["new_stakeholders"] == expected.new_stakeholders == 1
    first = deadlines(response, RULESET_V1, outside, NEVER)[0]
    assert (row.next_name, row.next_due, row.next_about) == (first.name, first.due, first.about)
    assert row.last_at == log.now
    assert row.last_topic == "incident.impact-assessed"


def test_a_correction_reaches_the_row(connection: Connection, log: Recording) -> None:
    story = tell(log)
    correct(log, VIGIL, story.raised, "title", "Fatal collision on Chapel Street")
    correct(log, VIGIL, story.call, "reached", False)
    row = board_of(connection, log).find(connection, VIGIL)
    assert row is not None
    assert row.title == "Fatal collision on Chapel Street"
    assert row.reached == 0
    assert row.figures["first_reached_at"] is None


def test_a_row_follows_what_the_register_says_later(connection: Connection, log: Recording) -> None:
    register(log)
    tell(log)
    board = board_of(connection, log)
    before = board.find(connection, VIGIL)
    log.record(MOSQUE, registered_interest())
    board.apply(connection, log.entries[-1:])
    after = board.find(connection, VIGIL)
    assert before is not None
    assert after is not None
    assert (before.figures["accepted"], after.figures["accepted"]) == (0, 1)


def test_filters_narrow_the_board(connection: Connection, log: Recording) -> None:
    tell(log)
    board = board_of(connection, log)
    assert refs(connection, board, Wanted(levels=[Level.HIGH_PROFILE])) == [CUSTODY]
    assert refs(connection, board, Wanted(states=[State.CLOSED])) == []
    assert refs(connection, board, Wanted(pfas=[NORTH])) == [VIGIL]
    assert refs(connection, board, Wanted(lead="OFC-01")) == [VIGIL]
    assert refs(connection, board, Wanted(types=["corruption"])) == []
    assert refs(connection, board, Wanted(overdue_at=BEGINNING)) == []
    assert len(refs(connection, board, Wanted(overdue_at=NEVER))) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("canal", [VIGIL]),
        ("CAN str", [VIGIL]),
        ("anal", []),
        ("Llanbêdr", [CUSTODY]),
        ("2026-0002", [CUSTODY]),
        ("100%", []),
        ("_", [VIGIL, CUSTODY]),
    ],
)
def test_words_are_found_in_title_place_and_reference(
    connection: Connection, log: Recording, typed: str, found: list[str]
) -> None:
    tell(log)
    board = board_of(connection, log)
    assert refs(connection, board, Wanted(q=typed), Sort.LATEST) == found


def test_each_order_pages_through_every_incident_once(
    connection: Connection, log: Recording
) -> None:
    tell(log)
    for number in range(3, 10):
        raise_incident(log, f"INC-2026-{number:04}", f"Incident {number}", NORTH)
    log.record("INC-2026-0005", NotTaken(reason="This is for another body."))
    board = board_of(connection, log)
    for sort in Sort:
        whole = [row.ref for row in board.rows(connection, sort=sort, limit=50).rows]
        paged, after = [], None
        for _ in range(5):
            page = board.rows(connection, sort=sort, after=after, limit=2)
            paged += [row.ref for row in page.rows]
            after = page.after
        assert paged == whole
        assert after is None
        assert len(set(whole)) == 9
    assert board.rows(connection, sort=Sort.NEWEST).rows[0].ref == "INC-2026-0009"
    last = board.rows(connection, sort=Sort.DUE).rows[-1]
    assert (last.ref, last.next_due) == ("INC-2026-0005", None)


def test_a_cursor_belongs_to_its_order(connection: Connection, log: Recording) -> None:
    tell(log)
    board = board_of(connection, log)
    after = board.rows(connection, sort=Sort.NEWEST, limit=1).after
    with pytest.raises(UnreadableCursor):
        board.rows(connection, sort=Sort.DUE, after=after)


def test_forces_are_tallied(connection: Connection, log: Recording) -> None:
    tell(log)
    raise_incident(log, "INC-2026-0003", "Another", NORTH)
    board = board_of(connection, log)
    later = log.now + timedelta(hours=3)
    assert board.tallies(connection, log.now) == {NORTH: Tally(2, 1, 1), WALES: Tally(1, 0, 0)}
    assert board.tallies(connection, later, Wanted(pfas=[WALES])) == {WALES: Tally(1, 0, 0)}


def test_restricted_incidents_are_for_those_who_work_on_them(
    connection: Connection, log: Recording
) -> None:
    tell(log)
    raise_incident(log, "INC-2026-0003", "Restricted", NORTH, marking="OFFICIAL-SENSITIVE")
    board = board_of(connection, log)

    def seen(sight: Sight) -> set[str]:
        return {row.ref for row in board.rows(connection, sight=sight).rows}

    assert seen(Sight(sensitive=False)) == {VIGIL, CUSTODY}
    assert seen(Sight(own=["PER-01"], sensitive=False)) == {VIGIL, CUSTODY, "INC-2026-0003"}
    assert seen(Sight(own=["OFC-01"], official=False, sensitive=False)) == {VIGIL}
    visible = connection.scalars(board.within(Sight(sensitive=False)).incidents)
    assert set(visible) == {VIGIL, CUSTODY}


def test_the_same_title_force_and_day_are_alike(connection: Connection, log: Recording) -> None:
    tell(log)
    board = board_of(connection, log)
    happened = BEGINNING - timedelta(hours=10)

    def alike(title: str, pfa: str | None) -> list[str]:
        return [row.ref for row in board.alike(connection, title, pfa, happened)]

    assert alike("Fatal collision on CANAL street!", NORTH) == [VIGIL]
    assert alike("Fatal collision on Canal Street", WALES) == []
    assert alike("Fatal collision", NORTH) == []
    assert board.alike(connection, "Fatal collision on Canal Street", NORTH, NEVER) == []


def test_titles_are_told_for_references(connection: Connection, log: Recording) -> None:
    tell(log)
    board = board_of(connection, log)
    assert board.titles(connection, [CUSTODY, "INC-2026-0099"]) == {
        CUSTODY: "Death in custody, Llanbedr"
    }


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_any_size_leave_the_same_rows(
    connection: Connection, log: Recording, seed: int
) -> None:
    everything(log)
    at_once = board_of(connection, log)
    live = build(connection, empty_board(log, 2))
    for batch in batches(log.entries, seed):
        live.apply(connection, batch)
    assert rows_of(connection, live) == rows_of(connection, at_once)


def test_a_rebuild_leaves_the_same_rows(connection: Connection, log: Recording) -> None:
    everything(log)
    rebuilt = empty_board(log, 2)
    rebuilt.start_filling(connection)
    for batch in batches(log.entries[:-3], seed=3):
        rebuilt.apply(connection, batch)
    while rebuilt.finish_filling(connection):
        pass
    rebuilt.apply(connection, log.entries[-3:])
    assert rows_of(connection, rebuilt) == rows_of(connection, board_of(connection, log))


def test_a_batch_that_comes_again_smaller_leaves_the_same_rows(
    connection: Connection, log: Recording
) -> None:
    everything(log)
    view = build(connection, empty_board(log, 2))
    with connection.begin_nested() as taken_back:
        view.apply(connection, log.entries[:12])
        taken_back.rollback()
    for entry in log.entries:
        view.apply(connection, [entry])
    assert rows_of(connection, view) == rows_of(connection, board_of(connection, log))


def everything(log: Recording) -> None:
    register(log)
    story = tell(log)
    correct(log, VIGIL, story.call, "stakeholder", "STK-0002")
    correct(log, VIGIL, story.raised, "pfa", WALES)
    log.record(MOSQUE, registered_interest())
    note = "The family has met them both already."
    log.record(VIGIL, LeadHandedOver(giver="OFC-01", to="OFC-03", note=note))
    log.record(CUSTODY, triaged(Level.CRITICAL))
    log.record(CUSTODY, IncidentClosed(summary="Nothing more is owed to anybody."))
