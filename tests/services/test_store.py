"""The event store keeps whole histories, in order, sealed and chained, on either database."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson
import pytest

from domain.base import NotFound, Provenance
from domain.incident.decisions import DisposalDecided, IncidentKeysDestroyed
from domain.registry import Registry
from domain.stakeholder import ErasureRequested, SubjectKeyDestroyed
from services.log import SOUGHT_TOPICS
from services.log_sqlite import SQLiteLog
from services.mapper import EventMapper, chain
from services.recent import Placed, Recent, Reread
from services.store import Store
from services.vault import Vault
from tests.services.conftest import Diary, Noted, Opened

By = Callable[[], Provenance]


def fail(*done: object) -> None:
    raise ZeroDivisionError


def opened(store: Store, provenance: By) -> Diary:
    with store.batch():
        diary = Diary(store.next_ref("DRY-2030", 4))
        diary.decide(Opened(title="A diary"), provenance())
        diary.note("Amina called", provenance())
        store.record(diary)
    return diary


def noted(store: Store, ref: str, provenance: By) -> None:
    diary = store.latest(Diary, ref)
    diary.note("again", provenance())
    store.record(diary)


def noted_and_failed(store: Store, ref: str, provenance: By) -> None:
    noted(store, ref, provenance)
    assert store.latest(Diary, ref).notes[-1] == "again"
    raise ZeroDivisionError


def test_a_history_is_read_back_as_it_was_decided(store: Store, provenance: By) -> None:
    diary = opened(store, provenance)

    assert store.load(Diary, "DRY-2030-0001").notes == ["Amina called"]
    assert [event.version for event in store.history(diary.ref)] == [1, 2]


def test_an_earlier_version_can_be_loaded(store: Store, provenance: By) -> None:
    opened(store, provenance)

    assert store.load(Diary, "DRY-2030-0001", version=1).notes == []


def test_an_unknown_reference_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.load(Diary, "DRY-2030-0404")


def test_what_another_process_recorded_is_in_the_latest_state(
    store: Store, vault: Vault, provenance: By
) -> None:
    diary = opened(store, provenance)
    other = Store(store.log, EventMapper(Registry(Opened, Noted), vault))
    for reader, writer in ((store, other), (other, store)):
        assert reader.latest(Diary, diary.ref).notes == writer.latest(Diary, diary.ref).notes
        with writer.batch():
            noted(writer, diary.ref, provenance)

    assert store.latest(Diary, diary.ref).notes == ["Amina called", "again", "again"]


def test_what_was_undone_with_its_batch_is_in_no_latest_state(store: Store, provenance: By) -> None:
    diary = opened(store, provenance)
    with suppress(ZeroDivisionError), store.batch():
        noted_and_failed(store, diary.ref, provenance)

    assert store.latest(Diary, diary.ref).notes == ["Amina called"]


def test_what_was_undone_by_itself_is_in_no_latest_state(store: Store, provenance: By) -> None:
    diary = opened(store, provenance)
    with store.batch(), suppress(ZeroDivisionError), store.attempt():
        noted_and_failed(store, diary.ref, provenance)

    assert store.latest(Diary, diary.ref).notes == ["Amina called"]


def test_the_latest_state_is_the_whole_history_however_little_is_remembered(
    store: Store, provenance: By
) -> None:
    refs = [opened(store, provenance).ref for _ in range(3)]
    recent = Recent(store.history, most=3)

    for ref in [*refs, *reversed(refs)]:
        assert [event.version for event in recent.history(ref)] == [1, 2]


def test_references_count_on_and_none_is_lost_when_a_command_fails(
    store: Store, provenance: By
) -> None:
    opened(store, provenance)
    with store.batch(), suppress(ZeroDivisionError), store.attempt():
        fail(store.next_ref("DRY-2030", 4))

    assert opened(store, provenance).ref == "DRY-2030-0002"


def test_positions_follow_the_order_of_recording(store: Store, provenance: By) -> None:
    first, second = opened(store, provenance), opened(store, provenance)

    assert store.positions(first.ref) == [1, 2]
    assert store.positions(second.ref) == [3, 4]
    assert store.position() == 4
    assert [position for position, *_ in store.notices(after=2, limit=10)] == [3, 4]


def test_personal_text_is_stored_sealed(store: Store, provenance: By) -> None:
    opened(store, provenance)

    *_, state = store.notices(after=0, limit=10)[1]
    assert b"Amina" not in state
    assert orjson.loads(state)["subjects"] == ["DRY-2030-0001", "STK-0001"]


def test_every_event_is_chained_to_the_one_before(store: Store, provenance: By) -> None:
    diary = opened(store, provenance)
    with store.batch():
        later = store.load(Diary, diary.ref)
        later.note("She called again", provenance())
        store.record(later)

    previous = ""
    for _, ref, version, topic, state in store.notices(after=0, limit=10):
        digest = orjson.loads(state)["hash"]
        rest = state[len(b'{"hash":"",') + 64 :]
        assert digest == chain(previous, ref, version, topic, rest)
        previous = digest


def test_nothing_of_a_failed_batch_is_kept(store: Store, provenance: By) -> None:
    with suppress(ZeroDivisionError), store.log.batch():
        diary = Diary(store.next_ref("DRY-2030", 4))
        diary.decide(Opened(title="A diary"), provenance())
        store.keep_receipt("key", "hash", "{}")
        fail(store.record(diary))

    assert store.position() == 0
    assert store.receipt("key") is None


def test_what_may_have_been_committed_changes_a_number(store: Store, provenance: By) -> None:
    before = store.log.changes()
    opened(store, provenance)

    assert store.log.changes() != before


def test_every_event_of_a_sought_topic_is_found_by_its_index(tmp_path: Path) -> None:
    log = SQLiteLog(tmp_path / "events.db")
    log.prepare()
    query = f"EXPLAIN QUERY PLAN SELECT 1 FROM stored_events WHERE topic = '{SOUGHT_TOPICS[0]}'"
    [plan] = log.read(f"{query} AND rowid > ? ORDER BY rowid", 7)
    log.close()
    assert "stored_events_sought" in plan[-1]
    sought = (ErasureRequested, SubjectKeyDestroyed, DisposalDecided, IncidentKeysDestroyed)
    assert {kind.TOPIC for kind in sought} == {*SOUGHT_TOPICS}


def test_readers_get_what_is_recorded_since_and_a_list_of_their_own(
    store: Store, provenance: By
) -> None:
    diary = opened(store, provenance)
    first, _ = store.reread(diary.ref)
    first.clear()
    with store.batch():
        noted(store, diary.ref, provenance)

    events, positions = store.reread(diary.ref)
    assert [event.version for event in events] == [1, 2, 3]
    assert events == store.history(diary.ref)
    assert positions == store.positions(diary.ref)
    assert store.reread("DRY-2030-0009") == ([], [])


def test_what_readers_were_given_is_opened_anew_once_a_key_is_gone(
    store: Store, provenance: By, vault: Vault
) -> None:
    diary = opened(store, provenance)
    assert store.reread(diary.ref)[0][1].decision.text.text == "Amina called"

    vault.destroy(diary.ref, "STK-0001")
    store.forget_opened()

    assert store.reread(diary.ref)[0][1].decision.text.text is None


def test_a_text_that_was_being_opened_while_it_was_forgotten_is_not_kept(
    store: Store, provenance: By
) -> None:
    diary = opened(store, provenance)
    read = []

    def reading(ref: str, after: int) -> list[Placed]:
        read.append(after)
        if len(read) == 1:
            reread.forget()
        return [(event, event.version) for event in store.history(ref, after)]

    reread = Reread(reading)
    for _ in range(3):
        reread.history(diary.ref)

    assert read == [0, 0, 2]
