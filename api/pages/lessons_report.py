"""The lessons report: what the library's filters find, as a PDF that a screen reader can read."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from api import insight_words, words
from api.access import Permission, Running, SignedIn, may
from api.consulting import LESSONS, consult, purpose_of
from api.insight_reading import insights_seen_by
from api.pages.address import Address
from api.pages.lessons import filters_of, forces_of, wanted_of
from api.pages.shown import awaits, reading
from api.pages.times import day, per_cent, short_words
from api.pages.wording import count, highest
from api.reports import pdf_download, pdf_of
from api.wiring import System
from domain.lessons import LessonFigures, lesson_figures
from projections.lessons import Lessons, Seen, Wanted
from projections.lessons_row import Learned
from services.access_log import Action

router = APIRouter(dependencies=[may(Permission.EXPORT), awaits("lessons")])
AT_ONCE, MOST = 200, 1000


@router.get("/lessons/report.pdf")
def take_out_lessons(request: Request, system: Running, who: SignedIn) -> Response:
    """The lessons that this person may know of and the address asks for, the newest first."""
    seen = insights_seen_by(who)
    with reading(system, system.views.lessons) as (view, connection, _):
        filters = filters_of(system, view.communities(connection, seen))
        address = Address.of(request, filters)
        found = [*_all(view, connection, wanted_of(address), seen)]
        figures = lesson_figures(view.courses(connection, seen))
    marking = highest([row.marking for row in found])
    shown = [row.ref for row in found]
    consult(system, who, LESSONS, action=Action.EXPORT, marking=marking, shown=shown)
    purpose = purpose_of(system, who, LESSONS).purpose.replace("_", " ")
    chosen = "; ".join(f"{chip.name}: {chip.value}" for chip in address.chips(filters))
    told = {
        "title": "Lessons report",
        "marking": marking,
        "summary": f"{_counted(found)}, the newest first. {chosen or 'No filter is set'}.",
        "footer": f"Taken out {short_words(system.clock())} by {who.name}, to {purpose}",
        "figures": _figures(figures),
        "lessons": [_lesson(row, system) for row in found],
    }
    return pdf_download("lessons", marking, pdf_of("lessons", told))


def _all(view: Lessons, connection: Connection, wanted: Wanted, seen: Seen) -> Iterator[Learned]:
    """Every page of the list, one after the other, up to the most that a report holds."""
    after, told = None, 0
    while told < MOST:
        page = view.rows(connection, wanted, seen, after=after, limit=AT_ONCE)
        yield from page.rows
        after, told = page.after, told + len(page.rows)
        if after is None:
            return


def _counted(found: list[Learned]) -> str:
    most = f", and no more than {MOST:,} fit a report" if len(found) >= MOST else ""
    return f"{count(len(found), 'lesson')}{most}"


def _figures(told: LessonFigures) -> list[list[str]]:
    days = told.recorded_to_shared_days
    return [
        ["Validated", str(told.validated)],
        ["Shared", str(told.shared)],
        ["Used again", f"{told.reused} ({per_cent(told.reuse_rate)})"],
        ["Suggested", f"{told.suggested}, {told.undecided} not decided yet"],
        ["Suggestions used", per_cent(told.acceptance)],
        ["From recorded to shared, median", "not known" if days is None else f"{days} days"],
    ]


def _lesson(row: Learned, system: System) -> dict[str, Any]:
    themes = ", ".join(words.plain(words.THEMES, theme) for theme in row.themes)
    groups = ", ".join(words.plain(words.GROUPS, tag) for tag in row.communities)
    force = forces_of(system).get(row.pfa or "", "")
    about = (
        words.plain(insight_words.KINDS, row.kind),
        words.plain(insight_words.STATES, row.state),
        words.plain(words.INCIDENT_TYPES, row.incident_type),
        force,
        themes,
        groups,
        f"recorded {day(row.recorded_at).striptags()}",
    )
    uses = f"Suggested {row.suggested}, used {row.reused}, dismissed {row.dismissed} times."
    return {
        "ref": row.ref,
        "statement": row.statement,
        "about": " · ".join(filter(None, about)),
        "uses": [uses] if row.suggested or row.reused else [],
    }
