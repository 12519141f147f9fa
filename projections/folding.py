"""Aggregates as views copy them: folded by the domain itself, kept while new events come in."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from domain.base import Aggregate, Recorded
from domain.incident.replay import amended
from projections.base import Decode, Entry

A = TypeVar("A", bound=Aggregate)
History: TypeAlias = Callable[[str, int], A]
"""Folds the stream of a ref, from the log, up to and with a version."""


class Folded(Generic[A]):
    """The aggregates that changed last, so that most batches are folded from new events alone."""

    def __init__(self, kind: type[A], history: History[A], decode: Decode, keep: int = 500) -> None:
        self._kind, self._history, self._decode, self._keep = kind, history, decode, keep
        self._kept: OrderedDict[str, A] = OrderedDict()

    def after(self, entries: Iterable[Entry]) -> list[A]:
        """Every aggregate that these entries belong to, as it stands right after its last one."""
        streams: dict[str, list[Entry]] = {}
        for entry in entries:
            streams.setdefault(entry.ref, []).append(entry)
        return [self._after(ref, new) for ref, new in streams.items()]

    def forget(self, ref: str) -> None:
        """Keep nothing of this aggregate; it is read from the log when it changes again."""
        self._kept.pop(ref, None)

    def _after(self, ref: str, new: Sequence[Entry]) -> A:
        known = self._kept.pop(ref, None)
        version = known.version if known else 0
        if version + 1 == new[0].version:
            aggregate = self._kind.project(known, map(self._decode, new))
        else:
            aggregate = self._history(ref, new[-1].version)
        return self._remember(ref, aggregate)

    def _remember(self, ref: str, aggregate: A) -> A:
        self._kept[ref] = aggregate
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return aggregate


def reading_of(history: Sequence[Recorded[Any]], event_id: str) -> Recorded[Any]:
    """One entry of a stream as it reads after the corrections in this history of it."""
    return next(event for event in amended(history) if str(event.event_id) == event_id)
