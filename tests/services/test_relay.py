"""What is on the stream is the log: in order, with nothing missing and nothing twice, always."""

from collections.abc import Callable
from functools import partial

import orjson
import pytest
from nats.aio.client import Client
from nats.js.api import StorageType
from nats.js.errors import BadRequestError

from services.bus import (
    STREAM,
    UnsuitableStream,
    ensure_stream,
    faults,
    forget_stream,
    stream_config,
)
from services.nats_server import NatsServer
from services.relay import Relay
from tests.nats import Logbook, connected, eventually, on_the_stream, running


def relay_of(client: Client, logbook: Logbook, *, refill: bool = False) -> Relay:
    return Relay(client, logbook.read, patience=1.0, refill=refill)


def at(relay: Relay, logbook: Logbook) -> Callable[[], bool]:
    return lambda: relay.position == logbook.position


def beyond(relay: Relay, position: int) -> bool:
    return relay.position > position


async def test_events_are_published_in_order_whatever_their_numbers(
    bus: Client, logbook: Logbook
) -> None:
    logbook.record(60)
    logbook.record(700, apart=7)
    relay = relay_of(bus, logbook)
    async with running(relay):
        await eventually(at(relay, logbook))
        logbook.record(1)
        await eventually(at(relay, logbook))

    assert await on_the_stream(bus) == logbook.positions


async def test_an_event_travels_as_a_cloud_event_with_its_stored_state(
    bus: Client, logbook: Logbook
) -> None:
    logbook.record(2)
    relay = relay_of(bus, logbook)
    async with running(relay):
        await eventually(at(relay, logbook))
    message = await bus.jetstream().get_msg(STREAM, seq=2)
    entry = logbook.entries[1]

    assert message.subject == f"box1.event.incident.stakeholder-contacted.{entry.ref}"
    assert orjson.loads(message.data or b"") == {
        "specversion": "1.0",
        "id": "00000000-0000-0000-0000-000000000002",
        "type": "box1.incident.stakeholder-contacted",
        "source": "/box1",
        "subject": entry.ref,
        "time": "2026-03-02T08:15:00Z",
        "datacontenttype": "application/json",
        "position": 2,
        "version": 2,
        "data": orjson.loads(entry.state),
    }
    assert (message.headers or {})["Content-Type"] == "application/cloudevents+json"


async def test_two_relays_at_once_repeat_nothing(bus: Client, logbook: Logbook) -> None:
    logbook.record(600)
    one, other = relay_of(bus, logbook), relay_of(bus, logbook)
    async with running(one, other):
        await eventually(lambda: logbook.position in (one.position, other.position))

    assert await on_the_stream(bus) == logbook.positions


async def test_a_new_relay_goes_on_where_the_last_one_ended(bus: Client, logbook: Logbook) -> None:
    for _ in range(3):
        logbook.record(40)
        relay = relay_of(bus, logbook)
        async with running(relay):
            await eventually(at(relay, logbook))

        assert relay.published == 40

    assert await on_the_stream(bus) == logbook.positions


async def test_it_goes_on_when_nats_was_killed_under_load(
    own_nats_server: NatsServer, logbook: Logbook
) -> None:
    logbook.record(5000)
    async with connected(own_nats_server) as client:
        relay = relay_of(client, logbook)
        async with running(relay):
            for part in (500, 2000, 3500):
                await eventually(partial(beyond, relay, part))
                own_nats_server.kill()
                own_nats_server.start()
            await eventually(at(relay, logbook))

        assert await on_the_stream(client) == logbook.positions


async def test_a_stream_that_is_gone_is_made_again_and_filled(
    bus: Client, logbook: Logbook
) -> None:
    logbook.record(100)
    relay = relay_of(bus, logbook)
    async with running(relay):
        await eventually(at(relay, logbook))
        await forget_stream(bus.jetstream())
        logbook.record(1)
        await eventually(at(relay, logbook))

    assert await on_the_stream(bus) == logbook.positions


async def test_a_message_that_does_not_follow_is_refused_by_the_server(
    bus: Client, logbook: Logbook
) -> None:
    logbook.record(10)
    relay = relay_of(bus, logbook)
    async with running(relay):
        await eventually(at(relay, logbook))

    with pytest.raises(BadRequestError, match="wrong last sequence"):
        await bus.jetstream().publish(
            "box1.event.incident.raised.INC-1", b"", headers={"Nats-Expected-Last-Sequence": "3"}
        )


@pytest.mark.parametrize("stray", ["a stranger's message", "another log", "a longer log", "purged"])
async def test_a_stream_that_strayed_from_the_log_is_told_and_left_alone(
    bus: Client, logbook: Logbook, stray: str
) -> None:
    await _stray(bus, stray)
    logbook.record(20, apart=3)
    relay = relay_of(bus, logbook)
    async with running(relay):
        await eventually(lambda: relay.last_error is not None)

    assert relay.last_error is not None
    assert relay.last_error.startswith("Strayed")
    assert relay.published == 0


@pytest.mark.parametrize("stray", ["a stranger's message", "another log", "a longer log", "purged"])
async def test_a_stream_of_our_own_that_strayed_is_filled_again(
    bus: Client, logbook: Logbook, stray: str
) -> None:
    await _stray(bus, stray)
    logbook.record(20, apart=3)
    relay = relay_of(bus, logbook, refill=True)
    async with running(relay):
        await eventually(at(relay, logbook))

    assert await on_the_stream(bus) == logbook.positions
    assert relay.last_error is None


async def _stray(bus: Client, how: str) -> None:
    jetstream = bus.jetstream()
    await ensure_stream(jetstream)
    if how == "a stranger's message":
        await jetstream.publish("box1.event.incident.raised.INC-1", b"{}")
        return
    other = Logbook()
    other.record(30, apart=3 if how == "a longer log" else 2)
    relay = relay_of(bus, other)
    async with running(relay):
        await eventually(at(relay, other))
    if how == "purged":
        await jetstream.purge_stream(STREAM)


async def test_a_stream_that_box1_makes_has_no_faults(bus: Client) -> None:
    assert faults((await ensure_stream(bus.jetstream())).config) == []


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"max_age": 3600}, "by age"),
        ({"max_msgs": 5}, "limited number of messages"),
        ({"max_bytes": 100_000}, "limited amount"),
        ({"max_msgs_per_subject": 1}, "for each incident"),
        ({"max_msg_size": 1000}, "large events"),
        ({"storage": StorageType.MEMORY}, "in memory"),
        ({"subjects": ["box1.event.*.raised.>"]}, "exactly the subjects"),
        ({"deny_delete": False}, "deleted"),
        ({"allow_rollup_hdrs": True}, "replace"),
    ],
)
async def test_a_stream_that_could_lose_events_is_refused_in_plain_words(
    bus: Client, setting: dict[str, object], words: str
) -> None:
    await bus.jetstream().add_stream(stream_config().evolve(**setting))

    with pytest.raises(UnsuitableStream, match=words):
        await ensure_stream(bus.jetstream())
