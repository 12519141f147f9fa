"""P1: durable commands over HTTP from 16 clients, against bare inserts of the same bytes."""

import sqlite3
import time
from pathlib import Path
from statistics import median

import orjson

from tests.benchmarks.box1 import serving
from tests.benchmarks.commands import REGISTER, STAKEHOLDERS
from tests.benchmarks.figure import Figure, milliseconds, percentile
from tests.benchmarks.load import Answers, Load, apart, as_fast_as_it_goes
from tests.benchmarks.scale import Scale

CLIENTS, CONTACTS = 16, 9
SHARE, SLOWEST = 0.60, 0.050
AT_MOST = 5_000


def measure(folder: Path, scale: Scale) -> list[Figure]:
    """Rounds of load, each followed by the limit on the same disk; the median round counts."""
    rounds, waits = [], []
    with serving(folder) as box1:
        registered = orjson.loads(box1.answers("POST", STAKEHOLDERS, REGISTER))
        box1.catch_up()
        load = Load(
            port=box1.port,
            token=box1.token,
            stakeholder=registered["ref"],
            clients=CLIENTS,
            seconds=scale.seconds / scale.rounds,
            contacts=CONTACTS,
        )
        for number in range(scale.rounds):
            answers: Answers = apart(as_fast_as_it_goes, load)
            waits += answers.waits
            limit = bare_inserts(box1.data / "events.db", folder / f"bare-{number}.db")
            rounds.append((answers.rate, limit))
    rate, limit = (median(values) for values in zip(*rounds, strict=True))
    share = median(rate / limit for rate, limit in rounds)
    p99 = percentile(waits, 99)
    return [
        Figure(
            number="P1",
            what=f"commands over HTTP, {CLIENTS} clients, durable",
            measured=f"{rate:,.0f}/s",
            limit=f"{limit:,.0f}/s INSERT+COMMIT",
            share=share,
            target=f"≥ {SHARE:.2f} of the limit",
            met=share >= SHARE,
        ),
        Figure(
            number="P1",
            what="… p99",
            measured=milliseconds(p99),
            target=f"≤ {milliseconds(SLOWEST)}",
            met=p99 <= SLOWEST,
        ),
    ]


def bare_inserts(log: Path, target: Path) -> float:
    """Events a second, of this log, each inserted and committed by itself (WAL, FULL)."""
    with sqlite3.connect(log) as source:
        rows = source.execute(
            "SELECT originator_id, originator_version, topic, state FROM stored_events"
            " ORDER BY rowid LIMIT ?",
            (AT_MOST,),
        ).fetchall()
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE stored_events (rowid INTEGER PRIMARY KEY AUTOINCREMENT,"
        " originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,"
        " state BLOB NOT NULL, UNIQUE (originator_id, originator_version)) STRICT"
    )
    started = time.perf_counter()
    for row in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?, ?, ?, ?)",
            row,
        )
        connection.execute("COMMIT")
    return len(rows) / (time.perf_counter() - started)
