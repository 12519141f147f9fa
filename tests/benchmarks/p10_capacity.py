"""P10: the capacity of 200 officers in 26 weeks with 10,000 allocations; five years replayed."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from api.views import Views, open_the_views
from domain.capacity import CAPACITY_V1
from domain.officer.words import Region, monday_of
from domain.ruleset import RULESET_V1
from domain.vocabulary import Level
from domain.what_if.made_up import made_up
from domain.what_if.replaying import replay
from domain.what_if.words import Staffed, Terms
from projections.capacity_grid import grid
from projections.capacity_weeks import week_board
from projections.rebuild import Rebuild
from tests.benchmarks.box1 import serving
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.history import storage_in
from tests.benchmarks.http import Connection
from tests.benchmarks.load import apart
from tests.benchmarks.scale import Scale
from tests.benchmarks.team import CONTRACTED, WEEKS, write_team

OFFICERS, ALLOCATIONS = 200, 10_000
MOST_SECONDS, MOST_REPLAYED = 0.050, 2.0
BARE = "/accessibility"
BOARD = f"/capacity?from={monday_of(WEEKS[0])}&weeks={len(WEEKS)}"
WEEK = f"/api/v1/capacity?week={WEEKS[0]}"
CAUGHT_UP_WITHIN = 180.0
YEARS, INCIDENTS = 5, 2_000


def measure(folder: Path, scale: Scale) -> list[Figure]:
    with storage_in(folder / "data") as (settings, storage):
        write_team(storage, OFFICERS, ALLOCATIONS)
        with open_the_views(settings, storage) as views:
            Rebuild(views.engine, views.capacity, storage.entries, readers_finish=0).run()
            asked = _views_asked(views, scale.repeats)
    with serving(folder) as box1:
        box1.catch_up(CAUGHT_UP_WITHIN)
        waits: dict[str, float] = apart(waited_for, box1.port, box1.token, scale.repeats)
    bare = waits.pop(BARE)
    return [
        *(_figure(what, waited, bare) for what, waited in {**asked, **waits}.items()),
        _replayed(),
    ]


async def waited_for(port: int, token: str, repeats: int) -> dict[str, float]:
    """The median wait for each, in seconds: a page with nothing in it, the board, a week."""
    connection = await Connection.open(port, token)
    waits: dict[str, list[float]] = {BARE: [], BOARD: [], WEEK: []}
    for path, found in waits.items():
        for _ in range(repeats):
            await asyncio.sleep(0.005)
            started = time.perf_counter()
            status, answer = await connection.request("GET", path)
            found.append(time.perf_counter() - started)
            if status >= 400:
                raise RuntimeError(f"{path}: {status} {answer[:200]!r}")
    return {path: median(found) for path, found in waits.items()}


def _views_asked(views: Views, repeats: int) -> dict[str, float]:
    """The same questions without a server around them."""
    with views.engine.connect() as connection:
        view, _ = views.capacity.resolve(connection)
        return {
            f"{len(WEEKS)} weeks of {len(Region)} regions, from the view": _timed(
                lambda: grid(connection, view, WEEKS, CAPACITY_V1), repeats
            ),
            "one week, from the view": _timed(
                lambda: week_board(connection, view, WEEKS[0], CAPACITY_V1), repeats
            ),
        }


def _timed(ask: Callable[[], object], repeats: int) -> float:
    took = []
    for _ in range(repeats):
        started = time.perf_counter()
        ask()
        took.append(time.perf_counter() - started)
    return median(took)


def _figure(what: str, waited: float, bare: float) -> Figure:
    return Figure(
        number="P10",
        what=f"{what}, {OFFICERS} officers, {ALLOCATIONS:,} allocations: p50",
        measured=milliseconds(waited),
        limit=f"{milliseconds(bare)} a page with nothing in it",
        share=bare / waited,
        target=f"≤ {milliseconds(MOST_SECONDS)}",
        met=waited <= MOST_SECONDS,
    )


def _replayed() -> Figure:
    """Five years of demand against the same officers."""
    weeks = YEARS * 52
    levels = (Level.CRITICAL, Level.HIGH_PROFILE)
    rate = INCIDENTS / weeks / len(Region) / len(levels)
    demand = made_up({(one, level): rate for one in Region for level in levels}, weeks, seed=1)
    regions = list(Region)
    staff = [
        Staffed(ref=f"{number}", region=regions[number % len(regions)], net=(CONTRACTED,) * weeks)
        for number in range(OFFICERS)
    ]
    started = time.perf_counter()
    replay(demand, staff, RULESET_V1.capacity, Terms(weeks=weeks))
    took = time.perf_counter() - started
    return Figure(
        number="P10",
        what=f"{len(demand):,} incidents of {YEARS} years replayed",
        measured=milliseconds(took),
        target=f"≤ {MOST_REPLAYED:.0f} s",
        met=took <= MOST_REPLAYED,
    )
