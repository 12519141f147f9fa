"""The library: what was learned, found by its words and narrowed by what it is about."""

from collections.abc import Iterable, Mapping
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import insight_words, words
from api.access import Permission, Running, SignedIn, allowed, may
from api.insight_reading import insights_seen_by
from api.pages.address import Address, Filter
from api.pages.render import render
from api.pages.shown import awaits, from_cursor, reading
from api.pages.wording import count, highest
from api.wiring import System
from domain.lessons import lesson_figures
from projections.lessons import Wanted

router = APIRouter(dependencies=[may(Permission.READ_INSIGHTS)])
LIBRARY, FIGURES = "/lessons", "/lessons/figures"
AT_ONCE = 25


@router.get(LIBRARY, dependencies=[awaits("lessons")])
def show_library(request: Request, system: Running, who: SignedIn) -> Response:
    with reading(system, system.views.lessons) as (view, connection, shown):
        seen = insights_seen_by(who)
        filters = filters_of(system, view.communities(connection, seen))
        address = Address.of(request, filters, extra=("after", "min_position"))
        wanted = wanted_of(address)
        find = partial(view.rows, connection, wanted, seen, limit=AT_ONCE)
        page = from_cursor(address.one("after"), lambda after: find(after=after))
    told = {
        "shown": shown,
        "address": address,
        "filters": filters,
        "lessons": page.rows,
        "marking": highest([row.marking for row in page.rows]),
        "sentence": sentence(len(page.rows), more=page.after is not None),
        "forces": forces_of(system),
        "insight_words": insight_words,
        "may_record": allowed(who, Permission.RECORD_INSIGHT),
        "report": report_address(address) if allowed(who, Permission.EXPORT) else "",
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=page.after) if page.after else None,
    }
    return render(request, "lessons.html", told)


@router.get(FIGURES, dependencies=[awaits("lessons")])
def show_figures(request: Request, system: Running, who: SignedIn) -> Response:
    with reading(system, system.views.lessons) as (view, connection, shown):
        figures = lesson_figures(view.courses(connection, insights_seen_by(who)))
    relearned = [words.plain(words.THEMES, theme) for theme in figures.relearned]
    told = {"shown": shown, "figures": figures, "relearned": relearned}
    return render(request, "lessons_figures.html", told)


def report_address(address: Address) -> str:
    """The same lessons as a PDF."""
    query = address.changed(after=None).partition("?")[2]
    return f"{LIBRARY}/report.pdf?{query}" if query else f"{LIBRARY}/report.pdf"


def filters_of(system: System, known: Iterable[str]) -> tuple[Filter, ...]:
    communities = {tag: words.plain(words.GROUPS, tag) for tag in known}
    return (
        Filter("q", "Words"),
        Filter("theme", "Theme", words.THEMES),
        Filter("type", "Type of incident", words.INCIDENT_TYPES),
        Filter("community", "Community", communities),
        Filter("force", "Force", forces_of(system)),
        Filter("phase", "When it helps", insight_words.PHASES),
        Filter("kind", "What it is", insight_words.KINDS),
        Filter("state", "State", insight_words.STATES),
    )


def forces_of(system: System) -> Mapping[str, str]:
    forces = sorted(system.forces.values(), key=lambda force: force.name)
    return {force.code: force.name for force in forces}


def wanted_of(address: Address) -> Wanted:
    return Wanted(
        q=address.one("q"),
        themes=address.many("theme"),
        incident_types=address.many("type"),
        communities=address.many("community"),
        forces=address.many("force"),
        phases=address.many("phase"),
        kinds=address.many("kind"),
        states=address.many("state"),
    )


def sentence(number: int, *, more: bool) -> str:
    told = count(number, "lesson")
    return f"{told} on this page" if more else told
