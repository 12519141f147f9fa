"""What was accepted, quarter by quarter, by group and by area; small counts are not told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.acceptance import OUTCOMES, Told, read_acceptance
from api.access import Permission, Running, SignedIn, allowed, may
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.times import per_cent
from api.pages.wording import said
from api.small_counts import FEWEST
from domain.support_request import NATIONAL
from projections.requests_figures import NO_GROUP

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
    with reading(system, system.views.requests) as (view, connection, shown):
        found = read_acceptance(system, view, connection, who)
    groups = {**words.GROUPS, NO_GROUP: "No group named"}
    areas = {**register_words.REGIONS, NATIONAL: "No region"}
    told = {
        "nav": "requests",
        "shown": shown,
        "sees_requests": allowed(who, Permission.READ_REQUESTS),
        "fewest": FEWEST,
        "quarters": [
            (
                in_words(quarter),
                [
                    Table("By group", "Group", rows_of(found.by_group, quarter, groups)),
                    Table("By area", "Area", rows_of(found.by_area, quarter, areas)),
                ],
            )
            for quarter in found.quarters
        ],
    }
    return render(request, "requests/acceptance.html", told)


def rows_of(rows: Iterable[Told], quarter: str, names: Mapping[str, str]) -> list[Row]:
    return [row_of(row, names) for row in rows if row.quarter == quarter]


def row_of(row: Told, names: Mapping[str, str]) -> Row:
    name = said(row.name, names)
    if row.decided.people is None:
        return Row(name, row.decided.words, ("",) * len(OUTCOMES), "")
    outcomes = [row.outcomes[outcome].words for outcome in OUTCOMES]
    return Row(
        name, row.decided.words, outcomes, per_cent(row.rate) if row.rate is not None else ""
    )


def in_words(quarter: str) -> str:
    """January to March 2026, of 2026-Q1"""
    months = ("January to March", "April to June", "July to September", "October to December")
    year, _, number = quarter.partition("-Q")
    return f"{months[int(number) - 1]} {year}"
