"""What belongs to what is kept in the log's database; what a command changes is met again."""

from collections.abc import Callable
from contextlib import suppress

from domain.base import Provenance
from domain.incident import Incident
from services.log import EventLog
from services.staffing import Alongside
from services.store import Store
from tests.services.conftest import Diary, Opened

By = Callable[[], Provenance]


def opened(store: Store, provenance: By, whole: str = "SHELF-1") -> Diary:
    with store.batch():
        diary = Diary(store.next_ref("DRY-2030", 4))
        diary.decide(Opened(title="A diary"), provenance())
        store.record(diary)
        store.belong(whole, diary.ref)
    return diary


def test_the_parts_of_a_whole_are_found_in_the_order_they_were_given(
    store: Store, provenance: By
) -> None:
    refs = [opened(store, provenance).ref for _ in range(3)]
    opened(store, provenance, "SHELF-2")
    store.belong("SHELF-1", "BOX-1")
    store.belong("SHELF-1", "DRY-2030-10000")

    assert store.parts_of("SHELF-1", "DRY") == [*refs, "DRY-2030-10000"]
    assert store.parts_of("SHELF-1", "BOX") == ["BOX-1"]
    assert store.parts_of("SHELF-3", "DRY") == []


def test_a_part_that_was_not_recorded_belongs_nowhere(store: Store) -> None:
    with suppress(ZeroDivisionError), store.batch():
        store.belong("SHELF-1", store.next_ref("DRY-2030", 4))
        raise ZeroDivisionError

    assert store.parts_of("SHELF-1", "DRY") == []


def test_a_log_from_before_there_were_parts_is_made_whole_in_place(
    log: EventLog, store: Store, provenance: By
) -> None:
    first = opened(store, provenance)
    log.execute("DROP TABLE belongings")

    log.prepare()
    log.prepare()
    second = opened(store, provenance)

    assert store.parts_of("SHELF-1", "DRY") == [second.ref]
    assert store.load(Diary, first.ref).version == 1


def test_a_record_is_loaded_once_and_holds_what_was_decided_of_it(
    store: Store, provenance: By
) -> None:
    diary, other = opened(store, provenance), opened(store, provenance)
    alongside = Alongside(store.latest)
    diaries = alongside.of(Diary)
    diaries[other.ref].note("Amina called", provenance())

    assert diaries[other.ref].notes == ["Amina called"]
    assert diaries[diary.ref] is diaries[diary.ref]
    assert [each.ref for each in alongside.changed] == [other.ref]
    assert [*diaries] == [other.ref, diary.ref]
    assert len(diaries) == 2


def test_the_commands_own_record_is_among_those_that_it_meets(store: Store, provenance: By) -> None:
    own, alongside = store.latest(Diary, opened(store, provenance).ref), Alongside(store.latest)
    alongside.take(own)

    assert alongside.of(Diary)[own.ref] is own


def test_there_is_no_record_of_another_kind(store: Store, provenance: By) -> None:
    ref = opened(store, provenance).ref
    alongside = Alongside(store.latest)

    assert ref not in alongside.of(Incident)
    assert "DRY-2030-0404" not in alongside.of(Diary)
    assert ref in alongside.of(Diary)
    assert ref not in alongside.of(Incident)
