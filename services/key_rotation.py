"""Rotation: a new master key, every surviving key wrapped under it, the old master destroyed."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import (
    Engine,
    Row,
    bindparam,
    func,
    select,
    text,
    tuple_,
    update,
)

from services.key_table import KeyTable, moved, name_of, subject_keys, vault_state

PAGE = 500
ADVISORY_LOCK = 0x626F7831_6B657973

Wrapped: TypeAlias = Row[Any, Any, Any, Any]


class RotationUnderWay(Exception):
    """Somebody else is rotating the master key of this database."""


@dataclass(frozen=True)
class Standing:
    """Which masters there are, and how many keys each of them wraps."""

    masters: tuple[str, ...]
    current: str
    wrapped: dict[str, int]
    destroyed: int
    generation: int

    @property
    def unfinished(self) -> bool:
        """Whether a rotation began and did not end: the next one goes on with it."""
        newest, *older = self.masters
        strays = self.wrapped.keys() - {newest, ""}
        return newest != self.current or bool(older) or bool(strays)


def standing_of(table: KeyTable) -> Standing:
    """How the keys stand now; keys from before there were epochs count under ""."""
    table.masters.reload()
    there = subject_keys.c.wrapped.is_not(None)
    epoch = func.coalesce(subject_keys.c.epoch, "")
    with table.engine.connect() as connection:
        counts = connection.execute(select(epoch, func.count()).where(there).group_by(epoch))
        wrapped = {epoch: number for epoch, number in counts}
        gone = connection.execute(select(func.count()).select_from(subject_keys).where(~there))
        destroyed = gone.scalar_one()
    state = table.state()
    masters = table.masters.epochs
    return Standing(masters, state.epoch, wrapped, destroyed, state.generation)


@dataclass
class Rotation:
    """Goes on while every process works; what it has done stays done when it is broken off.

    The new master is durable before any key needs it, and the old one is destroyed after no key
    needs it any more. Between, both unwrap.
    """

    table: KeyTable
    progress: Callable[[int], None] = field(default=lambda number: None)

    def run(self) -> int:
        """How many keys were wrapped anew."""
        with _alone(self.table.engine):
            if not standing_of(self.table).unfinished:
                self.table.masters.renew()
            epoch = self.table.masters.epochs[0]
            self._turn_to(epoch)
            number = 0
            while more := self._pass(epoch):
                number += more
            self._end()
        return number

    def _turn_to(self, epoch: str) -> None:
        """From here on every new key is wrapped under the new master: see KeyTable."""
        with self.table.writing() as connection:
            connection.execute(update(vault_state).values(epoch=epoch))
            moved(connection)

    def _pass(self, epoch: str) -> int:
        """Look through all keys once; how many were still under another master."""
        number, last = 0, ("", "")
        while rows := self._others(epoch, last):
            self._wrap_anew(rows)
            number, last = number + len(rows), (rows[-1].stream, rows[-1].subject)
            self.progress(number)
        return number

    def _others(self, epoch: str, after: tuple[str, str]) -> Sequence[Wrapped]:
        key = subject_keys.c
        query = (
            select(key.stream, key.subject, key.wrapped, key.epoch)
            .where(key.wrapped.is_not(None), func.coalesce(key.epoch, "") != epoch)
            .where(tuple_(key.stream, key.subject) > tuple_(*after))
            .order_by(key.stream, key.subject)
            .limit(PAGE)
        )
        with self.table.engine.connect() as connection:
            return connection.execute(query).all()

    def _wrap_anew(self, rows: Sequence[Wrapped]) -> None:
        """Replace what was read, and only that: a key destroyed meanwhile stays destroyed."""
        key = subject_keys.c
        statement = (
            update(subject_keys)
            .where(key.stream == bindparam("of"), key.subject == bindparam("who"))
            .where(key.wrapped == bindparam("old"))
            .values(wrapped=bindparam("new"), epoch=bindparam("under"))
        )
        anew = [self._anew(row) for row in rows]
        with self.table.writing() as connection:
            connection.execute(statement, anew)

    def _anew(self, row: Wrapped) -> dict[str, Any]:
        name, masters = name_of(row.stream, row.subject), self.table.masters
        epoch, new = masters.wrap(masters.unwrap(row.epoch or "", row.wrapped, name), name)
        return {
            "of": row.stream,
            "who": row.subject,
            "old": row.wrapped,
            "new": new,
            "under": epoch,
        }

    def _end(self) -> None:
        self.table.sweep()
        try:
            self.table.masters.retire()
        finally:
            with self.table.writing() as connection:
                moved(connection)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Held by one process at a time, and let go when it ends, however it ends."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            locking = text("SELECT pg_try_advisory_lock(:key)")
            if not connection.execute(locking, {"key": ADVISORY_LOCK}).scalar_one():
                raise RotationUnderWay("Somebody else is rotating the master key just now.")
            try:
                yield
            finally:
                connection.invalidate()
        return
    with Path(f"{engine.url.database}.rotation").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RotationUnderWay("Somebody else is rotating the master key just now.") from None
        yield
