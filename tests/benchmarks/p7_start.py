"""P7: how long after its start, and after a kill and another start, box1 answers a command."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.box1 import Box1
from tests.benchmarks.commands import INCIDENTS, raising
from tests.benchmarks.figure import Figure
from tests.benchmarks.scale import Scale

TARGET = 2.0
IMPORTS = (
    "import eventsourcing.sqlite, fastapi, granian.server.embed, jinja2, nats, psycopg,"
    " pydantic_settings, rich.progress, sqlalchemy, typer, uvloop"
)


def measure(folder: Path, scale: Scale) -> list[Figure]:
    limit = median(bare_start() for _ in range(scale.rounds))
    firsts, agains = [], []
    for number in range(scale.rounds):
        box1 = Box1(folder / str(number))
        try:
            firsts.append(_first_answer(box1))
            box1.kill()
            agains.append(_first_answer(box1))
        finally:
            box1.stop()
    return [
        _figure("start → first command answered", median(firsts), limit),
        _figure("start again after kill -9 → first command answered", median(agains), limit),
    ]


def _figure(what: str, seconds: float, limit: float) -> Figure:
    return Figure(
        number="P7",
        what=what,
        measured=f"{seconds:.2f} s",
        limit=f"{limit:.2f} s Python and the same libraries",
        share=limit / seconds,
        target=f"≤ {TARGET:.0f} s",
        met=seconds <= TARGET,
    )


def _first_answer(box1: Box1) -> float:
    started = time.perf_counter()
    box1.start()
    box1.answers("POST", INCIDENTS, raising())
    return time.perf_counter() - started


def bare_start() -> float:
    """Seconds for a new Python to import the libraries that box1 stands on."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return time.perf_counter() - started
