"""Counts of people as pages tell them; which are hidden is for `domain.suppression` to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.suppression import FEWEST, hidden_in

__all__ = ["FEWEST", "HIDDEN", "TOO_FEW", "Count", "nested", "protected", "told"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many people; `people` is None where that is not told, for `why`."""

    people: int | None
    why: str = ""

    @property
    def words(self) -> str:
        return self.why if self.people is None else f"{self.people:,}"


TOO_FEW: Final = Count(None, "fewer than 10")
HIDDEN: Final = Count(None, "not shown: fewer than 10 here or beside it")
"""One reason for all that is hidden among others: two would tell which of them is small."""


def protected(counts: Mapping[str, int]) -> dict[str, Count]:
    """The counts of the parts of a whole, whose sum may be known."""
    hidden = hidden_in(counts)
    return {key: HIDDEN if key in hidden else Count(people) for key, people in counts.items()}


def told(people: int) -> Count:
    """A count that is no part of a whole."""
    return TOO_FEW if 0 < people < FEWEST else Count(people)


def nested(parts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[Count, dict[str, Count]]]:
    """Wholes and their parts: where a whole is hidden so are all of its parts."""
    wholes = protected({key: sum(inner.values()) for key, inner in parts.items()})
    return {
        key: (
            whole,
            dict.fromkeys(parts[key], HIDDEN) if whole.people is None else protected(parts[key]),
        )
        for key, whole in wholes.items()
    }
