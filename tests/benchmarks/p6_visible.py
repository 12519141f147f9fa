"""P6: from an answer until every view and an open page have it, at 200 commands a second."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import orjson
from sqlalchemy import text

from api.views import open_the_views
from services.bus import connect
from services.nats_server import NatsServer
from tests.benchmarks.box1 import serving
from tests.benchmarks.commands import INCIDENTS, REGISTER, STAKEHOLDERS, contact, raising
from tests.benchmarks.figure import Figure, milliseconds, percentile
from tests.benchmarks.history import storage_in
from tests.benchmarks.http import Connection
from tests.benchmarks.load import apart
from tests.benchmarks.scale import Scale

RATE, CLIENTS = 200, 16
SLOWEST = 0.050
LOOK_EVERY = 0.001
PATIENCE = 30.0
FURTHEST_BEHIND = text('SELECT min(position) FROM checkpoints WHERE "current"')
PUBLISHED = 500


@dataclass
class Seen:
    """When each position was acknowledged, told to an open page, and shown by every view."""

    acknowledged: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)

    @property
    def missing(self) -> dict[str, list[int]]:
        """Positions that an open page or a view has not had yet."""
        answered = self.acknowledged.keys()
        late = {"told": answered - self.told.keys(), "shown": answered - self.shown.keys()}
        return {where: sorted(positions) for where, positions in late.items() if positions}

    def waits(self, seen: dict[int, float]) -> list[float]:
        """Seconds from each acknowledgement, none where it was seen before its answer came."""
        return [max(0.0, seen[at] - moment) for at, moment in self.acknowledged.items()]


def measure(folder: Path, scale: Scale) -> list[Figure]:
    limit = asyncio.run(bare_publish(folder / "bare"))
    with serving(folder) as box1:
        registered = orjson.loads(box1.answers("POST", STAKEHOLDERS, REGISTER))
        box1.catch_up()
        count = int(RATE * scale.seconds)
        seen: Seen = apart(paced, box1.port, box1.token, str(box1.data), registered["ref"], count)
    shown, told = seen.waits(seen.shown), seen.waits(seen.told)
    return [
        _figure(f"answered → in every view, at {RATE} commands/s: p99", shown, limit),
        _figure("answered → on an open page: p99", told, limit),
    ]


def _figure(what: str, waits: list[float], limit: float) -> Figure:
    p99 = percentile(waits, 99)
    return Figure(
        number="P6",
        what=what,
        measured=f"{milliseconds(p99)} (p50 {milliseconds(median(waits))})",
        limit=f"{limit * 1000:.2f} ms JetStream publish p50",
        share=limit / max(median(waits), limit),
        target=f"≤ {milliseconds(SLOWEST)}",
        met=p99 <= SLOWEST,
    )


async def bare_publish(folder: Path) -> float:
    """Seconds until a server on the same disk has stored a message and said so: the median."""
    server, waits = NatsServer(folder), []
    client = await connect(server.start(), "bare")
    try:
        stream = client.jetstream()
        await stream.add_stream(name="BARE", subjects=["bare"])
        for _ in range(PUBLISHED):
            started = time.perf_counter()
            await stream.publish("bare", b"x" * 600)
            waits.append(time.perf_counter() - started)
    finally:
        await client.close()
        server.stop()
    return median(waits)


async def paced(port: int, token: str, data: str, stakeholder: str, count: int) -> Seen:
    """Send so many commands, each at its time whether or not those before were answered."""
    seen = Seen()
    connections = asyncio.Queue[Connection]()
    for _ in range(CLIENTS):
        connections.put_nowait(await Connection.open(port, token))
    watching = [
        asyncio.create_task(_listen(port, token, seen)),
        asyncio.create_task(_look(Path(data), seen)),
    ]
    await asyncio.sleep(0.5)
    incident = await _raise(connections, seen)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as sending:
        for number in range(count):
            await asyncio.sleep(max(0.0, started + number / RATE - time.perf_counter()))
            if number % 20 == 19:
                incident = await _raise(connections, seen)
            sending.create_task(_send(connections, *contact(incident, stakeholder), seen))
    await _until_complete(seen)
    for task in watching:
        task.cancel()
    return seen


async def _raise(connections: "asyncio.Queue[Connection]", seen: Seen) -> str:
    return str((await _send(connections, INCIDENTS, raising(), seen))["ref"])


async def _send(
    connections: "asyncio.Queue[Connection]", path: str, body: object, seen: Seen
) -> dict[str, object]:
    connection = await connections.get()
    answer = await connection.post(path, body)
    seen.acknowledged[int(str(answer["position"]))] = time.perf_counter()
    connections.put_nowait(connection)
    return answer


async def _listen(port: int, token: str, seen: Seen) -> None:
    """Note when each position comes down an open stream of changes."""
    connection = await Connection.open(port, token)
    connection.send("GET", "/api/v1/changes?after=0")
    while line := await connection.line():
        if line.startswith(b"id: "):
            seen.told[int(line[4:])] = time.perf_counter()


async def _look(data: Path, seen: Seen) -> None:
    """Note when the view that is furthest behind has each position, as any reader would see it."""
    reached = 0
    with storage_in(data) as (settings, storage), open_the_views(settings, storage) as views:
        while True:
            with views.engine.connect() as connection:
                position = connection.execute(FURTHEST_BEHIND).scalar_one()
            now = time.perf_counter()
            seen.shown |= dict.fromkeys(range(reached + 1, position + 1), now)
            reached = max(reached, position)
            await asyncio.sleep(LOOK_EVERY)


async def _until_complete(seen: Seen) -> None:
    deadline = time.monotonic() + PATIENCE
    while seen.missing:
        if time.monotonic() > deadline:
            raise TimeoutError(f"never seen: {seen.missing}")
        await asyncio.sleep(LOOK_EVERY)
