"""Who looked at what, when and why: only ever added to, and chained, so that a change shows."""

from base64 import b64decode, b64encode
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from domain.sealing import erased_words
from services.access_chain import LONG, UNSEALED, Head, Verdict, broken, chain, verified
from services.access_entry import Access, Action, Logged, Sought, as_row, conditions, from_row
from services.access_tables import ONE_AT_A_TIME, access_head, access_log, make_tables
from services.log import StoreUnavailable
from services.vault import KeyGone, Vault

__all__ = [
    "Access",
    "AccessLog",
    "Action",
    "DoneNotNoted",
    "Head",
    "Logged",
    "NotNoted",
    "Sought",
    "Verdict",
    "already_done",
]

STREAM = "ACCESS"
PATIENCE = "PRAGMA busy_timeout=15000"
MOST_TOGETHER = 100
MOST_REMEMBERED = 20_000


class NotNoted(StoreUnavailable):
    """An access cannot be written down now, so it must not take place."""


class DoneNotNoted(NotNoted):
    """Something was done, and that it was cannot be written down now."""


@contextmanager
def already_done() -> Iterator[None]:
    """What is written down within the block took place before: whoever did it is told so."""
    try:
        yield
    except NotNoted as error:
        raise DoneNotNoted(str(error)) from error


class _Waiting:
    """A row that waits to be written, and what came of it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row, self.number = row, 0
        self.error: Exception | None = None


class AccessLog:
    """The log in one database, written by any number of processes, one at a time.

    Every entry's hash covers the one before it. The last entry's number and hash are sealed with
    a key of the vault, so that whoever can only write to the database can neither take the end
    off nor make the chain anew. Putting back the whole database as it once was shows only
    against a head that was noted elsewhere.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine, self._vault = engine, vault.of_stream(STREAM)
        self._lock = Lock()
        self._queue: deque[_Waiting] = deque()
        self._noted: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    def prepare(self) -> None:
        """Make the tables where they are missing; the vault is prepared before."""
        with self._engine.begin() as connection:
            make_tables(connection)
        with self._alone() as connection:
            begun = connection.execute(select(access_head.c.only)).first()
            rows = connection.execute(select(access_log.c.number).limit(1)).first()
            if begun is None and rows is None:
                first = {"only": 1, "sealed": self._seal_of(Head())}
                connection.execute(insert(access_head), first)

    def note(self, access: Access) -> int:
        """Write it down for good and say its number; NotNoted where that cannot be done.

        Those that wait at the same time share one commit.
        """
        waiting = _Waiting({**as_row(access), "note": self.seal(access.record, access.note)})
        self._queue.append(waiting)
        with self._lock:
            while not waiting.number and waiting.error is None:
                self._write()
        if waiting.error is not None:
            raise NotNoted(str(waiting.error)) from waiting.error
        self._remember(access)
        return waiting.number

    def has_noted(self, credential: str, record: str, action: str) -> bool:
        """Whether this process noted lately that this sign-in did this with this record."""
        return (credential, record, action) in self._noted

    def entries(
        self,
        *,
        record: str | None = None,
        who: str | None = None,
        action: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[Logged]:
        """The newest first; `before` is the number of the last one that was shown already."""
        return self.find(Sought(record=record, who=who, action=action), before, limit)

    def find(self, sought: Sought, before: int | None = None, limit: int = 100) -> list[Logged]:
        query = select(access_log).where(*conditions(sought))
        if before is not None:
            query = query.where(access_log.c.number < before)
        newest = query.order_by(access_log.c.number.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(newest).mappings().all()
        return [from_row(row, self.unseal(row["record"], row["note"])) for row in rows]

    def head(self) -> Head:
        """The last entry's number, which is how many there are; nothing where its seal is not
        ours."""
        with self._engine.connect() as connection:
            return self._head(connection) or Head()

    def verify(self, noted: Head | None = None) -> Verdict:
        """Every entry against the one before it, and the last against the seal.

        `noted` is a head that somebody kept elsewhere: it must be part of the log still.
        """
        with self._engine.connect() as connection:
            head = self._head(connection)
            if head is None:
                return Verdict(Head(), UNSEALED)
            verdict = verified(connection, head, noted)
            last = connection.execute(select(func.max(access_log.c.number))).scalar() or 0
            later = self._head(connection) or head
        if verdict.whole and last > later.number:
            return Verdict(head, LONG.format(last), last)
        return verdict

    def seal(self, record: str, note: str) -> str:
        """Words about a record, under that record's key; nothing where its key was destroyed."""
        try:
            return self._sealed(record, note) if note else ""
        except KeyGone:
            return ""

    def unseal(self, record: str, sealed: str) -> str:
        """The words; or that they were erased, and when."""
        plain = self._vault.open((record,), b64decode(sealed)) if sealed else b""
        return erased_words(plain) if isinstance(plain, date) else (plain or b"").decode()

    def _remember(self, access: Access) -> None:
        with self._lock:
            self._noted[access.credential, access.record, access.action] = None
            while len(self._noted) > MOST_REMEMBERED:
                self._noted.popitem(last=False)

    def _sealed(self, subject: str, words: str) -> str:
        try:
            sealed = self._vault.seal((subject,), words.encode())
        except IntegrityError:  # another process made this key at the same moment
            sealed = self._vault.seal((subject,), words.encode())
        return b64encode(sealed).decode()

    def _write(self) -> None:
        """Everything that waits, in one commit. The caller holds the lock."""
        together = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
        try:
            with self._alone() as connection:
                rows = self._add(connection, [waiting.row for waiting in together])
        except (SQLAlchemyError, KeyGone) as error:
            for waiting in together:
                waiting.error = error
        else:
            for waiting, row in zip(together, rows, strict=True):
                waiting.number = row["number"]

    def _add(self, connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        head, added = self._head(connection) or broken(connection), []
        for row in rows:
            numbered = {**row, "number": head.number + 1}
            head = Head(head.number + 1, chain(head.hash, numbered))
            added.append({**numbered, "hash": head.hash})
        connection.execute(insert(access_log), added)
        connection.execute(update(access_head).values(sealed=self._seal_of(head)))
        return added

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction that no other writer of any process is beside."""
        if self._engine.dialect.name != "sqlite":
            with self._engine.begin() as connection:
                connection.execute(ONE_AT_A_TIME)
                yield connection
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(PATIENCE)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def _seal_of(self, head: Head) -> str:
        return self._sealed(STREAM, f"{head.number} {head.hash}")

    def _head(self, connection: Connection) -> Head | None:
        """The last entry as it is sealed; None where somebody else wrote what stands there."""
        sealed = connection.execute(select(access_head.c.sealed)).scalar()
        try:
            plain = self._vault.open((STREAM,), b64decode(sealed or "", validate=True))
        except (InvalidTag, ValueError):
            return None
        number, _, digest = plain.decode().partition(" ") if isinstance(plain, bytes) else ("",) * 3
        return Head(int(number), digest) if number else None
