"""Counts of people that are too small to be told, and those that would give them away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many people; `people` is None where that is not told, for `why`."""

    people: int | None
    why: str = ""

    @property
    def words(self) -> str:
        return self.why if self.people is None else f"{self.people:,}"


TOO_FEW: Final = Count(None, "fewer than 10")
COMPLEMENT: Final = Count(None, "not shown, so that a smaller number cannot be worked out")


def protected(counts: Mapping[str, int]) -> dict[str, Count]:
    """The counts of the parts of a whole, whose sum may be known.

    A count of 1 to 9 is hidden; so is the next larger, until at least 10 people are hidden.
    """
    hidden = {key for key, people in counts.items() if 0 < people < FEWEST}
    rest = sorted(
        (key for key, people in counts.items() if people >= FEWEST),
        key=lambda key: (counts[key], key),
    )
    also: set[str] = set()
    while hidden and rest and sum(counts[key] for key in hidden | also) < FEWEST:
        also.add(rest.pop(0))
    return {
        key: TOO_FEW if key in hidden else COMPLEMENT if key in also else Count(people)
        for key, people in counts.items()
    }


def told(people: int) -> Count:
    """A count that is no part of a whole."""
    return TOO_FEW if 0 < people < FEWEST else Count(people)


def nested(parts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[Count, dict[str, Count]]]:
    """Wholes and their parts: where a whole is hidden so are all of its parts."""
    wholes = protected({key: sum(inner.values()) for key, inner in parts.items()})
    return {
        key: (
            whole,
            dict.fromkeys(parts[key], COMPLEMENT)
            if whole.people is None
            else protected(parts[key]),
        )
        for key, whole in wholes.items()
    }
