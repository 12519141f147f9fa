"""One thread writes: what is answered is on disk, and one failing command harms no other."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from domain.base import Provenance, Refusal
from services.log import EventLog, StoreUnavailable
from services.store import Store
from services.writer import Writer
from tests.services.conftest import Diary, Opened

By = Callable[[], Provenance]


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    writer = Writer(store)
    writer.start()
    yield writer
    writer.stop()


def opening(store: Store, by: Provenance, *, refused: bool = False) -> Callable[[], str]:
    def job() -> str:
        diary = Diary(store.next_ref("DRY", 4))
        diary.decide(Opened(title="A diary"), by)
        store.record(diary)
        if refused:
            raise Refusal.because("Refused", "Not today.")
        return diary.ref

    return job


def noting(store: Store, ref: str, by: Provenance) -> Callable[[], int]:
    def job() -> int:
        diary = store.latest(Diary, ref)
        diary.note("a note", by)
        store.record(diary)
        return diary.version

    return job


async def test_commands_that_arrive_together_are_all_carried_out(
    store: Store, writer: Writer, provenance: By
) -> None:
    refs = await asyncio.gather(*(writer.run(opening(store, provenance())) for _ in range(40)))

    assert sorted(refs) == [f"DRY-{number:04}" for number in range(1, 41)]


async def test_commands_on_one_history_follow_each_other_without_a_conflict(
    store: Store, writer: Writer, provenance: By
) -> None:
    ref = await writer.run(opening(store, provenance()))
    notes = (writer.run(noting(store, ref, provenance())) for _ in range(30))

    assert sorted(await asyncio.gather(*notes)) == list(range(2, 32))


async def test_a_refused_command_leaves_nothing_and_its_neighbours_stand(
    store: Store, writer: Writer, provenance: By
) -> None:
    jobs = [opening(store, provenance(), refused=number % 2 == 1) for number in range(10)]
    answers = await asyncio.gather(*map(writer.run, jobs), return_exceptions=True)

    assert [isinstance(answer, Refusal) for answer in answers] == [False, True] * 5
    assert len(store.notices(after=0, limit=100)) == 5
    assert await writer.run(opening(store, provenance())) == "DRY-0006"


@pytest.mark.parametrize("log", ["sqlite"], indirect=True)
async def test_when_the_disk_is_full_every_command_is_told_so_and_works_again_later(
    store: Store, writer: Writer, provenance: By, log: EventLog
) -> None:
    await writer.run(opening(store, provenance()))
    [(pages,)] = log.execute("PRAGMA page_count")
    with pytest.raises(StoreUnavailable):
        await writer.run(lambda: _fill(log, pages))
    ref = await writer.run(opening(store, provenance()))

    assert ref == "DRY-0002"


def _fill(log: EventLog, pages: int) -> None:
    log.execute(f"PRAGMA max_page_count = {pages}")
    try:
        log.execute("INSERT INTO receipts VALUES ('key', 'hash', ?)", "x" * 1_000_000)
    finally:
        log.execute("PRAGMA max_page_count = 1073741823")
