"""A rotation wraps every surviving key under a new master, while everybody goes on working."""

import os
import shutil
from base64 import b64encode
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import sleep

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import StaticPool, create_engine, select, text

from services.key_rotation import Rotation, RotationUnderWay, standing_of
from services.key_table import KeyTable, name_of, subject_keys
from services.master_key import MasterKeyFile, MasterKeyWrong, Masters, keys_in, make_master_key
from services.vault import Vault
from tests.services.keepers import DAY, beside, vault_of

STREAM, THEM, OTHER = "INC-2030-0001", "STK-0001", "STK-0002"
ROUNDS, KEYS = 30, 1_200


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def vault(keys_url: str, master: Path) -> Vault:
    return vault_of(keys_url, master)


def sealed_by(vault: Vault, number: int, series: str = "INC") -> dict[str, bytes]:
    """Texts in so many streams, each under a key of its own."""
    with vault.together():
        refs = [f"{series}-{each:04}" for each in range(number)]
        return {ref: vault.of_stream(ref).seal((THEM,), ref.encode()) for ref in refs}


def unreadable(vault: Vault, sealed: dict[str, bytes]) -> list[str]:
    opened = {ref: vault.of_stream(ref).open((THEM,), text) for ref, text in sealed.items()}
    return [ref for ref, plain in opened.items() if plain != ref.encode()]


def keys_of(table: KeyTable) -> dict[str, bytes]:
    """Every key that can be unwrapped with the masters there are, by its name."""
    with table.engine.connect() as connection:
        rows = connection.execute(select(subject_keys)).all()
    named = [(name_of(row.stream, row.subject), row) for row in rows]
    return {name: table.masters.unwrap(row.epoch, row.wrapped, name) for name, row in named}


def test_everything_opens_under_the_new_master_alone(
    vault: Vault, keys_url: str, master: Path
) -> None:
    sealed, [old] = sealed_by(vault, 700), MasterKeyFile(master).epochs
    assert Rotation(vault.table).run() == 700
    standing = standing_of(vault.table)

    assert standing.masters == (standing.current,) != (old,)
    assert standing.wrapped == {standing.current: 700}
    assert not standing.unfinished
    assert unreadable(vault_of(keys_url, master), sealed) == []
    assert unreadable(vault, sealed) == []


def test_a_destroyed_key_stays_destroyed(vault: Vault, keys_url: str, master: Path) -> None:
    sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
    vault.destroy(STREAM, THEM)
    assert Rotation(vault.table).run() == 0

    assert vault_of(keys_url, master).of_stream(STREAM).open((THEM,), sealed) == DAY.date()
    assert standing_of(vault.table).destroyed == 1


def test_a_key_destroyed_while_it_is_wrapped_anew_stays_destroyed(
    vault: Vault, keys_url: str, master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.of_stream(STREAM).seal((THEM,), b"a secret")
    other, wrap = vault_of(keys_url, master), vault.table.masters.wrap

    def wrap_too_late(key: bytes, name: str) -> tuple[str, bytes]:
        other.destroy(STREAM, THEM)
        return wrap(key, name)

    monkeypatch.setattr(vault.table.masters, "wrap", wrap_too_late)
    Rotation(vault.table).run()

    assert vault.subjects_of(STREAM) == {THEM: False}
    assert standing_of(vault.table).wrapped == {}


def test_a_secret_of_box1s_own_stays_as_it_was(vault: Vault, keys_url: str, master: Path) -> None:
    views = vault.secret("views")
    Rotation(vault.table).run()

    assert vault_of(keys_url, master).secret("views") == vault.secret("views") == views
    assert len({views, vault.secret("suppression")}) == 2


def test_every_process_is_told(vault: Vault, keys_url: str, master: Path) -> None:
    other, told = vault_of(keys_url, master), list[str]()
    other.on_forgotten(lambda: told.append("forget"))
    Rotation(vault.table).run()
    other.refresh()

    assert told == ["forget"]
    assert other.table.masters.epochs == MasterKeyFile(master).epochs


def test_a_process_that_was_not_told_yet_makes_keys_under_the_new_master(
    vault: Vault, keys_url: str, master: Path
) -> None:
    late = vault_of(keys_url, master)
    Rotation(vault.table).run()
    sealed = sealed_by(late, 3) | {STREAM: late.of_stream(STREAM).seal((THEM,), STREAM.encode())}

    assert standing_of(vault.table).wrapped == {standing_of(vault.table).current: 4}
    assert unreadable(vault_of(keys_url, master), sealed) == []


def test_keys_of_a_block_that_a_rotation_overtakes_are_wrapped_under_the_new_master(
    vault: Vault, keys_url: str, master: Path
) -> None:
    other = vault_of(keys_url, master)
    with vault.together():
        sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
        Rotation(other.table).run()

    assert vault_of(keys_url, master).of_stream(STREAM).open((THEM,), sealed) == b"a secret"


def test_a_process_without_the_new_master_makes_no_key_that_nobody_could_open(
    vault: Vault, keys_url: str, master: Path
) -> None:
    stale = Vault(vault.table.engine, Masters(keys_in(master.read_text(), "a copy")))
    Rotation(vault.table).run()

    with pytest.raises(MasterKeyWrong):
        stale.of_stream(STREAM).seal((THEM,), b"a secret")
    with pytest.raises(MasterKeyWrong):
        stale.prepare()
    assert vault.subjects_of(STREAM) == {}


def test_only_one_rotates_at_a_time(vault: Vault, keys_url: str, master: Path) -> None:
    sealed_by(vault, 2)
    refused = list[BaseException]()

    def again(number: int) -> None:
        try:
            Rotation(vault_of(keys_url, master).table).run()
        except RotationUnderWay as error:
            refused.append(error)

    Rotation(vault.table, again).run()

    assert refused
    assert not standing_of(vault.table).unfinished
    assert Rotation(vault.table).run() == 2


def writing(pipe: Connection, url: str, master: Path) -> None:
    """Another process: seals under a new key again and again, until it is told to stop."""
    vault, sealed = vault_of(url, master), dict[str, bytes]()
    watched, stop = Event(), Event()

    def watch() -> None:
        while not stop.is_set():
            vault.refresh()
            watched.wait(0.01)

    Thread(target=watch, daemon=True).start()
    pipe.send("ready")
    while not pipe.poll():
        with vault.together():
            for _ in range(5):
                ref = f"NEW-{len(sealed):06}"
                sealed[ref] = vault.of_stream(ref).seal((THEM,), ref.encode())
        ref = f"NEW-{len(sealed):06}"
        sealed[ref] = vault.of_stream(ref).seal((THEM,), ref.encode())
    stop.set()
    pipe.send(sealed)


def test_a_writer_in_another_process_loses_nothing(
    vault: Vault, keys_url: str, master: Path
) -> None:
    sealed = sealed_by(vault, 300)
    with beside(writing, keys_url, master) as (pipe, _):
        assert pipe.recv() == "ready"
        rotated = [Rotation(vault.table).run() for _ in range(5)]
        pipe.send("stop")
        written = pipe.recv()

    assert rotated[-1] > rotated[0] >= 300, "the writer wrote meanwhile"
    assert unreadable(vault_of(keys_url, master), sealed | written) == []
    assert MasterKeyFile(master).epochs == (standing_of(vault.table).current,)


def test_an_old_backup_has_no_usable_key_of_somebody_forgotten(tmp_path: Path) -> None:
    kept, backup = tmp_path / "kept", tmp_path / "backup"
    kept.mkdir()
    vault = vault_of(f"sqlite:///{kept}/keys.db", tmp_path / "master.key")
    sealed = vault.of_stream(STREAM).seal((THEM,), b"a secret")
    shutil.copytree(kept, backup)
    vault.destroy(STREAM, THEM)
    Rotation(vault.table).run()

    restored = Vault(
        create_engine(f"sqlite:///{backup}/keys.db"), MasterKeyFile(tmp_path / "master.key")
    )
    with pytest.raises(MasterKeyWrong):
        restored.of_stream(STREAM).open((THEM,), sealed)
    with pytest.raises(MasterKeyWrong, match="put the newest copy of them back"):
        restored.prepare()


def rotating(pipe: Connection, url: str, master: Path) -> None:
    """Another process: rotates again and again, until it is killed."""
    table = KeyTable(vault_of(url, master).table.engine, MasterKeyFile(master))
    pipe.send("ready")
    while True:
        Rotation(table).run()


def test_a_rotation_killed_at_any_moment_loses_no_key_and_can_be_ended(
    vault: Vault, keys_url: str, master: Path
) -> None:
    sealed_by(vault, KEYS)
    keys, random, unfinished = keys_of(vault.table), Random(3), 0
    for _ in range(ROUNDS):
        with beside(rotating, keys_url, master) as (pipe, process):
            assert pipe.recv() == "ready"
            sleep(random.uniform(0, 0.2))
            process.kill()
            process.join()
        fresh = vault_of(keys_url, master)
        unfinished += standing_of(fresh.table).unfinished
        assert keys_of(fresh.table) == keys
    Rotation(vault.table).run()
    standing = standing_of(vault.table)

    assert unfinished > 0
    assert standing.wrapped == {standing.masters[0]: KEYS}
    assert len(standing.masters) == 1
    assert keys_of(vault.table) == keys


def test_keys_from_before_there_were_epochs_are_taken_over_as_they_are(tmp_path: Path) -> None:
    master, path = os.urandom(32), tmp_path / "master.key"
    url = f"sqlite:///{tmp_path}/keys.db"
    sealed = made_before_epochs(url, master)
    make_master_key(path)
    path.write_text(b64encode(master).decode())
    vault = vault_of(url, path)
    assert vault.of_stream(STREAM).open((THEM,), sealed) == b"a secret"
    assert standing_of(vault.table).wrapped == {"": 1}
    Rotation(vault.table).run()

    again = vault_of(url, path)
    assert again.of_stream(STREAM).open((THEM,), sealed) == b"a secret"
    assert again.streams_of(THEM) == {STREAM: True}
    assert list(standing_of(again.table).wrapped.values()) == [1]


def made_before_epochs(url: str, master: bytes) -> bytes:
    """A database as it was, with one key; a text sealed under that key by a vault of today."""
    own = Vault(create_engine("sqlite://", poolclass=StaticPool), Masters([master]))
    own.prepare()
    sealed = own.of_stream(STREAM).seal((THEM,), b"a secret")
    [key] = keys_of(own.table).values()
    nonce = os.urandom(12)
    wrapped = nonce + AESGCM(master).encrypt(nonce, key, name_of(STREAM, THEM).encode())
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE subject_keys (stream TEXT NOT NULL, subject TEXT NOT NULL,"
                " wrapped BLOB, PRIMARY KEY (stream, subject))"
            )
        )
        row = {"stream": STREAM, "subject": THEM, "wrapped": wrapped}
        connection.execute(
            text("INSERT INTO subject_keys VALUES (:stream, :subject, :wrapped)"), row
        )
    return sealed
