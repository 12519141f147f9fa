"""What a benchmark finds out, and how it is put in one table."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any

from rich.table import Table

HEADINGS = ("#", "what", "measured", "limit here", "of the limit", "target", "")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing that was measured, the limit found in the same run, and what is aimed at.

    `share` is how much of the limit was reached; `met` is None where the target is not judged.
    """

    number: str
    what: str
    measured: str
    target: str
    met: bool | None
    limit: str = ""
    share: float | None = None

    def row(self) -> tuple[str, ...]:
        share = "" if self.share is None else f"{self.share:.2f}"
        verdict = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[self.met]
        cells = (self.number, self.what, self.measured, self.limit, share, self.target)
        return (*cells, verdict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def table(figures: Sequence[Figure]) -> Table:
    """Every figure in one table, each benchmark's apart from the next."""
    drawn = Table(*HEADINGS)
    for this, following in zip(figures, [*figures[1:], None], strict=True):
        last = following is None or following.number != this.number
        drawn.add_row(*this.row(), end_section=last)
    return drawn


def percentile(values: Iterable[float], per_cent: int) -> float:
    """The value that so many per cent of the values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[per_cent - 1]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
