"""The event log in PostgreSQL: one writer at a time, so that positions have no gaps to miss."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

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

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(5201)"


class _Datastore(PostgresDatastore):
    """Connections asked for by a thread that has a batch open are that batch's connection."""

    def __init__(self, url: str) -> None:
        given = conninfo_to_dict(url)
        super().__init__(
            dbname=str(given.get("dbname", "")),
            host=str(given.get("host", "")),
            port=str(given.get("port", "5432")),
            user=str(given.get("user", "")),
            password=str(given.get("password", "")),
            originator_id_type="text",
            pool_size=2,
            max_overflow=8,
            pre_ping=True,
        )
        self._thread = local()

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        joined: psycopg.Connection[DictRow] | None = getattr(self._thread, "connection", None)
        if joined is not None:
            yield joined
        else:
            with super().get_connection() as connection:
                yield connection

    @contextmanager
    def batch(self) -> Iterator[None]:
        with self.get_connection() as connection, connection.transaction():
            connection.execute("LOCK TABLE stored_events IN EXCLUSIVE MODE")
            self._thread.connection = connection
            try:
                yield
            finally:
                self._thread.connection = None


class PostgresLog:
    """The log that several machines share, in the database at `url`."""

    position_column = "notification_id"
    failures = (psycopg.Error, PersistenceError)

    def __init__(self, url: str) -> None:
        self._datastore = _Datastore(url)
        self.recorder = PostgresApplicationRecorder(self._datastore)

    def prepare(self) -> None:
        """Make what is missing; processes that start at once do it one after another."""
        with self._datastore.get_connection() as waiting, waiting.transaction():
            waiting.execute(ONE_AT_A_TIME)
            self.recorder.create_table()
            for statement in (
                REFERENCES,
                RECEIPTS,
                BELONGINGS,
                TOKENS,
                WAITING,
                CHECKPOINTS,
                UNSOUGHT,
                BY_TOPIC,
            ):
                self.execute(statement)

    @contextmanager
    def batch(self) -> Iterator[None]:
        try:
            with self._datastore.batch():
                yield
        except self.failures as error:
            raise StoreUnavailable(str(error)) from error

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._datastore.get_connection() as connection, connection.transaction():
            yield

    def execute(self, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
        with self._datastore.get_connection() as connection:
            cursor = connection.execute(statement.replace("?", "%s").encode(), values or None)
            return [tuple(row.values()) for row in cursor] if cursor.description else []

    def read(self, query: str, *values: Any) -> Sequence[Sequence[Any]]:
        return self.execute(query, *values)

    def changes(self) -> int:
        return self.recorder.max_notification_id() or 0

    def close(self) -> None:
        self._datastore.close()
