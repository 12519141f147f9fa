"""One incident stepped through: each entry is a step, by when it was recorded or happened."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from api.moments import Moment
from api.pages.timeline import Line, Lines


class By(StrEnum):
    """As at: what had been recorded. True at: what had happened, with all that is known now."""

    RECORDED = "recorded"
    HAPPENED = "happened"


@dataclass(frozen=True)
class Steps:
    """The entries that are stepped through, in the order of one clock; never none.

    `chosen` is the index of the step that is shown.
    """

    by: By
    lines: Sequence[Line]
    chosen: int

    @classmethod
    def at(
        cls,
        by: By,
        lines: Sequence[Line],
        at: int | datetime | None = None,
        step: int | None = None,
    ) -> Self:
        """At a step counted from one; else at the last entry by a position or a time of the clock.

        Else at the last of all.
        """
        ordered = in_order(lines, by)
        last = len(ordered) - 1
        if step is not None:
            return cls(by, ordered, min(max(step - 1, 0), last))
        return cls(by, ordered, last if at is None else _index_of(ordered, by, at))

    @property
    def line(self) -> Line:
        return self.lines[self.chosen]

    @property
    def number(self) -> int:
        return self.chosen + 1

    @property
    def earlier(self) -> Line | None:
        return self.lines[self.chosen - 1] if self.chosen else None

    @property
    def later(self) -> Line | None:
        return self.lines[self.number] if self.number < len(self.lines) else None

    def before(self, lines: Sequence[Line]) -> Line | None:
        """The entry before the chosen one among all of them, whichever are stepped through."""
        if len(lines) == len(self.lines):
            return self.earlier
        ordered = in_order(lines, self.by)
        place = ordered.index(self.line)
        return ordered[place - 1] if place else None

    def around(self, reach: int) -> Sequence[tuple[int, Line]]:
        """The steps near the chosen one, with their numbers, always as many as there can be."""
        first = max(0, min(self.chosen - reach, len(self.lines) - 2 * reach - 1))
        return list(enumerate(self.lines[first : first + 2 * reach + 1], first + 1))


def moment_at(line: Line, by: By, happened_at: datetime) -> Moment:
    """The moment that an entry stands for: its own, or when it happened.

    Nothing had happened before `happened_at`, when the incident itself had.
    """
    if by is By.RECORDED:
        return Moment(as_at=line.position)
    return Moment(true_at=max(line.by.occurred_at, happened_at))


def in_order(lines: Sequence[Line], by: By) -> Sequence[Line]:
    """All of them by one clock; they come as they were recorded."""
    return lines if by is By.RECORDED else sorted(lines, key=lambda line: clocked(line, by))


def clocked(line: Line, by: By) -> tuple[datetime | int, int]:
    """What the steps are in the order of. A clock that was put back reorders nothing recorded."""
    return (line.position if by is By.RECORDED else line.by.occurred_at, line.position)


def time_of(line: Line, by: By) -> datetime:
    """When an entry was recorded, or when it happened (UTC)."""
    return line.by.recorded_at if by is By.RECORDED else line.by.occurred_at


def _index_of(ordered: Sequence[Line], by: By, at: int | datetime) -> int:
    """The entry with this position, else the last one by then, else the first."""
    if isinstance(at, datetime):
        known = [index for index, line in enumerate(ordered) if time_of(line, by) <= at]
        return known[-1] if known else 0
    if isinstance(ordered, Lines):
        return max(bisect_right(ordered.positions, at) - 1, 0)
    known = [index for index, line in enumerate(ordered) if line.position <= at]
    return max(known, key=lambda index: ordered[index].position, default=0)
