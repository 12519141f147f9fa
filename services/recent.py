"""The histories that commands asked for last, decoded once and read on from there."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, cast

from eventsourcing.persistence import EventStore

from domain.base import Recorded

MOST_EVENTS = 5_000


class Recent:
    """Events never change: what was read of a stream stays, and only what follows is read.

    For the writer's thread alone. Whatever was read in a transaction that is undone must be
    forgotten: `forget` drops everything.
    """

    def __init__(self, events: "EventStore[str]", most: int = MOST_EVENTS) -> None:
        self._events, self._most, self._held = events, most, 0
        self._streams: OrderedDict[str, list[Recorded[Any]]] = OrderedDict()

    def history(self, ref: str) -> Sequence[Recorded[Any]]:
        """The events of one stream in order, also those of the transaction under way."""
        known = self._streams.setdefault(ref, [])
        self._streams.move_to_end(ref)
        newer = self._events.get(ref, gt=known[-1].version if known else None)
        before = len(known)
        known += (cast("Recorded[Any]", event) for event in newer)
        self._held += len(known) - before
        self._shrink()
        return known

    def forget(self) -> None:
        self._streams.clear()
        self._held = 0

    def _shrink(self) -> None:
        while self._held > self._most and len(self._streams) > 1:
            _, dropped = self._streams.popitem(last=False)
            self._held -= len(dropped)
