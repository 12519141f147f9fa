"""Counts of people that are too small to be shown, and what would give them away: domain rules §8.

Zero is shown: it is nobody. What is hidden is hidden without saying why, as the reason would tell
which cell is small, and equal counts are hidden together, as the choice between them would tell.
"""

from collections.abc import Collection, Mapping
from typing import Final

from domain.base import Value

FEWEST: Final = 10


class Cell(Value):
    """How many people gave one value; `n` is None where that is hidden."""

    value: str
    n: int | None
    hidden: bool


class Table(Value):
    """The values of one field; `total` is None where the whole table is hidden."""

    field: str
    total: int | None
    cells: tuple[Cell, ...]


def table(field: str, counts: Mapping[str, int]) -> Table:
    """A field as it is shown in a page, a chart, a program's answer and a file alike."""
    hidden, total = hidden_in(counts), sum(counts.values())
    return Table(
        field=field,
        total=total if total >= FEWEST else None,
        cells=tuple(
            Cell(value=value, n=None if value in hidden else n, hidden=value in hidden)
            for value, n in counts.items()
        ),
    )


def hidden_in(counts: Mapping[str, int]) -> frozenset[str]:
    """1 to 9 are hidden, and the next smallest until at least two cells and ten people are."""
    if sum(counts.values()) < FEWEST:
        return frozenset(counts)
    least = FEWEST
    larger = sorted({n for n in counts.values() if n >= FEWEST})
    while (hidden := [n for n in counts.values() if 0 < n < least]) and larger and _tells(hidden):
        least = larger.pop(0) + 1
    return frozenset(value for value, n in counts.items() if 0 < n < least)


def may_filter(counts: Mapping[str, int], chosen: Collection[str]) -> bool:
    """Whether figures may be shown for those who gave one of some values of a field.

    Both they and all the others must be ten or more, or nobody; and the hidden values stay
    together, on one side, as sums with some of them would give the rest away.
    """
    inside = sum(n for value, n in counts.items() if value in chosen)
    outside = sum(counts.values()) - inside
    hidden = hidden_in(counts)
    whole = hidden <= set(chosen) or hidden.isdisjoint(chosen)
    return inside >= FEWEST and (outside == 0 or outside >= FEWEST) and whole


def told(people: int) -> int | None:
    """A count that is no part of a whole."""
    return None if 0 < people < FEWEST else people


def _tells(hidden: Collection[int]) -> bool:
    """Whether the sum of the hidden counts tells one of them.

    Where all of them are one, or nine, nothing else adds up to the same.
    """
    return len(hidden) < 2 or sum(hidden) < FEWEST or set(hidden) in ({1}, {FEWEST - 1})
