"""Views follow the stream from their own checkpoints: each event once, in order, or they say so."""

from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import pytest
from nats.aio.client import Client
from sqlalchemy import Connection, Engine

from projections.base import Current, Entry
from projections.caught_up import still_behind
from projections.follow import Follower
from services.bus import forget_stream
from services.nats_server import NatsServer
from services.relay import Relay
from tests.nats import Logbook, connected, eventually, running
from tests.tally import Other, Tally, prepared, standing, taken


@pytest.fixture
def tally(engine: Engine) -> Current[Tally]:
    return prepared(engine, Current(Tally))


@asynccontextmanager
async def following(client: Client, engine: Engine, *views: Current[Tally]) -> AsyncIterator[None]:
    with ThreadPoolExecutor(1) as threads:
        async with running(*(Follower(client, engine, view, threads) for view in views)):
            yield


def relay_of(client: Client, logbook: Logbook, *, refill: bool = False) -> Relay:
    return Relay(client, logbook.read, patience=1.0, refill=refill)


def at(engine: Engine, view: Current[Tally], logbook: Logbook) -> Callable[[], bool]:
    return lambda: standing(engine, view).position == logbook.position


def beyond(engine: Engine, view: Current[Tally], position: int) -> bool:
    return standing(engine, view).position > position


async def test_a_view_takes_every_event_once_and_in_order(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(700, apart=3)
    async with running(relay_of(bus, logbook)), following(bus, engine, tally):
        await eventually(at(engine, tally, logbook))
        logbook.record(5)
        await eventually(at(engine, tally, logbook))

    assert taken(engine, tally) == logbook.positions


async def test_what_a_view_receives_is_what_the_log_holds(
    bus: Client, engine: Engine, logbook: Logbook
) -> None:
    received: list[Entry] = []

    class Keeping(Tally):
        def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
            received.extend(entries)

    logbook.record(20)
    async with running(relay_of(bus, logbook)), following(bus, engine, Current(Keeping)):
        await eventually(lambda: len(received) == 20)

    assert received == logbook.entries


async def test_a_view_goes_on_from_its_checkpoint(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    async with running(relay_of(bus, logbook)):
        for _ in range(3):
            logbook.record(50)
            async with following(bus, engine, tally):
                await eventually(at(engine, tally, logbook))

    assert taken(engine, tally) == logbook.positions


async def test_two_followers_of_one_view_do_no_harm(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(1500)
    both = following(bus, engine, tally, tally)
    async with running(relay_of(bus, logbook)), both, following(bus, engine, tally):
        await eventually(at(engine, tally, logbook))

    assert taken(engine, tally) == logbook.positions


async def test_a_view_goes_on_when_nats_was_killed_under_load(
    own_nats_server: NatsServer, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(4000)
    async with (
        connected(own_nats_server) as client,
        running(relay_of(client, logbook)),
        following(client, engine, tally),
    ):
        for part in (500, 2000):
            await eventually(partial(beyond, engine, tally, part))
            own_nats_server.kill()
            own_nats_server.start()
        await eventually(at(engine, tally, logbook))

    assert taken(engine, tally) == logbook.positions


async def test_a_stream_that_was_filled_again_changes_nothing_in_a_view(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(100)
    relay = relay_of(bus, logbook)
    async with running(relay), following(bus, engine, tally):
        await eventually(at(engine, tally, logbook))
        await forget_stream(bus.jetstream())
        logbook.record(10)
        await eventually(at(engine, tally, logbook))

    assert taken(engine, tally) == logbook.positions


async def test_a_view_that_cannot_take_an_event_stops_there_and_says_so_and_others_go_on(
    bus: Client, engine: Engine, logbook: Logbook
) -> None:
    poisoned = prepared(engine, Current(partial(Tally, poison=frozenset({42}))))
    other = prepared(engine, Current(Other))
    logbook.record(100)
    async with running(relay_of(bus, logbook)), following(bus, engine, poisoned, other):
        await eventually(lambda: standing(engine, poisoned).error)
        await eventually(at(engine, other, logbook))

    stopped = standing(engine, poisoned)
    assert taken(engine, poisoned) == list(range(1, 42))
    assert stopped.position == 41
    assert stopped.error is not None
    assert stopped.error.startswith("KeyError in tally.py, line ")
    assert stopped.error.endswith(" on incident.raised of INC-2026-0003 at position 42")
    assert taken(engine, other) == logbook.positions


async def test_a_view_that_stopped_goes_on_once_it_is_mended(
    bus: Client, engine: Engine, logbook: Logbook
) -> None:
    poisoned = prepared(engine, Current(partial(Tally, poison=frozenset({5}))))
    mended: Current[Tally] = Current(Tally)
    logbook.record(10)
    async with running(relay_of(bus, logbook)):
        async with following(bus, engine, poisoned):
            await eventually(lambda: standing(engine, poisoned).error)
        async with following(bus, engine, mended):
            await eventually(at(engine, mended, logbook))

    assert standing(engine, mended).error is None
    assert taken(engine, mended) == logbook.positions


async def test_a_view_of_events_that_the_log_has_lost_stops_and_asks_to_be_rebuilt(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(30)
    async with running(relay_of(bus, logbook)), following(bus, engine, tally):
        await eventually(at(engine, tally, logbook))
    restored = Logbook()
    restored.record(40, apart=2)
    async with running(relay_of(bus, restored, refill=True)), following(bus, engine, tally):
        await eventually(lambda: standing(engine, tally).error)

    assert "must be rebuilt" in str(standing(engine, tally).error)


async def test_whoever_waits_for_a_position_sees_it_in_the_view_or_is_told_which_is_behind(
    bus: Client, engine: Engine, tally: Current[Tally], logbook: Logbook
) -> None:
    logbook.record(50)
    async with running(relay_of(bus, logbook)), following(bus, engine, tally):
        assert await still_behind(engine, ["tally_v1"], logbook.position) == []
        assert taken(engine, tally) == logbook.positions

    late = await still_behind(engine, ["tally_v1", "other_v1"], logbook.position, within=0.1)
    assert late == ["other_v1"]
