"""The pictures of capacity, as places and sizes for SVG: across in per cent, down in pixels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from api.officer_words import worked
from domain.capacity import Load
from domain.demand import Ahead
from domain.vocabulary import Rating
from projections.capacity_weeks import RegionWeek

ROW: Final = 28
HEAD: Final = 34
LABELS: Final = 21
"""Per cent of the width that the names of the weeks take."""
BAR: Final = 18
PITCH: Final = 52
MARKS: Final[Mapping[Rating | None, str]] = {
    Rating.GREEN: "",
    Rating.AMBER: " A",
    Rating.RED: " R",
    None: "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One region's week: how much of it is used, and whether its reserve is whole."""

    x: str
    middle: str
    y: int
    kind: str
    words: str
    gap: bool
    address: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Weeks downwards, regions across; every cell is as wide."""

    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[tuple[str, int]]
    cells: Sequence[Cell]
    width: str
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A week of somebody, or of everybody: what is taken, what is planned, what is free.

    `over` is what is taken beyond what is available; `line` is where the reserve begins.
    """

    label: str
    words: str
    top: int
    committed: str
    plan_x: str
    plan: str
    available: str
    over_x: str
    over: str
    line: str
    line_words: str


@dataclass(frozen=True, slots=True)
class Bars:
    rows: Sequence[Bar]
    height: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A week ahead: what is free in it, and what new incidents are likely to ask."""

    label: str
    words: str
    top: int
    free: str
    mean: str
    p90: str
    beyond: bool


def share_of(part: int, whole: int, most: int = 100) -> str:
    """A length in per cent, with two decimals."""
    return f"{float(Fraction(max(part, 0) * most, whole)) if whole > 0 else 0:.2f}%"


def grid_of(
    shown: Sequence[RegionWeek],
    weeks: Mapping[str, str],
    regions: Mapping[str, tuple[str, str]],
    linked: bool,
) -> Grid:
    """`weeks` and `regions` say what each is called; a region by its name, and in short."""
    places = {code: LABELS + (100 - LABELS) * at / len(regions) for at, code in enumerate(regions)}
    half = (100 - LABELS) / max(len(regions), 1) / 2
    tops = {week: HEAD + number * ROW for number, week in enumerate(weeks)}
    cells = [
        Cell(
            x=f"{places[one.region]:.2f}%",
            middle=f"{places[one.region] + half - 0.4:.2f}%",
            y=tops[one.week],
            kind=one.rag or "none",
            words=_used(one),
            gap=one.reserve_gap > 0,
            address=f"/capacity/{one.week}/{one.region}" if linked else "",
        )
        for one in shown
        if one.week in tops
    ]
    return Grid(
        columns=[(f"{places[code] + half - 0.4:.2f}%", *names) for code, names in regions.items()],
        rows=[(words, tops[week]) for week, words in weeks.items()],
        cells=cells,
        width=f"{2 * half - 0.8:.2f}%",
        height=HEAD + len(weeks) * ROW,
    )


def _used(one: RegionWeek) -> str:
    """59, 83 A, 104 R: the whole per cent that is used, rounded down as the rating is not."""
    used = one.load.utilisation
    return "\N{EN DASH}" if used is None else f"{used:.0f}{MARKS[one.rag]}"


def bars_of(rows: Iterable[tuple[str, Load, int | None]]) -> Bars:
    """Each row is a label, a week, and the reserve that is to be left of it, if any is."""
    found = list(rows)
    drawn = []
    for number, (label, load, reserve) in enumerate(found):
        longest = _longest(load) if reserve is not None else _longest(*_people(found))
        drawn.append(_bar(label, load, reserve, longest, number * PITCH))
    return Bars(drawn, len(drawn) * PITCH)


def _people(found: Iterable[tuple[str, Load, int | None]]) -> list[Load]:
    return [load for _, load, reserve in found if reserve is None]


def _longest(*loads: Load) -> int:
    return max((max(load.available, load.committed + load.plan) for load in loads), default=0)


def _bar(label: str, load: Load, reserve: int | None, longest: int, top: int) -> Bar:
    taken = load.committed + load.plan
    over = max(taken - load.available, 0)
    left = None if reserve is None else load.available - reserve
    return Bar(
        label=label,
        words=free_words(load),
        top=top,
        committed=share_of(load.committed, longest),
        plan_x=share_of(load.committed, longest),
        plan=share_of(load.plan, longest),
        available=share_of(load.available, longest),
        over_x=share_of(load.available, longest),
        over=share_of(over, longest) if over else "",
        line="" if left is None else share_of(left, longest),
        line_words="" if reserve is None else f"Reserve {worked(reserve)}",
    )


def free_words(load: Load) -> str:
    """25 h free of 37 h; 2 h over; not there."""
    if load.free < 0:
        return f"{worked(-load.free)} more than there is"
    if not load.available:
        return "not there"
    return f"{worked(load.free)} free of {worked(load.available)}"


def coming_of(
    ahead: Sequence[Ahead], free: Mapping[str, int], weeks: Mapping[str, str]
) -> list[Coming]:
    """Every coming week on one scale."""
    longest = max((max(one.new_p90, free.get(one.week, 0)) for one in ahead), default=0)
    return [
        Coming(
            label=weeks[one.week],
            words=f"{worked(free.get(one.week, 0))} free, {worked(one.new_mean)} new,"
            f" up to {worked(one.new_p90)}",
            top=number * (PITCH + 18),
            free=share_of(free.get(one.week, 0), longest),
            mean=share_of(one.new_mean, longest),
            p90=share_of(one.new_p90, longest),
            beyond=one.new_p90 > free.get(one.week, 0),
        )
        for number, one in enumerate(ahead)
    ]
