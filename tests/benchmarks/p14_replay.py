"""P14: the next step of a replay, of an incident with 500 entries and of one with 5,000."""

import asyncio
import time
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.box1 import serving
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.history import storage_in, write
from tests.benchmarks.http import Connection
from tests.benchmarks.load import apart
from tests.benchmarks.scale import Scale

TARGETS = {500: 0.030, 5_000: 0.060}
CAUGHT_UP_WITHIN = 180.0
BARE = "/accessibility"
PAUSE = 0.005


def measure(folder: Path, scale: Scale) -> list[Figure]:
    with storage_in(folder / "data") as (_, storage):
        refs = {entries: write(storage, 1, entries)[0] for entries in TARGETS}
    with serving(folder) as box1:
        box1.catch_up(CAUGHT_UP_WITHIN)
        bare, waits = apart(stepped, box1.port, box1.token, refs, scale.repeats)
    return [_figure(entries, bare, waits[entries]) for entries in TARGETS]


async def stepped(
    port: int, token: str, refs: dict[int, str], repeats: int
) -> tuple[float, dict[int, list[float]]]:
    """The median wait for a page with nothing in it; each wait for a step, in seconds."""
    connection = await Connection.open(port, token)
    bare = [await _asked(connection, BARE) for _ in range(50)]
    waits = {}
    for entries, ref in refs.items():
        steps = [1 + entries * number // repeats for number in range(repeats)]
        pages = [f"/incidents/{ref}/replay?step={step}" for step in steps]
        for path in pages[:3]:
            await _asked(connection, path)
        waits[entries] = [await _asked(connection, path) for path in pages]
    return median(bare), waits


async def _asked(connection: Connection, path: str) -> float:
    await asyncio.sleep(PAUSE)
    started = time.perf_counter()
    status, answer = await connection.request("GET", path)
    if status >= 400:
        raise RuntimeError(f"{path}: {status} {answer[:200]!r}")
    return time.perf_counter() - started


def _figure(entries: int, bare: float, waits: list[float]) -> Figure:
    slowest = quantiles(waits, n=100)[-1]
    return Figure(
        number="P14",
        what=f"a step of a replay of {entries:,} entries: p99 (p50 {milliseconds(median(waits))})",
        measured=milliseconds(slowest),
        limit=f"{milliseconds(bare)} a page with nothing in it",
        share=bare / slowest,
        target=f"≤ {milliseconds(TARGETS[entries])}",
        met=slowest <= TARGETS[entries],
    )
