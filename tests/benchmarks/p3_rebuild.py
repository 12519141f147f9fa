"""P3: the timeline rebuilt from the log, against bare decoding of the same bytes."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from api.views import open_the_views
from projections.rebuild import Rebuild
from tests.benchmarks.figure import Figure
from tests.benchmarks.history import storage_in, write
from tests.benchmarks.scale import Scale

ENTRIES = 28
SHARE, RATE = 0.25, 100_000
PAGE = 5_000


def measure(folder: Path, scale: Scale) -> list[Figure]:
    with storage_in(folder) as (settings, storage):
        write(storage, scale.events // ENTRIES, ENTRIES)
        events = storage.store.position()
        limit = events / bare_fold(folder / "events.db")
        with open_the_views(settings, storage) as views:
            rebuild = Rebuild(views.engine, views.timeline, storage.entries, readers_finish=0)
            started = time.perf_counter()
            rebuild.run()
            rate = events / (time.perf_counter() - started)
    return [
        Figure(
            number="P3",
            what=f"timeline rebuilt from {events:,} events",
            measured=f"{rate:,.0f} events/s",
            limit=f"{limit:,.0f}/s orjson + dict",
            share=rate / limit,
            target=f"≥ {SHARE:.2f} of the limit, ≥ {RATE:,} events/s",
            met=rate >= RATE and rate / limit >= SHARE,
        )
    ]


def bare_fold(log: Path) -> float:
    """Seconds to read the log in pages, decode it with orjson and fold it into a dict."""
    started, last = time.perf_counter(), dict[str, Any]()
    for ref, version, topic, state in _rows(log):
        stored = orjson.loads(state)
        last[ref] = (version, topic, stored["event_id"], stored["by"]["occurred_at"])
    return time.perf_counter() - started


def _rows(log: Path) -> Iterator[tuple[str, int, str, bytes]]:
    with sqlite3.connect(log) as connection:
        after = 0
        while page := connection.execute(
            "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
            " WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (after, PAGE),
        ).fetchall():
            yield from (row[1:] for row in page)
            after = page[-1][0]
