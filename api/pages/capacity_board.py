"""The board of weeks and regions in words: its picture, its table, and what it comes down to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.officer_words import RATINGS, worked
from api.pages.capacity_asked import week_words
from api.pages.capacity_pictures import Grid, grid_of
from api.pages.times import per_cent
from api.register_words import REGIONS
from domain.capacity import critical_starts, together
from projections.capacity_weeks import RegionWeek

MOST_GAPS: Final = 8
SHORT: Final[Mapping[str, str]] = {
    "london": "Lon",
    "midlands": "Mid",
    "north-east": "NE",
    "north-west": "NW",
    "south-east": "SE",
    "south-west": "SW",
    "wales": "Wal",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the table: what is free, how much is used, and what the reserve lacks."""

    free: str
    used: str
    gap: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    week: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Board:
    """`starts` says of every region how many critical responses it could begin this week."""

    picture: Grid
    regions: Sequence[str]
    rows: Sequence[Row]
    starts: Sequence[tuple[str, int]]
    by_region: int
    together: int
    gaps: Sequence[tuple[str, str, str, str]]
    more_gaps: int
    summary: str


def board_of(
    found: Sequence[RegionWeek], weeks: Sequence[str], this_week: str, *, linked: bool
) -> Board | None:
    """None where nobody works anywhere yet."""
    if not found:
        return None
    regions = {one.region: (_name(one.region), SHORT.get(one.region, "")) for one in found}
    shown = [one for one in found if one.week in weeks]
    now = [one for one in found if one.week == this_week]
    starts = [(_name(one.region), one.critical_starts) for one in now]
    all_now = together(one.load for one in now)
    gaps = sorted((one for one in shown if one.reserve_gap), key=lambda one: one.week)
    return Board(
        picture=grid_of(shown, {week: week_words(week) for week in weeks}, regions, linked),
        regions=[name for name, _ in regions.values()],
        rows=_rows(shown, weeks, linked),
        starts=starts,
        by_region=sum(many for _, many in starts),
        together=critical_starts(all_now, found[0].rules),
        gaps=[_gap(one, linked) for one in gaps[:MOST_GAPS]],
        more_gaps=max(len(gaps) - MOST_GAPS, 0),
        summary=_summary(shown),
    )


def _name(region: str) -> str:
    return REGIONS.get(region, region)


def _rows(shown: Iterable[RegionWeek], weeks: Sequence[str], linked: bool) -> list[Row]:
    entries: dict[str, list[Entry]] = {week: [] for week in weeks}
    for one in shown:
        entries[one.week].append(_entry(one, linked))
    return [Row(week_words(week), of) for week, of in entries.items()]


def _entry(one: RegionWeek, linked: bool) -> Entry:
    rag = f", {RATINGS[one.rag]}" if one.rag else ""
    gap = one.reserve_gap
    return Entry(
        free=worked(one.load.free),
        used=f"{per_cent(one.load.utilisation)}{rag}" if one.rag else "nobody there",
        gap=f"reserve lacks {worked(gap)}" if gap else "",
        address=_address(one) if linked else "",
        name=f"{_name(one.region)}, {week_words(one.week)}",
    )


def _gap(one: RegionWeek, linked: bool) -> tuple[str, str, str, str]:
    where = f"{_name(one.region)}, {week_words(one.week)}"
    target = worked(one.reserve_target)
    return where, worked(one.reserve_gap), target, _address(one) if linked else ""


def _address(one: RegionWeek) -> str:
    return f"/capacity/{one.week}/{one.region}"


def _summary(shown: Sequence[RegionWeek]) -> str:
    """The picture in a sentence: how many weeks of regions are of which rating."""
    counts = {
        rating: sum(1 for one in shown if one.rag == rating) for rating in ("green", "amber", "red")
    }
    nobody = sum(1 for one in shown if one.rag is None)
    said = [f"{many} {rating}" for rating, many in counts.items() if many]
    said += [f"{nobody} with nobody there"] if nobody else []
    return f"Of {len(shown)} weeks of regions, {title_list(said)}."


def title_list(said: Sequence[str]) -> str:
    """one, two and three"""
    *first, last = said or ("none",)
    return f"{', '.join(first)} and {last}" if first else last
