"""Where planted people are looked for: files, what was printed, NATS, databases, command lines."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from services.bus import STREAM, connect, disconnect
from tests.privacy.place import Place
from tests.privacy.traces import Trace, traces

PROCESSES = Path("/proc")
BATCH = 500

PLAIN_BY_DESIGN = {
    "board": "the list of incidents: titles and places, found and sorted by the database",
    "work": "what is owed: read and sorted by the database",
    "register": "names, found and sorted by the database",
    "search": "everything that can be searched for",
    "requests": "the groups of an incident, as tags, to count requests by",
    "capacity": "the names of officers",
    "lessons": "what was learned: found, narrowed and suggested by the database",
}
"""Views on PostgreSQL: made from the log, thrown away and made again; nothing else is plain."""


def in_files(folder: Path) -> list[Trace]:
    """Every file that box1 wrote, byte by byte: databases, journals, logs, streams, keys."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found += traces(f"file {path.relative_to(folder)}", path.read_bytes())
    return found


def in_sqlite(folder: Path) -> list[Trace]:
    """Every column of every table that can be read without a key; names the table and column."""
    found: list[Trace] = []
    for path in sorted(folder.rglob("*.db")):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            for where, value in _cells(connection):
                found += traces(f"{path.name} {where}", value)
    return found


def _cells(connection: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    except sqlite3.DatabaseError:  # encrypted: it is searched as a file
        return
    for (table,) in tables:
        rows = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in rows.description]
        yield from _columns(table, names, rows.fetchall())


def _columns(
    table: str, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterator[tuple[str, bytes]]:
    """Everything that each column holds, a line a row."""
    for name, values in zip(names, zip(*rows, strict=True), strict=False):
        yield f"{table}.{name}", b"\n".join(map(_bytes, values))


def in_postgresql(url: str, *, everything: bool = False) -> tuple[list[Trace], dict[str, int]]:
    """Every column of every table; and which words are in the columns that are plain by design."""
    found: list[Trace] = []
    allowed: dict[str, int] = {}
    with psycopg.connect(url) as connection:
        for table in _tables(connection):
            rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
            names = [column.name for column in rows.description or ()]
            for where, held in _columns(table, names, rows.fetchall()):
                hits = traces(f"table {where}", held)
                if hits and not everything and table.split("_")[0] in PLAIN_BY_DESIGN:
                    allowed[where] = len(hits)
                else:
                    found += hits
    return found, allowed


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return sorted(str(row[0]) for row in rows)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def in_messages(place: Place) -> tuple[int, list[Trace]]:
    """How many messages the stream holds, and what is in their subjects, headers and bodies."""
    return asyncio.run(_messages(place.nats_url))


async def _messages(url: str) -> tuple[int, list[Trace]]:
    found: list[Trace] = []
    client = await connect(url, "privacy test")
    try:
        jetstream = client.jetstream()
        state = (await jetstream.stream_info(STREAM)).state
        for number in range(state.first_seq, state.last_seq + 1):
            message = await jetstream.get_msg(STREAM, seq=number, direct=True)
            told = f"{message.subject} {message.headers}".encode() + (message.data or b"")
            found += traces(f"NATS message {message.subject}", told)
        return state.messages, found
    finally:
        await disconnect(client)


def in_command_lines(place: Place) -> list[Trace]:
    """Command lines and environments of box1 and everything it started."""
    found = []
    for pid in _descendants(place.pid):
        for part in ("cmdline", "environ"):
            found += traces(f"process {part}", _read(PROCESSES / str(pid) / part))
    return found


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for path in PROCESSES.glob(f"{pid}/task/*/children"):
        for child in _read(path).split():
            yield from _descendants(int(child))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""
