"""The histories that were asked for last, decoded once and read on from there."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, TypeAlias

from domain.base import Recorded

ReadOn: TypeAlias = Callable[[str, int], Sequence[Recorded[Any]]]
Placed: TypeAlias = tuple[Recorded[Any], int]
ReadPlaced: TypeAlias = Callable[[str, int], Sequence[Placed]]
MOST_EVENTS = 5_000
MOST_REREAD = 20_000


class Recent:
    """Events never change: what was read of a stream stays, and only what follows is read.

    For the writer's thread alone. Whatever was read in a transaction that is undone must be
    forgotten: `forget` drops everything.
    """

    def __init__(self, read_on: ReadOn, most: int = MOST_EVENTS) -> None:
        self._read_on, self._most, self._held = read_on, most, 0
        self._streams: OrderedDict[str, list[Recorded[Any]]] = OrderedDict()
        self._outdated = False

    def history(self, ref: str) -> Sequence[Recorded[Any]]:
        """The events of one stream in order, also those of the transaction under way."""
        if self._outdated:
            self._outdated = False
            self.forget()
        known = self._streams.get(ref, [])
        newer = self._read_on(ref, known[-1].version if known else 0)
        known += newer
        if known:
            self._keep(ref, known, len(newer))
        return known

    def forget(self) -> None:
        self._streams.clear()
        self._held = 0

    def forget_soon(self) -> None:
        """The same from another thread: nothing that is held now is given out again."""
        self._outdated = True
        self._streams = OrderedDict()

    def _keep(self, ref: str, history: list[Recorded[Any]], newer: int) -> None:
        self._streams[ref] = history
        self._streams.move_to_end(ref)
        self._held += newer
        while self._held > self._most and len(self._streams) > 1:
            _, dropped = self._streams.popitem(last=False)
            self._held -= len(dropped)


class Reread:
    """The same for readers, with the positions, from any thread; what they are given is theirs.

    Nothing that was opened before `forget` is given out by a look that begins after it.
    """

    def __init__(self, read_on: ReadPlaced, most: int = MOST_REREAD) -> None:
        self._read_on, self._most, self._lock = read_on, most, Lock()
        self._streams: OrderedDict[str, tuple[Placed, ...]] = OrderedDict()
        self._held = self._forgotten = 0

    def history(self, ref: str) -> tuple[list[Recorded[Any]], list[int]]:
        """The events of one stream that are committed, in order, and their positions."""
        with self._lock:
            known, seen = self._streams.get(ref, ()), self._forgotten
        newer = self._read_on(ref, known[-1][0].version if known else 0)
        whole = (*known, *newer) if newer else known
        with self._lock:
            if whole and seen == self._forgotten:
                self._keep(ref, whole)
        return [event for event, _ in whole], [position for _, position in whole]

    def forget(self) -> None:
        """Drop what was opened, because a key is gone."""
        with self._lock:
            self._streams.clear()
            self._held = 0
            self._forgotten += 1

    def _keep(self, ref: str, whole: tuple[Placed, ...]) -> None:
        before = self._streams.get(ref, ())
        if len(before) > len(whole):
            return
        self._streams[ref] = whole
        self._streams.move_to_end(ref)
        self._held += len(whole) - len(before)
        while self._held > self._most and len(self._streams) > 1:
            _, dropped = self._streams.popitem(last=False)
            self._held -= len(dropped)
