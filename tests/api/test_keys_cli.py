"""`box1 keys` says how the master key stands, and rotates it wherever it is kept."""

from base64 import b64encode
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.settings import Settings, SettingsWrong, read_settings
from api.storage import open_storage
from services.master_key import MasterKeyWrong, epoch_of

OLD, NEW = bytes(32), b"n" * 32
STREAM, THEM = "INC-2030-0001", "STK-0001"


def box1(*words: str, data: Path) -> str:
    """What a command prints; the error that ended it is raised."""
    answer = CliRunner().invoke(app, [*words, "--data", str(data)])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.stdout


def given(*keys: bytes) -> str:
    return ",".join(b64encode(key).decode() for key in keys)


def sealed_in(settings: Settings) -> bytes:
    with open_storage(settings) as storage:
        storage.prepare()
        return storage.vault.of_stream(STREAM).seal((THEM,), b"a secret")


def opened_in(settings: Settings, sealed: bytes) -> object:
    with open_storage(settings) as storage:
        return storage.vault.of_stream(STREAM).open((THEM,), sealed)


@pytest.fixture(autouse=True)
def no_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "BOX1_MASTER_KEY", "BOX1_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_file_is_rotated_and_holds_the_new_master_only(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    sealed, file = sealed_in(settings), tmp_path / "keys" / "master.key"
    before = file.read_text()
    said = box1("keys", "rotate", data=tmp_path)

    assert "wrapped under the new master" in said
    assert before.strip() not in file.read_text()
    assert len(file.read_text().split()) == 1
    assert opened_in(settings, sealed) == b"a secret"


def test_the_standing_counts_keys_under_each_master(tmp_path: Path) -> None:
    sealed_in(read_settings(data=tmp_path))
    with open_storage(read_settings(data=tmp_path)) as storage:
        storage.vault.destroy(STREAM, THEM)
    [current, destroyed, *others] = box1("keys", "status", data=tmp_path).splitlines()

    assert "master that wraps new keys" in current
    assert destroyed.split() == ["destroyed", "for", "ever", "1", "keys"]
    assert others == []


def test_a_master_in_the_environment_is_rotated_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOX1_MASTER_KEY", given(OLD))
    sealed = sealed_in(read_settings(data=tmp_path))
    with pytest.raises(MasterKeyWrong, match="put a new one before it"):
        box1("keys", "rotate", data=tmp_path)
    monkeypatch.setenv("BOX1_MASTER_KEY", given(NEW, OLD))
    assert "A rotation has not ended" in box1("keys", "status", data=tmp_path)
    with pytest.raises(MasterKeyWrong, match="take the old one out"):
        box1("keys", "rotate", data=tmp_path)
    monkeypatch.setenv("BOX1_MASTER_KEY", given(NEW))

    assert opened_in(read_settings(data=tmp_path), sealed) == b"a secret"
    assert box1("keys", "status", data=tmp_path).startswith(epoch_of(NEW))
    assert not (tmp_path / "keys" / "master.key").exists()


def test_a_master_is_given_in_one_place_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOX1_MASTER_KEY", given(OLD))
    monkeypatch.setenv("BOX1_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    with pytest.raises(SettingsWrong, match="BOX1_MASTER_KEY"):
        read_settings(data=tmp_path)


def test_a_master_in_the_environment_does_not_show_in_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOX1_MASTER_KEY", given(OLD))

    assert given(OLD) not in repr(read_settings(data=tmp_path))
