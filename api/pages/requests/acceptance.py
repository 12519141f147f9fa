"""What was accepted, quarter by quarter, by group and by area; small counts are not told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, allowed, figures_sight_of, may
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.times import per_cent
from api.pages.wording import said
from api.small_counts import FEWEST, HIDDEN, TOO_FEW, protected
from domain.support_request import NATIONAL
from projections.requests_figures import NO_GROUP, Accepted, acceptance

YEARS = 2
OUTCOMES = ("accepted", "in_part", "deferred", "declined")
router = APIRouter(dependencies=[may(Permission.READ_ACCEPTANCE)])


@dataclass(frozen=True)
class Row:
    """One group or area in one quarter: how many were decided, how, and the share accepted."""

    name: str
    decided: str
    outcomes: Sequence[str]
    rate: str


@dataclass(frozen=True)
class Table:
    caption: str
    of: str
    rows: Sequence[Row]


@router.get("/requests/acceptance", dependencies=[awaits("board", "requests")])
def show_acceptance(request: Request, system: Running, who: SignedIn) -> Response:
    now = system.clock()
    since = datetime(now.year - YEARS, 1, 1, tzinfo=UTC)
    regions = {force.code: force.region for force in system.forces.values()}
    with reading(system, system.views.requests) as (view, connection, shown):
        board, _ = system.views.board.resolve(connection)
        within = board.within(figures_sight_of(who))
        found = acceptance(connection, view, since, now, regions, within)
    groups = {**words.GROUPS, NO_GROUP: "No group named"}
    areas = {**register_words.REGIONS, NATIONAL: "No region"}
    quarters = sorted({row.quarter for row in (*found.by_group, *found.by_region)}, reverse=True)
    told = {
        "nav": "requests",
        "shown": shown,
        "sees_requests": allowed(who, Permission.READ_REQUESTS),
        "fewest": FEWEST,
        "quarters": [
            (
                in_words(quarter),
                [
                    table_of("By group", "Group", of(found.by_group, quarter), groups, whole=False),
                    table_of("By area", "Area", of(found.by_region, quarter), areas, whole=True),
                ],
            )
            for quarter in quarters
        ],
    }
    return render(request, "requests/acceptance.html", told)


def of(rows: Iterable[Accepted], quarter: str) -> list[Accepted]:
    return [row for row in rows if row.quarter == quarter]


def table_of(
    caption: str, column: str, rows: Sequence[Accepted], names: Mapping[str, str], *, whole: bool
) -> Table:
    """`whole`: the rows are parts of one sum, so a hidden one must not follow from the others."""
    totals = {row.name: row.decided for row in rows}
    shown = (
        {name: count.people is not None for name, count in protected(totals).items()}
        if whole
        else {name: decided >= FEWEST for name, decided in totals.items()}
    )
    return Table(caption, column, [row_of(row, names, shown[row.name], whole) for row in rows])


def row_of(row: Accepted, names: Mapping[str, str], shown: bool, whole: bool) -> Row:
    """A share and its parts are told only of enough requests, and of parts that are enough."""
    name = said(row.name, names)
    if not shown:
        return Row(name, HIDDEN.words if whole else TOO_FEW.words, ("",) * len(OUTCOMES), "")
    counts = protected({outcome: getattr(row, outcome) for outcome in OUTCOMES})
    told = all(counts[outcome].people is not None for outcome in ("accepted", "in_part"))
    return Row(
        name,
        f"{row.decided:,}",
        [counts[outcome].words for outcome in OUTCOMES],
        per_cent(row.rate) if told else "",
    )


def in_words(quarter: str) -> str:
    """January to March 2026, of 2026-Q1"""
    months = ("January to March", "April to June", "July to September", "October to December")
    year, _, number = quarter.partition("-Q")
    return f"{months[int(number) - 1]} {year}"
