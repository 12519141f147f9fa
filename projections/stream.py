"""Reading the stream BOX1 in order: each reader from a place of its own, without acknowledging."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamInfo

from projections.base import Entry

STREAM = "BOX1"
SUBJECT = "box1.event."
POSITION, PREVIOUS, VERSION = "Evt-Position", "Evt-Previous", "Evt-Version"
BEFORE_DATA = b'"data":'
ABANDONED_AFTER = 30.0
PATIENCE = 2.0


class Gap(Exception):
    """What came does not follow what came before: begin again from the last thing that is sure."""


class Delivery(NamedTuple):
    """An entry as it came: its place in the stream, and the position said to precede it."""

    entry: Entry
    previous: int
    seq: int


class Place(NamedTuple):
    """How far a reader has come: the last sequence number it read of one making of the stream."""

    seq: int
    incarnation: str


START = Place(0, "")


class OrderedReader:
    """Reads on from its place, batch by batch. On any doubt it raises Gap: begin again."""

    def __init__(
        self, jetstream: JetStreamContext, pull: JetStreamContext.PullSubscription, place: Place
    ) -> None:
        self._jetstream, self._pull, self.place = jetstream, pull, place

    async def batch(self, most: int, wait: float) -> list[Delivery]:
        """What follows, at most so many; empty where nothing came within `wait` seconds."""
        try:
            messages = await self._pull.fetch(most, timeout=wait)
        except TimeoutError:
            await self._confirm_idle()
            return []
        deliveries = [_delivery(message) for message in messages]
        self._move(deliveries)
        return deliveries

    def _move(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if delivery.seq != self.place.seq + 1:
                raise Gap(f"after {self.place.seq} in the stream came {delivery.seq}")
            self.place = self.place._replace(seq=delivery.seq)

    async def _confirm_idle(self) -> None:
        place = _last_place(await self._jetstream.stream_info(STREAM))
        if place != self.place:
            raise Gap(f"the stream is at {place} and sent nothing after {self.place}")


@asynccontextmanager
async def reading(client: Client, after: Place) -> AsyncIterator[OrderedReader]:
    """A reader from right after a place; from the start where the stream was made anew since."""
    jetstream = client.jetstream(timeout=PATIENCE)
    last = _last_place(await jetstream.stream_info(STREAM))
    same = after.incarnation == last.incarnation and after.seq <= last.seq
    place = Place(after.seq if same else 0, last.incarnation)
    consumer = await jetstream.add_consumer(STREAM, _consumer(place.seq + 1, client.new_inbox()))
    pull = await jetstream.pull_subscribe_bind(consumer=consumer.name, stream=STREAM)
    try:
        yield OrderedReader(jetstream, pull, place)
    finally:
        with suppress(NatsError, TimeoutError):
            await pull.unsubscribe()
            await asyncio.wait_for(jetstream.delete_consumer(STREAM, consumer.name), 1)


async def last_place(client: Client) -> tuple[Place, int]:
    """Where the stream ends, and the log position there (0 while it is empty)."""
    jetstream = client.jetstream(timeout=PATIENCE)
    place = _last_place(await jetstream.stream_info(STREAM))
    if place.seq == 0:
        return place, 0
    headers = (await jetstream.get_msg(STREAM, seq=place.seq)).headers or {}
    return place, int(headers[POSITION])


def _last_place(info: StreamInfo) -> Place:
    return Place(info.state.last_seq, info.created.isoformat() if info.created else "")


def _consumer(start: int, inbox: str) -> ConsumerConfig:
    return ConsumerConfig(
        name=f"reader-{inbox.rpartition('.')[2]}",
        ack_policy=AckPolicy.NONE,
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=start,
        max_deliver=1,
        inactive_threshold=ABANDONED_AFTER,
        num_replicas=1,
        mem_storage=True,
    )


def _delivery(message: Msg) -> Delivery:
    headers = message.headers or {}
    topic, _, ref = message.subject.removeprefix(SUBJECT).rpartition(".")
    _, _, data = message.data.partition(BEFORE_DATA)
    entry = Entry(
        position=int(headers[POSITION]),
        ref=ref,
        version=int(headers[VERSION]),
        topic=topic,
        state=data[:-1],
    )
    seq = message.metadata.sequence.stream
    return Delivery(entry, int(headers[PREVIOUS]), seq)


def told_to_end() -> bool:
    """Whether this task was cancelled. Python 3.11 loses a cancellation that meets an answer."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
