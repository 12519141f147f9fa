"""P13: a whole log checked: every chain, the tree, and a checkpoint of it."""

import sqlite3
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from services.evidence import Checkpoints, Signer, check_log
from services.log_sqlite import SQLiteLog
from services.mapper import chain
from tests.benchmarks.figure import Figure
from tests.benchmarks.scale import WHOLE, Scale

MANY, FEW = 1_000_000, 100_000
STREAMS = 10_000
MOST_SECONDS: Final = 10.0
REST = b'"event_id":"00000000-0000-0000-0000-%012d","by":{},"subjects":[],"decision":{"said":"%s"}}'
SAID = b"x" * 300


def measure(folder: Path, scale: Scale) -> list[Figure]:
    events = MANY if scale is WHOLE else FEW
    log = SQLiteLog(folder / "events.db")
    log.prepare()
    write(folder / "events.db", events)
    signer = Signer(bytes(32))
    note = Checkpoints(log, lambda: signer).make(datetime(2030, 1, 1, tzinfo=UTC))
    raw = hashed_only(log, events)
    started = time.perf_counter()
    counted, faults = check_log(log, [note], signer.public)
    took = time.perf_counter() - started
    log.close()
    if (counted, faults) != (events, []):
        raise RuntimeError(f"{counted} of {events} events, {faults[:3]}")
    return [
        Figure(
            number="P13",
            what=f"a log of {events:,} events checked",
            measured=f"{took:.1f} s",
            limit=f"{raw:.1f} s to read it and hash each once",
            share=raw / took,
            target=f"≤ {MOST_SECONDS * events / MANY:.0f} s",
            met=took <= MOST_SECONDS * events / MANY,
        )
    ]


def write(file: Path, events: int) -> None:
    """So many events of many streams, chained as the store chains them."""
    heads: dict[int, str] = {}
    rows = []
    for number in range(events):
        stream, version = number % STREAMS, number // STREAMS + 1
        ref, rest = f"INC-2026-{stream:05}", REST % (number, SAID)
        hashed = chain(heads.get(stream, ""), ref, version, "incident.noted", rest)
        heads[stream] = hashed
        rows.append((ref, version, "incident.noted", b'{"hash":"%s",%s' % (hashed.encode(), rest)))
    with sqlite3.connect(file) as connection:
        connection.executemany(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?, ?, ?, ?)",
            rows,
        )


def hashed_only(log: SQLiteLog, events: int) -> float:
    """Seconds to read as many rows in pages and hash the bytes of each."""
    started, after = time.perf_counter(), 0
    while rows := log.read(
        "SELECT rowid, state FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT 5000", after
    ):
        for _, state in rows:
            sha256(state).digest()
        after = rows[-1][0]
    return time.perf_counter() - started
