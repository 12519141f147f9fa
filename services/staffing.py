"""Records that a command looks at and changes beside its own, all in its one transaction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from domain.base import Aggregate, NotFound
from domain.capacity import Load as Minutes
from domain.capacity import load_of, together
from domain.officer import Officer
from domain.ruleset import Ruleset
from services.store import Store

A = TypeVar("A", bound=Aggregate)
Load: TypeAlias = Callable[[type[Any], str], Any]


class Alongside:
    """What one command has loaded, each record once: so it meets its own changes again."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._loaded: dict[str, Aggregate] = {}

    def take(self, aggregate: Aggregate) -> None:
        """The command's own record, as it is and as it will be."""
        self._loaded[aggregate.ref] = aggregate

    def of(self, kind: type[A]) -> "Records[A]":
        """The records of one kind by reference, loaded when they are asked for."""
        return Records(self, kind)

    def find(self, kind: type[A], ref: str) -> A:
        """KeyError where there is none of that kind."""
        if ref not in self._loaded:
            try:
                self._loaded[ref] = self._load(kind, ref)
            except NotFound:
                raise KeyError(ref) from None
        found = self._loaded[ref]
        if not isinstance(found, kind):
            raise KeyError(ref)
        return found

    @property
    def changed(self) -> list[Aggregate]:
        """Those about which something was decided, in the order they were first asked for."""
        return [each for each in self._loaded.values() if each.has_decided]

    def __iter__(self) -> Iterator[Aggregate]:
        return iter(self._loaded.values())


class Records(Mapping[str, A], Generic[A]):
    """The records of one kind that a command can ask for; it holds those it has asked for."""

    def __init__(self, alongside: Alongside, kind: type[A]) -> None:
        self._alongside, self._kind = alongside, kind

    def __getitem__(self, ref: str) -> A:
        return self._alongside.find(self._kind, ref)

    def __iter__(self) -> Iterator[str]:
        return (each.ref for each in self._alongside if isinstance(each, self._kind))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Staff:
    """What the rules ask of officers, with what the command itself has changed so far."""

    store: Store
    alongside: Alongside
    ruleset: Ruleset

    def region_load(self, region: str, week: str) -> Minutes:
        """A region's week: the sum of its officers'."""
        officers = self.alongside.of(Officer)
        refs = self.store.parts_of(region, Officer.SERIES)
        weeks = (officers[ref].hours.week(week) for ref in refs)
        return together(load_of(each, self.ruleset.capacity) for each in weeks)
