"""Rows that are copied from aggregates: the domain folds them, a view only copies."""

import re
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection

from domain.base import Aggregate, Recorded
from domain.incident import amended
from projections.base import Decode, Entry, View

A = TypeVar("A", bound=Aggregate)
History: TypeAlias = Callable[[str, int], A]
"""Folds the stream of a ref, from the log, up to and with a version."""

WORDS = re.compile("[A-Z][a-z]*")
STREAMS_AT_ONCE = 250
EVENTS_KEPT = 10_000


class Folded(Generic[A]):
    """The aggregates that changed last, so that most batches are folded from new events alone.

    Together they remember at most `keep` events, or are a single aggregate with more.
    """

    def __init__(
        self, kind: type[A], history: History[A], decode: Decode, keep: int = EVENTS_KEPT
    ) -> None:
        self._kind, self._history, self._decode, self._keep = kind, history, decode, keep
        self._kept: OrderedDict[str, A] = OrderedDict()
        self._events = 0
        self._outdated = False
        self._topics = f"{'-'.join(WORDS.findall(kind.__name__)).lower()}."

    def after(self, entries: Iterable[Entry]) -> list[A]:
        """Every aggregate of the kind among these entries, as it stands after its last one."""
        self._renew()
        streams: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.topic.startswith(self._topics):
                streams.setdefault(entry.ref, []).append(entry)
        return [self._after(ref, new) for ref, new in streams.items()]

    def at(self, ref: str, version: int) -> A:
        """One aggregate as it stood at a version."""
        self._renew()
        known = self._take(ref)
        if known is None or known.version != version:
            known = self._history(ref, version)
        return self._remember(ref, known)

    def forget(self, ref: str) -> None:
        """Keep nothing of this aggregate; it is read from the log when it changes again."""
        self._take(ref)

    def forget_opened(self) -> None:
        """Keep nothing of what was read; from any thread."""
        self._outdated = True
        self._kept = OrderedDict()

    def _renew(self) -> None:
        if self._outdated:
            self._outdated, self._kept, self._events = False, OrderedDict(), 0

    def _after(self, ref: str, new: Sequence[Entry]) -> A:
        known, first = self._take(ref), new[0].version
        if first == 1:
            known = None
        elif known is None or known.version + 1 != first:
            return self.at(ref, new[-1].version)
        aggregate = self._kind.project(known, map(self._decode, new))
        if aggregate is None:
            raise LookupError(ref)
        return self._remember(ref, aggregate)

    def _take(self, ref: str) -> A | None:
        known = self._kept.pop(ref, None)
        self._events -= known.version if known else 0
        return known

    def _remember(self, ref: str, aggregate: A) -> A:
        self._kept[ref] = aggregate
        self._events += aggregate.version
        while self._events > self._keep and len(self._kept) > 1:
            self._take(next(iter(self._kept)))
        return aggregate


class CopyingView(View):
    """A view that writes the rows of an aggregate anew whenever it has changed.

    A rebuild only notes the last entry of each stream, and copies each aggregate once at the end.
    """

    def __init__(self, build: int) -> None:
        super().__init__(build)
        self._filling = False
        self._last: dict[str, Entry] = {}

    @abstractmethod
    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Write the rows of every aggregate that these entries changed."""

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        if self._filling:
            self._last |= {entry.ref: entry for entry in entries}
        else:
            self.copy(connection, entries)

    def start_filling(self, connection: Connection) -> None:
        super().start_filling(connection)
        self._filling = True

    def finish_filling(self, connection: Connection) -> bool:
        some = [self._last.pop(ref) for ref in list(islice(self._last, STREAMS_AT_ONCE))]
        self.copy(connection, some)
        self._filling = bool(self._last)
        return self._filling


def reading_of(history: Sequence[Recorded[Any]], event_id: str) -> Recorded[Any]:
    """One entry of a stream as it reads after the corrections in this history of it."""
    return next(event for event in amended(history) if str(event.event_id) == event_id)
