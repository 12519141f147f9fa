"""A real nats-server for the tests that need one, and a log to copy to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import orjson
import pytest
from nats.aio.client import Client

from projections.base import Entry
from services.bus import STREAM, connect
from services.nats_server import NatsServer

TOPICS = ("incident.raised", "incident.triaged", "incident.stakeholder-contacted")


class Task(Protocol):
    async def run(self) -> None: ...


class Logbook:
    """Events in the order of their positions, as the event store would tell them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def record(self, count: int, *, apart: int = 1) -> None:
        """Record so many more events, whose positions lie `apart`."""
        for _ in range(count):
            number = len(self.entries) + 1
            last = self.entries[-1].position if self.entries else 0
            self.entries.append(_entry(number, last + apart))

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        return [entry for entry in self.entries if entry.position > after][:limit]

    @property
    def position(self) -> int:
        return self.entries[-1].position

    @property
    def positions(self) -> list[int]:
        return [entry.position for entry in self.entries]


def _entry(number: int, position: int) -> Entry:
    state = {
        "hash": f"{number:064x}",
        "event_id": str(UUID(int=number)),
        "by": {"recorded_at": "2026-03-02T08:15:00Z"},
        "subjects": ["STK-0001"],
        "decision": {"summary": {"about": ["STK-0001"], "sealed": "c2VhbGVk"}, "data": "},{"},
    }
    ref = f"INC-2026-{number % 5 + 1:04}"
    return Entry(position, ref, number, TOPICS[number % 3], orjson.dumps(state))


@pytest.fixture
def logbook() -> Logbook:
    return Logbook()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """One server for the whole session; it is started synchronously, so no loop owns it."""
    server = NatsServer(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_nats_server(tmp_path: Path) -> Iterator[NatsServer]:
    """A server that a test may kill."""
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def bus(nats_server: NatsServer) -> AsyncIterator[Client]:
    """A connection to a server that holds no stream."""
    async with connected(nats_server) as client:
        for stream in await client.jetstream().streams_info():
            await client.jetstream().delete_stream(str(stream.config.name))
        yield client


@asynccontextmanager
async def connected(server: NatsServer) -> AsyncIterator[Client]:
    client = await connect(server.url, "test")
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def running(*tasks: Task) -> AsyncIterator[None]:
    """These run in the background until the block is left; a failure of theirs is raised then."""
    started = [asyncio.create_task(task.run()) for task in tasks]
    try:
        yield
    finally:
        for task in started:
            task.cancel()
        for task in started:
            with suppress(asyncio.CancelledError):
                await task


async def eventually(holds: Callable[[], Any], within: float = 30.0) -> None:
    """Wait until it holds; fail with what it was last after so many seconds."""
    try:
        async with asyncio.timeout(within):
            while not holds():
                await asyncio.sleep(0.01)
    except TimeoutError:
        pytest.fail(f"still not so after {within} s: {holds()!r}")


async def on_the_stream(client: Client) -> list[int]:
    """The positions on the stream, in its order."""
    jetstream = client.jetstream()
    last = (await jetstream.stream_info(STREAM)).state.last_seq
    messages = [await jetstream.get_msg(STREAM, seq=seq) for seq in range(1, last + 1)]
    return [int((message.headers or {})["Evt-Position"]) for message in messages]
