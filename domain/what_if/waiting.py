"""The work that waits: by band, region and needs, in the order in which it arrived."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from domain.priority import Band
from domain.what_if.pool import Abilities


@dataclass(slots=True, order=True)
class Work:
    """The minutes of one arrival that are needed in one week, as far as nobody has done them."""

    arrival: int
    due: int
    minutes: int = field(compare=False)


@dataclass(slots=True)
class Line:
    """What waits in one region with the same needs, the earliest arrival first."""

    region: str
    needs: Abilities
    waiting: list[Work] = field(default_factory=list)


class Waiting:
    """Every line of every band. A line is passed over for the rest of a turn once it is stuck."""

    def __init__(self) -> None:
        self._lines: dict[Band, dict[tuple[str, Abilities], Line]] = defaultdict(dict)
        self.minutes: dict[str, int] = defaultdict(int)

    def add(self, band: Band, region: str, needs: Abilities, work: Work) -> None:
        if not work.minutes:
            return
        lines = self._lines[band]
        line = lines.get((region, needs)) or lines.setdefault((region, needs), Line(region, needs))
        heappush(line.waiting, work)
        self.minutes[region] += work.minutes

    def lines(self, band: Band, region: str | None = None) -> list[Line]:
        """The lines with work in them, of one region or of all."""
        return [
            line
            for line in self._lines[band].values()
            if line.waiting and region in (None, line.region)
        ]

    def settle(self, line: Line, minutes: int) -> bool:
        """So many minutes of the first in line are done; whether some of it is left."""
        first = line.waiting[0]
        first.minutes -= minutes
        self.minutes[line.region] -= minutes
        if first.minutes:
            return True
        heappop(line.waiting)
        return False

    def left(self) -> Iterator[Work]:
        for lines in self._lines.values():
            for line in lines.values():
                yield from line.waiting


def earliest(lines: Iterable[Line]) -> Line:
    return min(lines, key=lambda line: line.waiting[0])
