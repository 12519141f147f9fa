"""Open pages hear of everything recorded, in order and once, and of nothing that anyone said."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client

from api.hub import CLIENT_HOLDS, Change, Hub
from services.bus import forget_stream
from services.nats_server import NatsServer
from services.relay import Relay
from tests.nats import Logbook, connected, eventually, running

TYPES = {"incident.raised": "IncidentRaised"}


@pytest.fixture
async def relay(bus: Client, logbook: Logbook) -> AsyncIterator[Relay]:
    relay = Relay(bus, logbook.read)
    async with running(relay):
        yield relay


@pytest.fixture
async def hub(nats_server: NatsServer, relay: Relay, logbook: Logbook) -> AsyncIterator[Hub]:
    hub = Hub(nats_server.url, logbook.read, TYPES)
    async with hub.running():
        await eventually(lambda: hub.connected)
        yield hub


async def told(hub: Hub, count: int, after: int | None = None) -> list[Change]:
    """The next so many changes that a new listener is told."""
    changes, heard = hub.changes(after), []
    async with asyncio.timeout(30):
        async for change in changes:
            heard.append(change)
            if len(heard) == count:
                break
    await changes.aclose()
    return heard


async def test_a_listener_is_told_the_position_the_type_and_the_record(
    hub: Hub, logbook: Logbook
) -> None:
    listening = asyncio.create_task(told(hub, 3))
    await asyncio.sleep(0.05)
    logbook.record(3)

    assert await listening == [
        Change(1, "incident.triaged", "INC-2026-0002"),
        Change(2, "incident.stakeholder-contacted", "INC-2026-0003"),
        Change(3, "IncidentRaised", "INC-2026-0004"),
    ]


async def test_everyone_is_told_everything_in_order(hub: Hub, logbook: Logbook) -> None:
    listening = [asyncio.create_task(told(hub, 600)) for _ in range(20)]
    await asyncio.sleep(0.05)
    for _ in range(60):
        logbook.record(10)
        await asyncio.sleep(0)

    for listener in listening:
        assert [change.position for change in await listener] == logbook.positions


async def test_whoever_missed_some_is_told_them_first(hub: Hub, logbook: Logbook) -> None:
    logbook.record(900)
    await eventually(lambda: hub.position == logbook.position)
    listening = asyncio.create_task(told(hub, 810, after=100))
    await asyncio.sleep(0.05)
    logbook.record(10)

    assert [change.position for change in await listening] == list(range(101, 911))


async def test_a_listener_who_does_not_keep_up_is_let_go(hub: Hub, logbook: Logbook) -> None:
    changes = hub.changes()
    first = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0.05)
    logbook.record(1)
    heard = [await first]
    logbook.record(CLIENT_HOLDS + 100)
    await eventually(lambda: hub.position == logbook.position)
    heard += [change async for change in changes]

    positions = [change.position for change in heard]
    assert len(positions) <= CLIENT_HOLDS
    assert positions == list(range(1, len(positions) + 1))


async def test_listeners_get_what_they_missed_when_nats_returns(
    own_nats_server: NatsServer, logbook: Logbook
) -> None:
    logbook.record(50)
    hub = Hub(own_nats_server.url, logbook.read, TYPES)
    async with (
        connected(own_nats_server) as client,
        running(Relay(client, logbook.read, patience=1.0)),
        hub.running(),
    ):
        await eventually(lambda: hub.position == 50)
        listening = asyncio.create_task(told(hub, 150))
        await asyncio.sleep(0.05)
        own_nats_server.kill()
        logbook.record(100)
        own_nats_server.start()
        await asyncio.sleep(0.2)
        await forget_stream(client.jetstream())
        logbook.record(50)

        assert [change.position for change in await listening] == list(range(51, 201))


async def test_the_pages_are_served_while_nats_is_away(
    own_nats_server: NatsServer, logbook: Logbook
) -> None:
    own_nats_server.kill()
    hub = Hub(own_nats_server.url, logbook.read, TYPES)
    logbook.record(5)
    async with hub.running():
        assert [change.position for change in await told(hub, 5, after=0)] == [1, 2, 3, 4, 5]
        assert not hub.connected


async def test_a_listener_who_came_before_nats_misses_nothing_recorded_until_then(
    own_nats_server: NatsServer, logbook: Logbook
) -> None:
    own_nats_server.kill()
    hub = Hub(own_nats_server.url, logbook.read, TYPES)
    logbook.record(5)
    async with hub.running():
        listening = asyncio.create_task(told(hub, 15, after=0))
        await asyncio.sleep(0.1)
        logbook.record(5)
        own_nats_server.start()
        async with connected(own_nats_server) as client, running(Relay(client, logbook.read)):
            await eventually(lambda: hub.connected and hub.position == 10)
            logbook.record(5)

            assert [change.position for change in await listening] == list(range(1, 16))
