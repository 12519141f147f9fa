"""The figures of everything together, for those who are to know of totals and of no incident."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, allowed, may
from api.figures import NOWHERE, Totals, read_totals
from api.pages.render import render
from api.pages.shown import awaits
from api.pages.times import per_cent
from api.pages.wording import count, said

router = APIRouter(dependencies=[may(Permission.READ_FIGURES)])

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Table:
    """Counts of incidents under a heading: each in words."""

    heading: str
    rows: tuple[tuple[str, str], ...]


@router.get("/figures", dependencies=[awaits("board", "register")])
def show_figures(request: Request, system: Running, who: SignedIn) -> Response:
    totals = read_totals(system, who)
    told = {
        "incidents": count(totals.incidents.incidents, "incident"),
        "tables": tables_of(totals),
        "sees_acceptance": allowed(who, Permission.READ_ACCEPTANCE),
        "milestones": f"{totals.incidents.milestones_met:,} of {totals.incidents.milestones_of:,}",
        "milestones_rate": per_cent(totals.milestones_rate),
        "mapped": totals.mapped.words,
        "reached": totals.reached.words,
        "reach": per_cent(totals.reach),
        "registered": totals.registered.words,
        "register": [
            (
                said(segment, register_words.SEGMENTS),
                whole.words,
                [(said(key, register_words.CATEGORIES), one.words) for key, one in parts.items()],
            )
            for segment, (whole, parts) in totals.register.items()
        ],
    }
    return render(request, "figures.html", told)


def tables_of(totals: Totals) -> list[Table]:
    incidents, regions = totals.incidents, {**register_words.REGIONS, NOWHERE: "Elsewhere"}
    return [
        _table("State", incidents.by_state, words.STATES),
        _table("Level", incidents.by_level, words.LEVELS),
        _table("Type", incidents.by_type, words.INCIDENT_TYPES),
        _table("Region", totals.regions, regions),
        _table("Month", incidents.by_month, {key: month(key) for key in incidents.by_month if key}),
    ]


def month(code: str) -> str:
    """March 2026, of 2026-03."""
    year, _, number = code.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def _table(
    heading: str, counts: Mapping[str | None, int] | Mapping[str, int], names: Mapping[str, str]
) -> Table:
    return Table(
        heading,
        tuple(
            (said(key, names) if key else "Not said yet", f"{many:,}")
            for key, many in counts.items()
        ),
    )
