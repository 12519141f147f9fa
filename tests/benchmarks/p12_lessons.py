"""P12: a library of 50,000 lessons searched, and what suggesting the best of them adds."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from uuid import uuid4

from api.storage import Storage
from api.views import Views, open_the_views
from domain.base import Provenance
from domain.insight import Insight, InsightFacts
from domain.insight.decisions import InsightRecorded, InsightValidated
from domain.lessons import Circumstances, Theme
from domain.vocabulary import IncidentType, Role
from projections.rebuild import Rebuild
from tests.benchmarks.box1 import serving
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.history import storage_in
from tests.benchmarks.http import Connection
from tests.benchmarks.load import apart
from tests.benchmarks.scale import WHOLE, Scale

MANY, FEW = 50_000, 5_000
MOST_SEARCHED, MOST_ADDED = 0.030, 0.005
CAUGHT_UP_WITHIN = 600.0
TOGETHER = 200
BARE = "/accessibility"
WORDS = ("interpreter", "meeting", "family", "school", "mosque", "police", "rumour", "vigil")
COMMUNITIES = ("somali", "young_people", "gypsy_roma_traveller", "black_caribbean", "deaf", "sikh")
FORCES = tuple(f"E230000{number:02}" for number in (1, 2, 3, 4, 13))
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def measure(folder: Path, scale: Scale) -> list[Figure]:
    lessons = MANY if scale is WHOLE else FEW
    with storage_in(folder / "data") as (settings, storage):
        write_library(storage, lessons)
        pages = [f"/lessons?q={storage.veil.over(words)}" for words in searches(scale.repeats)]
        with open_the_views(settings, storage) as views:
            Rebuild(views.engine, views.lessons, storage.entries, readers_finish=0).run()
            added = suggesting(views, scale.repeats)
    with serving(folder) as box1:
        box1.catch_up(CAUGHT_UP_WITHIN)
        bare, waits = apart(waited_for, box1.port, box1.token, pages)
    return [_searched(lessons, bare, waits), _suggested(lessons, added)]


def write_library(storage: Storage, lessons: int) -> None:
    """So many validated lessons of five years, written through the store."""
    insights = _insights(storage, lessons)
    while some := list(islice(insights, 1)):
        with storage.store.batch():
            for insight in (*some, *islice(insights, TOGETHER - 1)):
                storage.store.record(insight)


def searches(repeats: int) -> list[str]:
    random = Random(1)
    return [f"{random.choice(WORDS)} {random.choice(WORDS)[:4]}" for _ in range(repeats)]


async def waited_for(port: int, token: str, pages: list[str]) -> tuple[float, list[float]]:
    """The median wait for a page with nothing in it; each wait for a search, in seconds."""
    connection = await Connection.open(port, token)
    bare = [await _asked(connection, BARE) for _ in range(50)]
    for path in pages[:5]:
        await _asked(connection, path)
    return median(bare), [await _asked(connection, path) for path in pages]


def suggesting(views: Views, repeats: int) -> list[float]:
    """How long each lookup of the best five took, in seconds."""
    random, took = Random(2), []
    for _ in range(repeats):
        now_in = Circumstances(
            incident_type=random.choice(list(IncidentType)),
            communities=frozenset(random.sample(COMMUNITIES, 2)),
            themes=frozenset(random.sample(list(Theme), 2)),
            force=random.choice(FORCES),
        )
        started = time.perf_counter()
        views.suggestable(now_in, NOW)
        took.append(time.perf_counter() - started)
    return took


async def _asked(connection: Connection, path: str) -> float:
    await asyncio.sleep(0.005)
    started = time.perf_counter()
    status, answer = await connection.request("GET", path)
    if status >= 400:
        raise RuntimeError(f"{path}: {status} {answer[:200]!r}")
    return time.perf_counter() - started


def _insights(storage: Storage, lessons: int) -> Iterator[Insight]:
    random, facts = Random(0), InsightFacts()
    for number in range(lessons):
        at = NOW - timedelta(minutes=(lessons - number) * 50)
        said = " ".join(random.sample(WORDS, 4))
        recorded = InsightRecorded.model_validate(
            {
                "statement": f"Number {number}: {said}. Fictional.",
                "detail": " ".join(random.choices(WORDS, k=30)),
                "kind": "lesson",
                "themes": random.sample(list(Theme), 2),
                "phase": "managing",
                "incident_type": random.choice(list(IncidentType)),
                "communities": random.sample(COMMUNITIES, random.randint(0, 2)),
                "pfa": random.choice(FORCES),
                "confidence": "medium",
            }
        )
        ref = storage.store.next_ref(Insight.SERIES, 4)
        insight = Insight.record(ref, recorded, _by("ann", at), facts)
        insight.validate(InsightValidated(), _by("ben", at), facts)
        yield insight


def _by(who: str, at: datetime) -> Provenance:
    command = uuid4()
    return Provenance(
        actor=who,
        role=Role.INSIGHT_MANAGER,
        command_id=command,
        correlation_id=command,
        occurred_at=at,
        recorded_at=at,
    )


def _searched(lessons: int, bare: float, waits: list[float]) -> Figure:
    slowest, usual = quantiles(waits, n=100)[-1], milliseconds(median(waits))
    return Figure(
        number="P12",
        what=f"a search over {lessons:,} lessons, the page: p99 (p50 {usual})",
        measured=milliseconds(slowest),
        limit=f"{milliseconds(bare)} a page with nothing in it",
        share=bare / slowest,
        target=f"≤ {milliseconds(MOST_SEARCHED)}",
        met=slowest <= MOST_SEARCHED,
    )


def _suggested(lessons: int, took: list[float]) -> Figure:
    slowest = milliseconds(quantiles(took, n=100)[-1])
    return Figure(
        number="P12",
        what=f"the best five of {lessons:,} lessons for a triage: p50 (p99 {slowest})",
        measured=milliseconds(median(took)),
        target=f"≤ {milliseconds(MOST_ADDED)}",
        met=median(took) <= MOST_ADDED,
    )
