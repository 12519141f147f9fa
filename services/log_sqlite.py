"""The event log in one SQLite file: positions never reused, every commit on disk."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from services.log import (
    BELONGINGS,
    BY_TOPIC,
    CHECKPOINTS,
    RECEIPTS,
    REFERENCES,
    TOKENS,
    UNSOUGHT,
    WAITING,
    StoreUnavailable,
)

PRAGMAS = ("synchronous=FULL", "secure_delete=ON", "busy_timeout=5000")


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        return connection


class _Datastore(SQLiteDatastore):
    """Transactions of a thread that has a batch open are part of that batch."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), originator_id_type="text")
        self.pool.close()
        self.pool = _Pool(db_name=str(path), pool_size=8)
        self._thread = local()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        joined: SQLiteCursor | None = getattr(self._thread, "cursor", None)
        if joined is not None:
            yield joined
        else:
            with super().transaction(commit=commit) as cursor:
                yield cursor

    @contextmanager
    def batch(self) -> Iterator[None]:
        with self.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            self._thread.cursor = cursor
            try:
                yield
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._thread.cursor = None


class _Recorder(SQLiteApplicationRecorder):
    """The library's recorder with explicit row ids, so that no position is ever given twice."""

    def __init__(self, datastore: _Datastore) -> None:
        super().__init__(datastore)
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?)"
        )

    def construct_create_table_statements(self) -> list[str]:
        return [
            "CREATE TABLE IF NOT EXISTS stored_events ("
            "rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, "
            "originator_version INTEGER NOT NULL, topic TEXT NOT NULL, state BLOB NOT NULL, "
            "UNIQUE (originator_id, originator_version)) STRICT",
            REFERENCES,
            RECEIPTS,
            BELONGINGS,
            TOKENS,
            WAITING,
            CHECKPOINTS,
            UNSOUGHT,
            BY_TOPIC,
        ]


class SQLiteLog:
    """The log of one machine, in the file at `path`."""

    position_column = "rowid"
    failures = (sqlite3.Error, PersistenceError)

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._datastore = _Datastore(path)
        self.recorder = _Recorder(self._datastore)
        self._watch = sqlite3.connect(path, check_same_thread=False, isolation_level=None)

    def prepare(self) -> None:
        self.recorder.create_table()

    @contextmanager
    def batch(self) -> Iterator[None]:
        try:
            with self._datastore.batch():
                yield
        except self.failures as error:
            raise StoreUnavailable(str(error)) from error

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self.execute("SAVEPOINT command")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK TO command")
            raise
        finally:
            self.execute("RELEASE command")

    def execute(self, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(statement, values)
            return [tuple(row) for row in cursor.fetchall()]

    def read(self, query: str, *values: Any) -> Sequence[Sequence[Any]]:
        with self._datastore.transaction(commit=False) as cursor:
            cursor.execute(query, values)
            return [tuple(row) for row in cursor.fetchall()]

    def changes(self) -> int:
        version: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return version

    def close(self) -> None:
        self._watch.close()
        self._datastore.close()
