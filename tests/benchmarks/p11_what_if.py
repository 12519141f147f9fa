"""P11: the what-if page over five years, two arrangements of 200 officers, on 2,000 incidents."""

import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from domain.officer.words import Region
from tests.benchmarks.box1 import serving
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.history import storage_in
from tests.benchmarks.load import apart
from tests.benchmarks.scale import Scale
from tests.benchmarks.team import write_team

OFFICERS, ALLOCATIONS, WEEKS, INCIDENTS = 200, 200, 261, 2_000
MOST_SECONDS = 2.0
MOST_ASKED = 10
BARE = "/accessibility"
STEP, ANSWER = "</progress>", b'id="answer"'
PATIENCE = 60
CAUGHT_UP_WITHIN = 180.0
RATE = f"{INCIDENTS / WEEKS / len(Region) / 2:.3f}"
RATES = {f"{level}.{one}": RATE for one in Region for level in ("critical", "high-profile")}
ASKED = {"demand": "made-up", "weeks": WEEKS, "lost": "OFC-01", "reserve": 10, **RATES}
WHAT_IF = f"/what-if?{urlencode(ASKED)}"


def measure(folder: Path, scale: Scale) -> list[Figure]:
    with storage_in(folder / "data") as (_, storage):
        write_team(storage, OFFICERS, ALLOCATIONS)
    with serving(folder) as box1:
        box1.catch_up(CAUGHT_UP_WITHIN)
        repeats = min(scale.repeats, MOST_ASKED)
        waits: dict[str, float] = apart(waited_for, box1.port, box1.token, repeats)
    waited = waits[WHAT_IF]
    return [
        Figure(
            number="P11",
            what=f"what if, {INCIDENTS:,} incidents in five years, {OFFICERS} officers: p50",
            measured=f"{milliseconds(waited)}, the first step after {milliseconds(waits[STEP])}",
            limit=f"{milliseconds(waits[BARE])} a page with nothing in it",
            share=waits[BARE] / waited,
            target=f"≤ {MOST_SECONDS:.0f} s",
            met=waited <= MOST_SECONDS,
        )
    ]


async def waited_for(port: int, token: str, repeats: int) -> dict[str, float]:
    """The median wait in seconds: for each whole page, and until a first step is seen."""
    waits: dict[str, list[float]] = {BARE: [], WHAT_IF: [], STEP: []}
    for path in (BARE, WHAT_IF):
        for _ in range(repeats):
            whole, step = _page(port, token, path)
            waits[path].append(whole)
            waits[STEP] += [step] if path == WHAT_IF else []
    return {path: median(found) for path, found in waits.items()}


def _page(port: int, token: str, path: str) -> tuple[float, float]:
    """How long a page took, and how long until it showed how far it was."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer, came, seen = connection.getresponse(), b"", 0.0
    while piece := answer.read1():
        came += piece
        if not seen and STEP.encode() in came:
            seen = time.perf_counter() - started
    whole = time.perf_counter() - started
    connection.close()
    if answer.status >= 400 or (path == WHAT_IF and ANSWER not in came):
        raise RuntimeError(f"{path}: {answer.status} {came[:200]!r}")
    return whole, seen
