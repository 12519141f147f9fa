"""A page's address: what it asks for, and the addresses that differ from it by one choice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from api.veil import Veil

Pairs: TypeAlias = tuple[tuple[str, str], ...]

MOMENTARY = frozenset({"after", "min_position", "problem"})
VEILED = frozenset({"q", "after"})
"""What may hold a name: words that were looked for, and where a list sorted by name goes on."""


@dataclass(frozen=True)
class Filter:
    """One thing that a list can be narrowed by. Without options it is free text."""

    name: str
    label: str
    options: Mapping[str, str] | None = None

    def says(self, value: str) -> str:
        return value if self.options is None else self.options[value]


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the address of the page without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True)
class Address:
    """Path and query. Values that no filter offers are left out, so a bad address is harmless."""

    path: str
    pairs: Pairs
    veil: Veil

    @classmethod
    def of(cls, request: Request, filters: Iterable[Filter], extra: Iterable[str] = ()) -> Self:
        """The address that was asked for."""
        veil: Veil = request.state.system.storage.veil
        return cls.read(request.url.path, request.url.query, veil, filters, extra)

    @classmethod
    def read(
        cls, path: str, query: str, veil: Veil, filters: Iterable[Filter], extra: Iterable[str] = ()
    ) -> Self:
        """A path with as much of a query string as the filters, and the extra names, offer."""
        offered = {each.name: each.options for each in filters} | dict.fromkeys(extra)
        asked = (
            (name, (veil.under(value) if name in VEILED else value).strip())
            for name, value in parse_qsl(query)
            if name in offered
        )
        pairs = tuple(pair for pair in asked if _answerable(pair[1], offered[pair[0]]))
        return cls(path, pairs, veil)

    def one(self, name: str) -> str:
        """The last value given under a name, or nothing."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def many(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def changed(self, **values: str | None) -> str:
        """This address with these values instead of whatever stood under their names."""
        kept = [pair for pair in self._lasting if pair[0] not in values]
        return self._with(kept + [(name, value) for name, value in values.items() if value])

    def without(self, name: str, value: str) -> str:
        return self._with([pair for pair in self._lasting if pair != (name, value)])

    def chips(self, filters: Sequence[Filter]) -> list[Chip]:
        """What is chosen, in the order of the filters."""
        return [
            Chip(each.label, each.says(value), self.without(each.name, value))
            for each in filters
            for value in dict.fromkeys(self.many(each.name))
        ]

    @property
    def query(self) -> str:
        """What would have to be kept to come back to this list."""
        return self._encoded(self._lasting)

    @property
    def here(self) -> str:
        """This very page, for a part of it that fetches itself anew."""
        return self._with([pair for pair in self.pairs if pair[0] != "min_position"])

    @property
    def _lasting(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] not in MOMENTARY]

    def _with(self, pairs: list[tuple[str, str]]) -> str:
        return f"{self.path}?{self._encoded(pairs)}" if pairs else self.path

    def _encoded(self, pairs: Sequence[tuple[str, str]]) -> str:
        return urlencode(
            [(name, self.veil.over(value) if name in VEILED else value) for name, value in pairs]
        )


def _answerable(value: str, options: Mapping[str, str] | None) -> bool:
    return value in options if options is not None else bool(value)
