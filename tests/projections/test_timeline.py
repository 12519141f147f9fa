"""The timeline finds entries by clock, kind and people, and follows what is corrected."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import Connection, literal, select

from domain.incident import Incident
from domain.incident.decisions import EntryCorrected, StakeholderContacted
from projections.paging import UnreadableCursor
from projections.sight import Within
from projections.timeline import Sort, Sought, Timeline
from tests.projections.recording import Recording, batches, build, rows_of
from tests.projections.story import AMINA, CUSTODY, MOSQUE, REES, VIGIL, correct, tell


def timeline_of(connection: Connection, log: Recording, number: int = 1) -> Timeline:
    return build(connection, Timeline(number, log.history(Incident)), log.entries)


def read(connection: Connection, view: Timeline, sought: Sought, sort: Sort) -> list[int]:
    """Every position of one response, page by page."""
    found, after = [], None
    while True:
        page = view.entries(connection, VIGIL, sought, sort, after, limit=3)
        found += [entry.position for entry in page.rows]
        after = page.after
        if after is None:
            return found


@pytest.mark.parametrize("sort", Sort)
def test_pages_together_hold_every_entry_once_in_order(
    connection: Connection, log: Recording, sort: Sort
) -> None:
    tell(log)
    view = timeline_of(connection, log)
    own = [log.decode(entry) for entry in log.entries if entry.ref == VIGIL]
    positions = {e.event_id: n for n, e in enumerate(map(log.decode, log.entries), start=1)}
    clock = "occurred_at" if sort.value.endswith("happened") else "recorded_at"
    expected = sorted(
        own,
        key=lambda event: (getattr(event, clock), event.version),
        reverse=sort.value.startswith("newest"),
    )
    found = read(connection, view, Sought(), sort)
    assert found == [positions[event.event_id] for event in expected]


def test_an_entry_tells_who_when_and_under_which_marking(
    connection: Connection, log: Recording
) -> None:
    story = tell(log)
    view = timeline_of(connection, log)
    visit = view.find(connection, VIGIL, str(story.visit))
    assert visit is not None
    assert visit.topic == StakeholderContacted.TOPIC
    assert visit.recorded_at - visit.occurred_at == timedelta(hours=3, minutes=1)
    assert (visit.actor, visit.role, visit.marking) == ("PER-01", "se_officer", "OFFICIAL")
    assert view.find(connection, CUSTODY, str(story.visit)) is None


def test_the_entries_of_a_community_and_of_its_people_are_found(
    connection: Connection, log: Recording
) -> None:
    tell(log)
    view = timeline_of(connection, log)
    of_people = read(connection, view, Sought(touching={AMINA}), Sort.OLDEST_RECORDED)
    topics = [log.entries[position - 1].topic.partition(".")[2] for position in of_people]
    assert topics == [
        "community-mapped",
        "stakeholder-contacted",
        "question-raised",
        "commitment-made",
        "interest-offered",
    ]
    both = read(connection, view, Sought(touching={"C1", MOSQUE}), Sort.OLDEST_RECORDED)
    assert [log.entries[position - 1].ref for position in both] == [VIGIL] * 4


def test_kind_actor_and_moment_narrow_what_is_found(connection: Connection, log: Recording) -> None:
    story = tell(log)
    view = timeline_of(connection, log)
    visit = view.find(connection, VIGIL, str(story.visit))
    assert visit is not None
    calls = Sought(topics={StakeholderContacted.TOPIC})
    assert len(read(connection, view, calls, Sort.NEWEST_HAPPENED)) == 2
    assert read(connection, view, Sought(actor="PER-02"), Sort.NEWEST_HAPPENED) == []
    by_then = Sought(topics=calls.topics, recorded_until=visit.recorded_at - timedelta(seconds=1))
    assert len(read(connection, view, by_then, Sort.NEWEST_HAPPENED)) == 1
    true_then = Sought(topics=calls.topics, happened_until=visit.occurred_at)
    assert read(connection, view, true_then, Sort.NEWEST_HAPPENED) == [visit.position]
    known = Sought(position_until=visit.position - 1)
    assert max(read(connection, view, known, Sort.NEWEST_RECORDED)) < visit.position


def test_a_corrected_entry_moves_to_whom_and_when_it_was(
    connection: Connection, log: Recording
) -> None:
    story = tell(log)
    earlier = log.now - timedelta(days=1)
    correct(log, VIGIL, story.call, "stakeholder", MOSQUE)
    correct(log, VIGIL, story.call, "occurred_at", earlier.isoformat())
    view = timeline_of(connection, log)
    call = view.find(connection, VIGIL, str(story.call))
    assert call is not None
    assert call.occurred_at == earlier
    assert call.position not in read(
        connection, view, Sought(touching={AMINA}), Sort.NEWEST_HAPPENED
    )
    theirs = Sought(touching={MOSQUE}, topics={StakeholderContacted.TOPIC, EntryCorrected.TOPIC})
    assert len(read(connection, view, theirs, Sort.NEWEST_HAPPENED)) == 4


def test_corrections_stand_with_the_entry_they_correct(
    connection: Connection, log: Recording
) -> None:
    story = tell(log)
    correct(log, VIGIL, story.call, "reached", False)
    correct(log, VIGIL, story.call, "language", "so")
    view = timeline_of(connection, log)
    wanted = [str(story.call), str(story.visit)]
    found = view.corrections(connection, VIGIL, wanted)
    last = log.entries[-1].position
    assert {target: [entry.position for entry in entries] for target, entries in found.items()} == {
        str(story.call): [last - 1, last]
    }


def test_activity_runs_across_incidents_newest_first(
    connection: Connection, log: Recording
) -> None:
    tell(log)
    view = timeline_of(connection, log)
    newest = view.activity(connection, limit=5)
    assert [entry.position for entry in newest.rows] == [18, 17, 16, 15, 14]
    of_rees = view.activity(connection, Sought(touching={REES}))
    assert {entry.ref for entry in of_rees.rows} == {CUSTODY}
    only = view.activity(connection, within=Within(incidents=select(literal(CUSTODY))))
    assert {entry.ref for entry in only.rows if entry.ref.startswith("INC-")} == {CUSTODY}
    assert only.after is None


def sealed(*parts: object) -> str:
    """A cursor as somebody might forge it."""
    return urlsafe_b64encode(orjson.dumps(parts)).decode()


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "!!", "bnVsbA", "WzFd", "é", sealed(Sort.NEWEST_RECORDED)]
    + [sealed(Sort.NEWEST_RECORDED, key) for key in ("5", None, 2**63, [5], 1.5)],
)
def test_a_cursor_of_something_else_is_refused(
    connection: Connection, log: Recording, cursor: str
) -> None:
    tell(log)
    view = timeline_of(connection, log)
    with pytest.raises(UnreadableCursor):
        view.entries(connection, VIGIL, after=cursor)
    other = view.entries(connection, VIGIL, sort=Sort.NEWEST_HAPPENED, limit=1).after
    with pytest.raises(UnreadableCursor):
        view.entries(connection, VIGIL, sort=Sort.NEWEST_RECORDED, after=other)


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_any_size_leave_the_same_rows(
    connection: Connection, log: Recording, seed: int
) -> None:
    story = tell(log)
    correct(log, VIGIL, story.call, "stakeholder", MOSQUE)
    correct(log, VIGIL, story.call, "stakeholder", REES)
    at_once = timeline_of(connection, log)
    live = build(connection, Timeline(2, log.history(Incident)))
    for batch in batches(log.entries, seed):
        live.apply(connection, batch)
    assert rows_of(connection, live) == rows_of(connection, at_once)


def test_a_rebuild_leaves_the_same_rows(connection: Connection, log: Recording) -> None:
    story = tell(log)
    correct(log, VIGIL, story.call, "stakeholder", MOSQUE)
    at_once = timeline_of(connection, log)
    rebuilt = Timeline(2, log.history(Incident))
    rebuilt.start_filling(connection)
    for batch in batches(log.entries, seed=7):
        rebuilt.apply(connection, batch)
    rebuilt.finish_filling(connection)
    assert rows_of(connection, rebuilt) == rows_of(connection, at_once)
    assert read(connection, rebuilt, Sought(touching={MOSQUE}), Sort.OLDEST_RECORDED)
