"""The steps of recording: each statement that changes something, before and after it."""

import os
import re
import signal
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from eventsourcing.sqlite import SQLiteConnection
from psycopg.sql import Composable
from sqlalchemy import Engine, event

from services import log_sqlite
from tests.faults.accepting.journal import Journal

BEFORE, AFTER = "before", "after"
STATEMENTS: Final = (
    "INSERT stored_events",
    "INSERT receipts",
    "INSERT belongings",
    "INSERT refs",
    "SAVEPOINT",
    "RELEASE",
    "BEGIN",
    "COMMIT",
)
PLACES: Final = tuple(f"{when} {what}" for what in STATEMENTS for when in (BEFORE, AFTER))
_CHANGES = re.compile(
    r'\s*(INSERT) INTO (?:"?\w+"?\.)?"?(\w+)"?|\s*(SAVEPOINT|RELEASE|BEGIN|COMMIT)'
)


def step_of(statement: str) -> str | None:
    """What a statement changes; None for whatever else it does."""
    found = _CHANGES.match(statement)
    return " ".join(filter(None, found.groups())) if found else None


@dataclass
class Deadly:
    """Kills this process when a place is reached for the n-th time."""

    journal: Journal
    place: str
    nth: int

    def reached(self, when: str, step: str) -> None:
        if f"{when} {step}" != self.place:
            return
        self.nth -= 1
        if self.nth == 0:
            self.journal.dies(self.place)
            os.kill(os.getpid(), signal.SIGKILL)


class Steps:
    """Tells of every step; `began` comes before each statement, `ended` after it."""

    def __init__(self, reached: Callable[[str, str], None]) -> None:
        self._reached = reached
        self._running: str | None = None

    def began(self, statement: str) -> None:
        """On SQLite a statement has ended where the next begins: nothing happens in between."""
        self.ended()
        self._running = step_of(statement)
        if self._running:
            self._reached(BEFORE, self._running)

    def ended(self) -> None:
        ended, self._running = self._running, None
        if ended:
            self._reached(AFTER, ended)


def watch_sqlite(steps: Steps) -> None:
    """Tell of the steps of every connection that is opened from now on."""

    def trace(connection: sqlite3.Connection, record: object = None) -> None:
        connection.set_trace_callback(steps.began)

    create, commit = log_sqlite._Pool._create_connection, SQLiteConnection.commit

    def created(pool: Any) -> SQLiteConnection:
        connection = create(pool)
        trace(connection._sqlite_conn)
        return connection

    def committed(connection: SQLiteConnection) -> None:
        commit(connection)
        steps.ended()

    for where, name, what in (
        (log_sqlite._Pool, "_create_connection", created),
        (SQLiteConnection, "commit", committed),
    ):
        setattr(where, name, what)
    event.listen(Engine, "connect", trace)


def watch_postgres(steps: Steps) -> None:
    """Tell of the steps of every connection; in a pipeline a statement ends when it is sent."""
    execute, many = psycopg.Cursor.execute, psycopg.Cursor.executemany
    command = psycopg.Connection._exec_command

    def executed(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        steps.began(_text(query))
        done = execute(cursor, query, *rest, **more)
        steps.ended()
        return done

    def executed_many(cursor: Any, query: Any, *rest: Any, **more: Any) -> None:
        steps.began(_text(query))
        many(cursor, query, *rest, **more)
        steps.ended()

    def commanded(connection: Any, query: Any, *rest: Any, **more: Any) -> Generator[Any, Any, Any]:
        steps.began(_text(query))
        result = yield from command(connection, query, *rest, **more)
        steps.ended()
        return result

    for where, name, what in (
        (psycopg.Cursor, "execute", executed),
        (psycopg.Cursor, "executemany", executed_many),
        (psycopg.Connection, "_exec_command", commanded),
    ):
        setattr(where, name, what)


def _text(query: Any) -> str:
    if isinstance(query, Composable):
        return query.as_string(None)
    return query.decode() if isinstance(query, bytes) else str(query)
