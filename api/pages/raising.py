"""Raising an incident: one page, four answers needed; a likely duplicate is shown, not refused."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, may, permission_of, sight_of
from api.forms.form import Filled
from api.forms.opening import RAISE
from api.forms.reading import Reading
from api.london import rfc3339
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.shown import awaits
from api.pages.situations import around
from api.wiring import System
from projections.board_row import BoardRow
from services.people import Person

router = APIRouter(dependencies=[may(permission_of("incidents", "raise"))])
ADDRESS, ANYWAY = "/incidents/raise", "anyway"


@router.get(ADDRESS)
def show_raise(request: Request, system: Running) -> Response:
    return page_of(request, opened(RAISE, around(system), {}))


@router.post(ADDRESS, dependencies=[awaits("board")])
async def raise_incident(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(RAISE, posted, await run_in_threadpool(around, system))
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


def page_of(request: Request, filled: Filled, alike: Sequence[BoardRow] = ()) -> Response:
    return form_page(
        request,
        filled,
        action=ADDRESS,
        back=("/incidents", "Back to the incidents"),
        template="raise.html",
        alike=alike,
        anyway=ANYWAY,
    )
