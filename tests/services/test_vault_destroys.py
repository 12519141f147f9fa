"""A destroyed key is gone: at once here, soon in every process, and from every file."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from api.settings import Settings
from api.storage import open_storage
from domain.sealing import key_ref
from services.key_table import Key, State, subject_keys
from services.vault import KEY_MISSING, KeyGone, Vault
from tests.services.keepers import DAY, beside, vault_of

STREAM, THEM, OTHER = "INC-2030-0001", "STK-0001", "STK-0002"
GONE = date(2030, 4, 14)
SOON, PATIENCE = 2.0, 30.0
THEIRS = select(subject_keys.c.wrapped).where(subject_keys.c.subject == THEM)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def vault(keys_url: str, master: Path) -> Vault:
    return vault_of(keys_url, master)


def test_text_about_somebody_whose_key_is_destroyed_says_when(vault: Vault) -> None:
    stream = vault.of_stream(STREAM)
    alone, both = stream.seal((THEM,), b"a secret"), stream.seal((OTHER, THEM), b"of both")

    assert vault.destroy(STREAM, THEM) == key_ref(STREAM, THEM)
    assert stream.open((THEM,), alone) == GONE
    assert stream.open((OTHER, THEM), both) == GONE


def test_text_about_others_in_the_same_stream_still_opens(vault: Vault) -> None:
    stream = vault.of_stream(STREAM)
    sealed = stream.seal((OTHER,), b"of somebody else")
    stream.seal((THEM,), b"a secret")
    vault.destroy(STREAM, THEM)

    assert stream.open((OTHER,), sealed) == b"of somebody else"


def test_text_about_them_in_another_stream_still_opens(vault: Vault) -> None:
    elsewhere = vault.of_stream("INC-2030-0002")
    sealed = elsewhere.seal((THEM,), b"on hold")
    vault.of_stream(STREAM).seal((THEM,), b"a secret")
    vault.destroy(STREAM, THEM)

    assert elsewhere.open((THEM,), sealed) == b"on hold"
    assert vault.streams_of(THEM) == {STREAM: False, "INC-2030-0002": True}
    assert vault.subjects_of(STREAM) == {THEM: False}


def test_nothing_new_is_sealed_about_them(vault: Vault) -> None:
    stream = vault.of_stream(STREAM)
    stream.seal((THEM,), b"a secret")
    vault.destroy(STREAM, THEM)

    with pytest.raises(KeyGone):
        stream.seal((THEM,), b"said again")
    with pytest.raises(KeyGone), vault.together():
        stream.seal((OTHER, THEM), b"said again")
    assert vault.subjects_of(STREAM) == {THEM: False}


def test_destroying_twice_changes_nothing(vault: Vault, keys_url: str, master: Path) -> None:
    sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
    first, generation = vault.destroy(STREAM, THEM), vault.generation
    later = vault_of(keys_url, master, at=DAY.replace(year=2031))

    assert later.destroy(STREAM, THEM) == first
    assert later.of_stream(STREAM).open((THEM,), sealed) == GONE
    assert later.generation == generation


def test_a_key_that_never_was_cannot_be_destroyed(vault: Vault) -> None:
    assert vault.destroy(STREAM, THEM) is None
    assert vault.of_stream(STREAM).seal((THEM,), b"the first word")


def test_a_key_destroyed_just_as_its_block_ends_is_not_gone_on_with(
    vault: Vault, keys_url: str, master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, keep = vault_of(keys_url, master), vault.table.keep

    def keep_and_lose(made: Mapping[tuple[str, str], bytes]) -> None:
        keep(made)
        other.destroy(STREAM, THEM)
        vault.refresh()

    monkeypatch.setattr(vault.table, "keep", keep_and_lose)
    with vault.together():
        sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")

    assert vault.of_stream(STREAM).open((THEM,), sealed) == GONE


def test_what_a_block_opens_with_a_key_destroyed_meanwhile_is_not_gone_on_with(
    vault: Vault, keys_url: str, master: Path
) -> None:
    other = vault_of(keys_url, master)
    alone = other.of_stream(STREAM).seal((THEM,), b"a secret")
    both = other.of_stream(STREAM).seal((OTHER, THEM), b"of both")
    with vault.together():
        vault.of_stream(STREAM).open((THEM,), alone)
        vault.of_stream(STREAM).seal(("STK-0003",), b"something else")
        other.destroy(STREAM, THEM)
        vault.refresh()
        vault.of_stream(STREAM).open((OTHER, THEM), both)

    assert vault.of_stream(STREAM).open((THEM,), alone) == GONE
    assert vault.of_stream(STREAM).open((OTHER, THEM), both) == GONE


def test_two_that_make_a_key_for_the_same_text_agree_on_it(
    vault: Vault, keys_url: str, master: Path
) -> None:
    other = vault_of(keys_url, master)
    assert other.of_stream(STREAM).open((THEM,), b"nothing yet") == KEY_MISSING
    both = [each.of_stream(STREAM).seal((THEM,), b"a secret") for each in (vault, other)]
    third = vault_of(keys_url, master).of_stream(STREAM)

    assert [third.open((THEM,), sealed) for sealed in both] == [b"a secret"] * 2


def test_a_thread_beside_a_block_keeps_its_keys_when_the_block_fails(vault: Vault) -> None:
    stream, sealed = vault.of_stream("ACCESS"), list[bytes]()
    with suppress(ZeroDivisionError), vault.together():
        beside = Thread(target=lambda: sealed.append(stream.seal((STREAM,), b"why")))
        beside.start()
        beside.join()
        raise ZeroDivisionError
    vault.refresh()

    assert vault.subjects_of("ACCESS") == {STREAM: True}
    assert stream.open((STREAM,), sealed[0]) == b"why"


def test_another_vault_forgets_at_its_next_look_and_tells_who_listens(
    vault: Vault, keys_url: str, master: Path
) -> None:
    sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
    other, told = vault_of(keys_url, master), list[str]()
    stream = other.of_stream(STREAM)
    assert stream.open((THEM,), sealed) == b"a secret"
    other.on_forgotten(lambda: told.append("forget"))
    other.refresh()
    assert told == []
    vault.destroy(STREAM, THEM)
    other.refresh()
    other.refresh()

    assert told == ["forget"]
    assert stream.open((THEM,), sealed) == GONE


def test_who_destroys_is_told_before_the_answer(vault: Vault) -> None:
    told = list[str]()
    vault.of_stream(STREAM).seal((THEM,), b"a secret")
    vault.on_forgotten(lambda: told.append("forget"))
    vault.destroy(STREAM, THEM)

    assert told == ["forget"]


def test_a_vault_that_cannot_ask_for_news_holds_nothing_either(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, told, looked = vault.of_stream(STREAM).seal((THEM,), b"a secret"), [0], list[str]()
    vault.on_forgotten(lambda: told.append(1))
    load = vault.table.load

    def noted(ref: str) -> dict[str, Key]:
        looked.append(ref)
        return load(ref)

    monkeypatch.setattr(vault.table, "load", noted)
    with monkeypatch.context() as away:
        away.setattr(vault.table, "state", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            vault.refresh()

    assert sum(told) == 1
    assert vault.of_stream(STREAM).open((THEM,), sealed) == b"a secret"
    assert looked == [STREAM]


async def test_watching_goes_on_after_a_look_that_failed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, looks, again = vault.table.state, list[int](), asyncio.Event()
    loop = asyncio.get_running_loop()

    def look() -> State:
        looks.append(1)
        if len(looks) == 1:
            raise OSError
        loop.call_soon_threadsafe(again.set)
        return state()

    monkeypatch.setattr(vault.table, "state", look)
    watching = asyncio.ensure_future(vault.watch(every=0))
    await asyncio.wait_for(again.wait(), PATIENCE)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


def opening(pipe: Connection, url: str, master: Path) -> None:
    """Another process: keeps watch as every one does, and opens what it is sent."""
    vault = vault_of(url, master)
    Thread(target=lambda: asyncio.run(vault.watch()), daemon=True).start()
    while True:
        pipe.send(vault.of_stream(STREAM).open((THEM,), pipe.recv()))


def test_another_process_has_forgotten_within_two_seconds(
    vault: Vault, keys_url: str, master: Path
) -> None:
    sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
    with beside(opening, keys_url, master) as (pipe, _):
        pipe.send(sealed)
        assert pipe.recv() == b"a secret"
        vault.destroy(STREAM, THEM)
        started, opened = time.monotonic(), b""
        while opened != GONE and time.monotonic() < started + SOON:
            pipe.send(sealed)
            opened = pipe.recv()

    assert opened == GONE


def test_no_file_of_the_folder_holds_the_key_afterwards(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=None, nats_url=None, master_key_file=None)
    with open_storage(settings) as storage, open_storage(settings) as other:
        storage.prepare()
        stream = storage.vault.of_stream(STREAM)
        for number in range(300):
            stream.seal((f"STK-{number:04}",), b"a secret")
        with storage.vault.table.engine.connect() as connection:
            wrapped = connection.execute(THEIRS).scalar_one()
        other.vault.of_stream(STREAM).seal((THEM,), b"a secret")
        assert holding(tmp_path, wrapped)
        storage.vault.destroy(STREAM, THEM)

        assert holding(tmp_path, wrapped) == []


def test_who_reads_the_keys_meanwhile_only_puts_off_that_no_file_holds_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=None, nats_url=None, master_key_file=None)
    with open_storage(settings) as storage:
        storage.prepare()
        vault = storage.vault
        vault.of_stream(STREAM).seal((THEM,), b"a secret")
        with vault.table.engine.connect() as reading:
            reading.exec_driver_sql("BEGIN")
            wrapped = reading.execute(THEIRS).scalar_one()
            vault.destroy(STREAM, THEM)
            assert holding(tmp_path, wrapped)
        vault.refresh()

        assert holding(tmp_path, wrapped) == []


def holding(folder: Path, key: bytes) -> list[str]:
    """The files that hold these bytes, or the half of them that has the key itself."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if key[12:28] in file.read_bytes()]
