"""Everyone finds what is theirs to do, soonest first, until it is done."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from domain.incident import Incident, OpenKind, OutsideFacts, open_work
from domain.incident.decisions import CommitmentKept, FollowUpDone, QuestionAnswered
from domain.ruleset import RULESET_V1
from projections.columns import NEVER
from projections.work import Load, Work
from tests.projections.recording import BEGINNING, Recording, batches, build, rows_of
from tests.projections.story import CUSTODY, VIGIL, correct, tell


def work_of(connection: Connection, log: Recording, number: int = 1) -> Work:
    return build(connection, Work(number, log.decode, log.history(Incident)), log.entries)


def test_open_work_is_the_domain_s_own(connection: Connection, log: Recording) -> None:
    tell(log)
    work = work_of(connection, log)
    response = log.history(Incident)(VIGIL, 99).response
    expected = open_work(response, RULESET_V1, OutsideFacts(), NEVER)
    rows = work.open(connection, ref=VIGIL).rows
    assert {(row.kind, row.id, row.owner, row.due, row.text, row.about) for row in rows} == {
        (item.kind, item.id, item.owner, item.due, item.text, item.about) for item in expected
    }
    assert {row.title for row in rows} == {"Fatal collision on Canal Street"}


def test_mine_is_what_my_references_own(connection: Connection, log: Recording) -> None:
    tell(log)
    work = work_of(connection, log)
    mine = work.open(connection, owners=["OFC-02", "PER-77"]).rows
    assert {(row.ref, row.kind) for row in mine} == {
        (VIGIL, OpenKind.FOLLOW_UP),
        (CUSTODY, OpenKind.FOLLOW_UP),
        (VIGIL, OpenKind.COMMITMENT),
    }
    assert work.open(connection, owners=[]).rows == []


def test_the_soonest_comes_first_and_the_undated_last(
    connection: Connection, log: Recording
) -> None:
    tell(log)
    work = work_of(connection, log)
    found, after = [], None
    while True:
        page = work.open(connection, after=after, limit=2)
        found += page.rows
        after = page.after
        if after is None:
            break
    dues = [row.due or NEVER for row in found]
    assert dues == sorted(dues)
    assert found[-1].due is None
    assert len({(row.ref, row.kind, row.id) for row in found}) == len(found)


def test_overdue_is_told_at_the_moment_of_reading(connection: Connection, log: Recording) -> None:
    tell(log)
    work = work_of(connection, log)
    promised = BEGINNING + timedelta(days=2)
    before, after = promised - timedelta(hours=1), promised + timedelta(hours=1)
    kinds = [OpenKind.COMMITMENT]
    assert work.open(connection, kinds=kinds, overdue_at=before).rows == []
    [row] = work.open(connection, kinds=kinds, overdue_at=after).rows
    assert row.overdue_at(after)
    assert not row.overdue_at(before)
    assert work.load(connection, ["OFC-02"], before) == Load(3, 0)
    assert work.load(connection, ["OFC-02"], after) == Load(3, 1)
    assert work.load(connection, ["PER-77"], after) == Load(0, 0)


def test_what_is_done_is_gone(connection: Connection, log: Recording) -> None:
    story = tell(log)
    work = work_of(connection, log)
    log.record(VIGIL, FollowUpDone(contact=story.call, index=0))
    log.record(VIGIL, CommitmentKept(commitment="P1", evidence="Called back"))
    log.record(VIGIL, QuestionAnswered(question="Q1", line="L1", told_asker=True))
    work.apply(connection, log.entries[-3:])
    kinds = [OpenKind.FOLLOW_UP, OpenKind.COMMITMENT, OpenKind.QUESTION]
    assert work.open(connection, kinds=kinds, ref=VIGIL).rows == []
    assert len(work.open(connection, kinds=kinds).rows) == 1


def test_a_correction_moves_the_work(connection: Connection, log: Recording) -> None:
    story = tell(log)
    correct(log, VIGIL, story.call, "follow_ups", [])
    work = work_of(connection, log)
    assert work.open(connection, kinds=[OpenKind.FOLLOW_UP], ref=VIGIL).rows == []


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_any_size_leave_the_same_rows(
    connection: Connection, log: Recording, seed: int
) -> None:
    story = tell(log)
    log.record(VIGIL, FollowUpDone(contact=story.call, index=0))
    correct(log, VIGIL, story.call, "reached", False)
    live = build(connection, Work(2, log.decode, log.history(Incident)))
    for batch in batches(log.entries, seed):
        live.apply(connection, batch)
    rebuilt = Work(3, log.decode, log.history(Incident))
    rebuilt.start_filling(connection)
    rebuilt.apply(connection, log.entries)
    while rebuilt.finish_filling(connection):
        pass
    expected = rows_of(connection, work_of(connection, log))
    assert rows_of(connection, live) == expected
    assert rows_of(connection, rebuilt) == expected
