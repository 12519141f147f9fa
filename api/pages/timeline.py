"""The timeline of one incident as people read it: both clocks, both readings, found by filters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, overload

from api.forms.correcting import Change, changes_of
from api.telling import Names, Told, tell
from api.telling.kinds import kind_of
from domain.base import Provenance, Recorded, Value
from domain.incident.decisions import EntryCorrected
from domain.incident.replay import amended

SAME_MOMENT = timedelta(minutes=1)
LATE_AFTER = timedelta(hours=24)
MOST_SHOWN = 30
NEWEST, OLDEST, NEWEST_HAPPENED, OLDEST_HAPPENED = SORTS = (
    "newest-recorded",
    "oldest-recorded",
    "newest-happened",
    "oldest-happened",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry: what it says now, and what was changed of what it said. Told when looked at."""

    position: int
    now: Recorded[Any]
    names: Names
    changes: Sequence[Change] = ()
    late_after: timedelta = LATE_AFTER

    @cached_property
    def told(self) -> Told:
        return tell(self.now.decision, self.names)

    @property
    def kind(self) -> str:
        return kind_of(self.now.decision)

    @property
    def who(self) -> str:
        return self.names(self.by.actor)

    @property
    def by(self) -> Provenance:
        return self.now.by

    @property
    def clocks_differ(self) -> bool:
        return abs(self.by.recorded_at - self.by.occurred_at) >= SAME_MOMENT

    @property
    def late_minutes(self) -> int:
        """By how much it was entered late; 0 where it was not."""
        apart = self.by.recorded_at - self.by.occurred_at
        return int(apart.total_seconds() // 60) if apart > self.late_after else 0

    @property
    def correction(self) -> bool:
        return isinstance(self.now.decision, EntryCorrected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted, and in which order; empty narrows nothing."""

    kind: str = ""
    touching: frozenset[str] = frozenset()
    words: str = ""
    sort: str = NEWEST

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.touching or self.words)


class Lines(Sequence[Line]):
    """Every entry of an incident in the order of recording, each made when it is looked at."""

    def __init__(
        self,
        history: Sequence[Recorded[Any]],
        positions: Sequence[int],
        names: Names,
        late_after: timedelta = LATE_AFTER,
    ) -> None:
        self.events, self.positions = amended(history), positions
        self._names, self._late_after = names, late_after
        self._changes = changes_of(history, names)

    def __len__(self) -> int:
        return len(self.events)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        event = self.events[index]
        return Line(
            position=self.positions[index],
            now=event,
            names=self._names,
            changes=self._changes.get(event.event_id, ()),
            late_after=self._late_after,
        )

    def of(self, events: Iterable[Recorded[Any]]) -> list[Line]:
        """The lines of some of the entries, in the order of recording."""
        versions = {event.version for event in events}
        places = (place for place, event in enumerate(self.events) if event.version in versions)
        return [self[place] for place in places]


def lines_of(
    history: Sequence[Recorded[Any]],
    positions: Sequence[int],
    names: Names,
    late_after: timedelta = LATE_AFTER,
) -> list[Line]:
    """Every entry of an incident in the order in which they were recorded."""
    return [*Lines(history, positions, names, late_after)]


def sought(lines: Iterable[Line], wanted: Sought) -> list[Line]:
    """The lines that are wanted, in the order that is wanted."""
    found = [line for line in lines if not wanted.narrows or _is_wanted(line, wanted)]
    newest, _, clock = wanted.sort.partition("-")
    if clock == "happened":
        found.sort(key=lambda line: (line.by.occurred_at, line.position))
    return found[::-1] if newest == "newest" else found


def refs_in(value: Any) -> frozenset[str]:
    """Every short text within a decision, among them whom and what it refers to."""
    if isinstance(value, str):
        return frozenset((value,))
    if isinstance(value, Value):
        value = [getattr(value, name) for name in type(value).model_fields]
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        return frozenset().union(*map(refs_in, value))
    return frozenset()


def _is_wanted(line: Line, wanted: Sought) -> bool:
    return (
        (not wanted.kind or line.kind == wanted.kind)
        and (not wanted.touching or not wanted.touching.isdisjoint(refs_in(line.now.decision)))
        and all(word in _text(line) for word in wanted.words.casefold().split())
    )


def _text(line: Line) -> str:
    details = " ".join(said for _, said in line.told.details)
    return f"{line.told.sentence} {line.told.words} {details} {line.who}".casefold()
