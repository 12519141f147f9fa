"""Bugs that can be planted, to show that the harness would find such a bug if we had made it."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from api import hub, storage, wiring
from projections import follow, stream
from projections.base import Entry
from services import carrying_out, envelope, pipeline, relay, store, writer

Planter = Callable[[], None]


def relay_begins_at_the_start() -> None:
    async def agreed(self: relay.Relay, seq: int) -> relay.Tail:
        return relay.Tail(seq, 0)

    _put(relay.Relay, "_agreed", agreed)


def relay_leaves_some_out() -> None:
    read_all = storage.quietly

    def quietly(kept: storage.Storage) -> Callable[[int, int], Sequence[Entry]]:
        read = read_all(kept)
        return lambda after, limit: [e for e in read(after, limit) if e.position % 50]

    _put(wiring, "quietly", quietly)


def relay_swaps_neighbours() -> None:
    read_all = storage.quietly

    def quietly(kept: storage.Storage) -> Callable[[int, int], Sequence[Entry]]:
        read = read_all(kept)
        return lambda after, limit: sorted(read(after, limit), key=lambda e: e.position ^ 1)

    _put(wiring, "quietly", quietly)


def relay_rewrites_events() -> None:
    write = envelope.message

    def message(notice: envelope.Notice, previous: int, source: str) -> envelope.Message:
        written = write(notice, previous, source)
        return written._replace(body=written.body.replace(b'"hash":"', b'"hash":"0', 1))

    _put(relay, "message", message)


def relay_without_a_fence() -> None:
    send = pipeline.Pipeline.send

    async def unfenced(self: Any, message: Any, fence: dict[str, str]) -> Any:
        return await send(self, message, {})

    async def trusting(self: relay.Relay, leave: int) -> None:
        while len(self._in_flight) > leave:
            self.position = self._in_flight.popleft().tail.position

    _put(pipeline.Pipeline, "send", unfenced)
    _put(relay.Relay, "_settle", trusting)


def view_skips_what_comes_first() -> None:
    read = stream.OrderedReader.batch

    async def batch(self: Any, most: int, wait: float) -> Any:
        deliveries = await read(self, most, wait)
        skipped, self.skipped = getattr(self, "skipped", False), True
        return deliveries if skipped else deliveries[1:]

    _put(stream.OrderedReader, "batch", batch)
    _put(follow, "_fresh", _whatever_is_new)


def view_takes_some_twice() -> None:
    def fresh(deliveries: Sequence[stream.Delivery], standing: Any) -> list[Entry]:
        return [delivery.entry for delivery in deliveries]

    reached = follow._reached

    def late(*arguments: Any) -> dict[str, Any]:
        values: dict[str, Any] = reached(*arguments)
        return {**values, "stream_seq": max(values.get("stream_seq", 0) - 5, 0)}

    _put(follow, "_fresh", fresh)
    _put(follow, "_reached", late)


def view_overlooks_some() -> None:
    fresh = follow._fresh

    def most(deliveries: Sequence[stream.Delivery], standing: Any) -> list[Entry]:
        entries = fresh(deliveries, standing)
        return [e for e in entries if e.position % 13 or e is entries[-1]]

    _put(follow, "_fresh", most)


def answers_before_it_is_recorded() -> None:
    def commit(self: writer.Writer, jobs: Sequence[writer.Job]) -> list[writer.Outcome]:
        with self._store.batch():
            writer._settle([self._attempt(*job) for job in jobs])
            time.sleep(0.2)
        return []

    _put(writer.Writer, "_commit", commit)


def receipts_are_not_kept() -> None:
    _put(store.Store, "keep_receipt", lambda self, *receipt: None)


def a_repeat_is_answered_otherwise() -> None:
    again = carrying_out._again

    def other(receipt: tuple[str, str], fingerprint: str) -> Any:
        hash_of_body, answer = receipt
        told = orjson.loads(answer)
        told["position"] += 1
        return again((hash_of_body, orjson.dumps(told).decode()), fingerprint)

    _put(carrying_out, "_again", other)


def live_page_forgets_what_it_missed() -> None:
    async def missed(self: hub.Hub, after: int) -> Any:
        for change in [*range(0)]:
            yield change

    _put(hub.Hub, "_missed", missed)


BUGS: dict[str, Planter] = {
    planter.__name__.replace("_", " "): planter
    for planter in (
        relay_begins_at_the_start,
        relay_leaves_some_out,
        relay_swaps_neighbours,
        relay_rewrites_events,
        relay_without_a_fence,
        view_skips_what_comes_first,
        view_takes_some_twice,
        view_overlooks_some,
        answers_before_it_is_recorded,
        receipts_are_not_kept,
        a_repeat_is_answered_otherwise,
        live_page_forgets_what_it_missed,
    )
}


def plant(bug: str) -> None:
    """Put this bug into the running process."""
    BUGS[bug]()


def _put(where: object, name: str, what: object) -> None:
    """Replace something that is there: a bug in a name nobody uses would be found by nobody."""
    if not hasattr(where, name):
        raise AttributeError(f"{where} has no {name}: plant this bug where it went")
    setattr(where, name, what)


def _whatever_is_new(deliveries: Sequence[stream.Delivery], standing: Any) -> list[Entry]:
    return [d.entry for d in deliveries if d.entry.position > standing.position]
