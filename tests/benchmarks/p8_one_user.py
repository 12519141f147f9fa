"""P8: what one person waits for, one request at a time, among 10,000 incidents."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeAlias

import orjson

from tests.benchmarks.box1 import serving
from tests.benchmarks.commands import INCIDENTS, Body, contact, raising
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.history import STAKEHOLDER, storage_in, write
from tests.benchmarks.http import Connection
from tests.benchmarks.load import apart
from tests.benchmarks.scale import Scale

SHORT, USUAL, LONG = 3, 28, 500
CAUGHT_UP_WITHIN = 180.0
BARE = "/health/live"
PAUSE = 0.005

Waits: TypeAlias = dict[str, float]
Asked: TypeAlias = Callable[[], tuple[str, str, Body | None]]

TARGETS = {
    "raise an incident": 0.005,
    "list 25 incidents": 0.005,
    f"timeline of {USUAL} entries": 0.005,
    f"timeline of {LONG} entries": 0.015,
    "add an entry": 0.005,
}


def measure(folder: Path, scale: Scale) -> list[Figure]:
    with storage_in(folder / "data") as (_, storage):
        write(storage, scale.incidents, SHORT)
        usual, long = (write(storage, 1, entries)[0] for entries in (USUAL, LONG))
    with serving(folder) as box1:
        box1.catch_up(CAUGHT_UP_WITHIN)
        waits: Waits = apart(one_user, box1.port, box1.token, usual, long, scale.repeats)
    bare = waits.pop(BARE)
    return [
        Figure(
            number="P8",
            what=f"{what}, among {scale.incidents:,}: p50",
            measured=milliseconds(waited),
            limit=f"{milliseconds(bare)} an empty answer",
            share=bare / waited,
            target=f"≤ {milliseconds(TARGETS[what])}",
            met=waited <= TARGETS[what],
        )
        for what, waited in waits.items()
    ]


async def one_user(port: int, token: str, usual: str, long: str, repeats: int) -> Waits:
    """The median wait, in seconds, for each thing that somebody does."""
    connection = await Connection.open(port, token)
    asked: dict[str, Asked] = {
        BARE: lambda: ("GET", BARE, None),
        "raise an incident": lambda: ("POST", INCIDENTS, raising()),
        "list 25 incidents": lambda: ("GET", f"{INCIDENTS}?limit=25", None),
        f"timeline of {USUAL} entries": lambda: ("GET", _timeline(usual, USUAL), None),
        f"timeline of {LONG} entries": lambda: ("GET", _timeline(long, LONG), None),
        "add an entry": lambda: ("POST", *contact(usual, STAKEHOLDER)),
    }
    return {what: await _median(connection, ask, repeats) for what, ask in asked.items()}


def _timeline(ref: str, limit: int) -> str:
    return f"{INCIDENTS}/{ref}/timeline?limit={limit}"


async def _median(connection: Connection, ask: Asked, repeats: int) -> float:
    waits = []
    for _ in range(repeats):
        method, path, body = ask()
        sent = b"" if body is None else orjson.dumps(body)
        await asyncio.sleep(PAUSE)
        started = time.perf_counter()
        status, answer = await connection.request(method, path, sent)
        waits.append(time.perf_counter() - started)
        if status >= 400:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode()}")
    return median(waits)
