"""The event store keeps whole histories, in order, sealed and chained, on either database."""

from collections.abc import Callable
from contextlib import suppress

import orjson
import pytest

from domain.base import NotFound, Provenance
from services.mapper import chain
from services.store import Store
from tests.services.conftest import Diary, Opened

By = Callable[[], Provenance]


def fail(*done: object) -> None:
    raise ZeroDivisionError


def opened(store: Store, provenance: By) -> Diary:
    with store.log.batch():
        diary = Diary(store.next_ref("DRY-2030", 4))
        diary.decide(Opened(title="A diary"), provenance())
        diary.note("Amina called", provenance())
        store.record(diary)
    return diary


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


def test_references_count_on_and_none_is_lost_when_a_command_fails(
    store: Store, provenance: By
) -> None:
    opened(store, provenance)
    with store.log.batch(), suppress(ZeroDivisionError), store.log.savepoint():
        fail(store.next_ref("DRY-2030", 4))

    assert opened(store, provenance).ref == "DRY-2030-0002"


def test_positions_follow_the_order_of_recording(store: Store, provenance: By) -> None:
    first, second = opened(store, provenance), opened(store, provenance)

    assert store.positions(first.ref) == [1, 2]
    assert store.positions(second.ref) == [3, 4]
    assert store.position() == 4
    assert [notice.id for notice in store.notices(after=2, limit=10)] == [3, 4]


def test_personal_text_is_stored_sealed(store: Store, provenance: By) -> None:
    opened(store, provenance)

    stored = store.notices(after=0, limit=10)[1]
    assert b"Amina" not in stored.state
    assert orjson.loads(stored.state)["subjects"] == ["STK-0001", "DRY-2030-0001"]


def test_every_event_is_chained_to_the_one_before(store: Store, provenance: By) -> None:
    diary = opened(store, provenance)
    with store.log.batch():
        later = store.load(Diary, diary.ref)
        later.note("She called again", provenance())
        store.record(later)

    previous = ""
    for notice in store.notices(after=0, limit=10):
        digest = orjson.loads(notice.state)["hash"]
        rest = notice.state[len(b'{"hash":"",') + 64 :]
        version, ref = notice.originator_version, str(notice.originator_id)
        assert digest == chain(previous, ref, version, notice.topic, rest)
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
