"""Forgetting everybody planted, as two people of information governance; and what is left then."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from domain.vocabulary import Role
from services.key_table import name_of
from services.master_key import MasterKeyFile, MasterKeyWrong, keys_in
from tests.privacy.browser import Program, Typed
from tests.privacy.people import Planted
from tests.privacy.place import SECOND, Place

GROUND = "They object, and nothing overrides it."
KEYS = "SELECT stream, subject, wrapped, epoch FROM subject_keys"


@dataclass(frozen=True)
class Kept:
    """One key as a database keeps it: wrapped, or nothing where it was destroyed."""

    stream: str
    subject: str
    wrapped: bytes | None
    epoch: str


@dataclass(frozen=True)
class Backup:
    """What lay there before the erasure: the keys, and a copy of the master key as it was."""

    keys: list[Kept]
    master: Path


def back_up(place: Place, to: Path) -> Backup:
    """A copy of everything that box1 keeps, and of the master key, which lies elsewhere."""
    to.mkdir()
    master = to / "master.key"
    shutil.copy(place.master_key, master)
    if place.database_url:
        return Backup(kept_keys(place), master)
    skipped = shutil.ignore_patterns("*.ports", "lock")
    shutil.copytree(place.data, to / "data", ignore=skipped)
    return Backup(_of_sqlite(to / "data" / "keys" / "keys.db"), master)


def kept_keys(place: Place) -> list[Kept]:
    """Every key of the database that is used now."""
    if not place.database_url:
        return _of_sqlite(place.data / "keys" / "keys.db")
    with psycopg.connect(place.database_url) as connection:
        return [_kept(row) for row in connection.execute(KEYS)]


def _of_sqlite(path: Path) -> list[Kept]:
    with closing(sqlite3.connect(path)) as connection:
        return [_kept(row) for row in connection.execute(KEYS)]


def _kept(row: Any) -> Kept:
    stream, subject, wrapped, epoch = row
    return Kept(stream, subject, None if wrapped is None else bytes(wrapped), epoch or "")


def usable(keys: list[Kept], master: Path, erased: set[str]) -> list[Kept]:
    """The keys about those who were erased that open under the masters in a file."""
    masters = MasterKeyFile(master)
    return [kept for kept in keys if kept.subject in erased and _opens(kept, masters)]


def _opens(kept: Kept, masters: MasterKeyFile) -> bool:
    if kept.wrapped is None:
        return False
    try:
        masters.unwrap(kept.epoch, kept.wrapped, name_of(kept.stream, kept.subject))
    except MasterKeyWrong:
        return False
    return True


def masters_in(path: Path) -> set[bytes]:
    return {*keys_in(path.read_text(), str(path))}


def erase(place: Place, typed: Typed, people: list[Planted]) -> list[str]:
    """Asked for, decided for every stream, confirmed by a second person; says what was refused."""
    asking = Program(place, Role.HEAD_OF_SE, typed)
    first = Program(place, Role.INFO_GOVERNANCE, typed)
    second = Program(place, SECOND, typed)
    refused: list[str] = []
    for person in people:
        path = f"/api/v1/stakeholders/{person.ref}"
        streams = (person.ref, person.incident)
        each = [{"stream": ref, "outcome": "erase", "ground": GROUND} for ref in streams]
        nobody = Planted(person.number)
        steps: Iterator[tuple[Program, str, dict[str, Any]]] = iter(
            (
                (asking, "request-erasure", {"channel": "letter", "identity_checked": True}),
                (first, "decide-erasure", {"per_stream": each, "second_person": SECOND}),
                (second, "confirm-erasure", {}),
            )
        )
        for program, verb, body in steps:
            if not program.command(f"{path}/{verb}", body, nobody):
                refused.append(f"{person.ref} {verb}: {program.codes}")
    return refused
