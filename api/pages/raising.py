"""Raising an incident: one page, four answers; likely duplicates and two lessons are shown."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of, sight_of
from api.forms.form import Filled
from api.forms.opening import RAISE
from api.forms.reading import Reading
from api.insight_reading import insights_seen_by
from api.london import rfc3339
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.shown import awaits
from api.pages.situations import around
from api.wiring import System
from domain.lessons import Circumstances
from domain.vocabulary import IncidentType
from projections.board_row import BoardRow
from projections.lessons_row import Learned
from services.people import Person

router = APIRouter(dependencies=[may(permission_of("incidents", "raise"))])
ADDRESS, ANYWAY, LOOK = "/incidents/raise", "anyway", "lessons"
SHOWN_FIRST = 2


@router.get(ADDRESS)
def show_raise(request: Request, system: Running) -> Response:
    return page_of(request, opened(RAISE, around(system), {}))


@router.post(ADDRESS, dependencies=[awaits("board")])
async def raise_incident(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(RAISE, posted, await run_in_threadpool(around, system))
    if LOOK in posted:
        lessons = await run_in_threadpool(lessons_for, system, who, asked)
        return page_of(request, asked, lessons=lessons)
    alike = [] if ANYWAY in posted else await run_in_threadpool(alike_to, system, who, asked)
    if alike:
        return page_of(request, asked, alike)
    answer = await carried_out(system, who, asked, "incidents")
    if isinstance(answer, Filled):
        return page_of(request, answer)
    return RedirectResponse(f"/incidents/{answer.ref}?min_position={answer.position}", 303)


def alike_to(system: System, who: Person, asked: Filled) -> list[BoardRow]:
    """Incidents of the same force, day and title: perhaps this one, raised already."""
    body = RAISE.read(Reading(asked.posted, system.clock()))
    happened = datetime.fromisoformat(body.get("occurred_at") or rfc3339(system.clock()))
    sight = sight_of(who)
    return system.views.alike(body.get("title", ""), body.get("pfa"), happened, sight)


def lessons_for(system: System, who: Person, asked: Filled) -> list[Learned]:
    """The best two of what would be suggested, as far as the answers tell; for those who may."""
    body = RAISE.read(Reading(asked.posted, system.clock()))
    kind, pfa = body.get("incident_type"), body.get("pfa")
    if kind not in {*IncidentType} or not allowed(who, Permission.READ_INSIGHTS):
        return []
    force = system.forces.get(pfa or "")
    now_in = Circumstances(incident_type=kind, force=pfa, region=force.region if force else None)
    best = system.views.suggestable(now_in, system.clock())
    with system.views.engine.connect() as connection:
        view, _ = system.views.lessons.resolve(connection)
        seen = insights_seen_by(who)
        found = [view.find(connection, ref, seen) for ref in best]
    return [one for one in found if one][:SHOWN_FIRST]


def page_of(
    request: Request,
    filled: Filled,
    alike: Sequence[BoardRow] = (),
    lessons: Sequence[Learned] | None = None,
) -> Response:
    return form_page(
        request,
        filled,
        action=ADDRESS,
        back=("/incidents", "Back to the incidents"),
        template="raise.html",
        alike=alike,
        anyway=ANYWAY,
        lessons=lessons,
    )
