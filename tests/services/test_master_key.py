"""Master keys in a file or in the environment: the newest wraps, the others still unwrap."""

import os
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from services.master_key import (
    MasterKeyFile,
    MasterKeyWrong,
    Masters,
    epoch_of,
    keys_in,
    make_master_key,
)

OLD, NEW = bytes(32), b"n" * 32
KEY, NAME = b"k" * 32, "INC-2030-0001\nSTK-0001"


def lines(*keys: bytes) -> str:
    return "".join(f"{b64encode(key).decode()}\n" for key in keys)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "master.key"
    make_master_key(path)
    return path


def test_a_new_file_is_its_owners_alone_and_is_never_made_again(path: Path) -> None:
    written = path.read_text()
    make_master_key(path)

    assert path.read_text() == written
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_master_wraps_and_every_one_unwraps() -> None:
    epoch, wrapped = Masters([OLD]).wrap(KEY, NAME)
    both = Masters([NEW, OLD])

    assert both.wrap(KEY, NAME)[0] == epoch_of(NEW) != epoch == epoch_of(OLD)
    assert both.unwrap(epoch, wrapped, NAME) == KEY


def test_a_key_from_before_epochs_is_unwrapped_by_whichever_master_fits() -> None:
    _, wrapped = Masters([OLD]).wrap(KEY, NAME)

    assert Masters([NEW, OLD]).unwrap("", wrapped, NAME) == KEY


def test_a_wrapped_key_opens_under_no_other_name() -> None:
    masters = Masters([OLD])
    epoch, wrapped = masters.wrap(KEY, NAME)

    with pytest.raises(MasterKeyWrong):
        masters.unwrap(epoch, wrapped, "INC-2030-0002\nSTK-0001")


def test_a_key_whose_master_is_not_given_says_which_is_missing() -> None:
    epoch, wrapped = Masters([OLD]).wrap(KEY, NAME)

    with pytest.raises(MasterKeyWrong, match=epoch):
        Masters([NEW]).unwrap(epoch, wrapped, NAME)


def test_the_file_is_read_again_for_a_master_that_is_not_known(path: Path) -> None:
    elsewhere, here = MasterKeyFile(path), MasterKeyFile(path)
    elsewhere.renew()

    assert here.unwrap(*elsewhere.wrap(KEY, NAME), NAME) == KEY


def test_a_renewed_file_has_both_masters_and_a_retired_one_the_newest_only(path: Path) -> None:
    masters = MasterKeyFile(path)
    [old] = masters.epochs
    masters.renew()
    new, also = masters.epochs
    assert also == old != new
    masters.retire()

    assert MasterKeyFile(path).epochs == masters.epochs == (new,)
    assert path.read_text().count("\n") == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_the_bytes_of_a_retired_master_are_overwritten_where_they_lay(path: Path) -> None:
    old = path.read_bytes()
    with path.open("rb") as still_there:
        MasterKeyFile(path).renew()
        assert still_there.read() == bytes(len(old))


def test_who_reads_the_file_while_it_is_rotated_always_finds_a_master(path: Path) -> None:
    masters, reads, rotated = MasterKeyFile(path), list[int](), Event()

    def read() -> None:
        while not rotated.is_set():
            reads.append(len(MasterKeyFile(path).epochs))

    with ThreadPoolExecutor(2) as threads:
        reading = [threads.submit(read) for _ in range(2)]
        try:
            for _ in range(40):
                masters.renew()
                masters.retire()
        finally:
            rotated.set()

    assert [each.exception() for each in reading] == [None, None]
    assert set(reads) <= {1, 2}
    assert len(reads) > 40


def test_a_file_that_cannot_be_changed_says_what_to_do_instead(path: Path) -> None:
    path.with_name("master.key.new").mkdir()
    path.write_text(before := lines(NEW, OLD))
    masters = MasterKeyFile(path)

    with pytest.raises(MasterKeyWrong, match="Put a new first line into it"):
        masters.renew()
    with pytest.raises(MasterKeyWrong, match="take every line but the first out"):
        masters.retire()
    assert path.read_text() == before
    assert masters.epochs == (epoch_of(NEW), epoch_of(OLD))


def test_masters_from_the_environment_are_changed_there() -> None:
    with pytest.raises(MasterKeyWrong, match="put a new one before it"):
        Masters([OLD]).renew()
    with pytest.raises(MasterKeyWrong, match="take the old one out"):
        Masters([NEW, OLD]).retire()
    Masters([NEW]).retire()


@pytest.mark.parametrize("words", [lines(NEW, OLD), lines(NEW, OLD).strip().replace("\n", ",")])
def test_keys_stand_in_lines_or_between_commas(words: str) -> None:
    assert keys_in(words, "there") == [NEW, OLD]


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        ("", "no master key"),
        ("\n", "no master key"),
        (lines(NEW) + "not base64!", "Key 2 in there is not base64"),
        (b64encode(b"short").decode(), "has 5 bytes"),
    ],
)
def test_what_is_no_master_key_is_said(words: str, matter: str) -> None:
    with pytest.raises(MasterKeyWrong, match=matter):
        keys_in(words, "there")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyWrong, match="cannot be read"):
        MasterKeyFile(tmp_path / "nowhere")
    (tmp_path / "binary").write_bytes(os.urandom(64) + b"\xff")
    with pytest.raises(MasterKeyWrong):
        MasterKeyFile(tmp_path / "binary")
