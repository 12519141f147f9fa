"""Asking for support: few questions, on a phone, and what happens next in plain words."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, may, permission_of, sight_of
from api.forms.form import Filled
from api.forms.requests import OPENED, request_form
from api.forms.situation import Choice, Situation
from api.london import rfc3339
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.requests.people import names_by_view, on_duty
from api.pages.shown import awaits
from api.reading import Reading, read_incident
from api.wiring import System
from domain.priority import Band
from domain.vocabulary import State
from projections.board import Sort, Wanted
from services.people import Person

COLLECTION = "support-requests"
ADDRESS = "/requests/new"
OVER = (State.CLOSED, State.NOT_TAKEN)
router = APIRouter(dependencies=[may(permission_of(COLLECTION, "request"))])


@router.get(ADDRESS, dependencies=[awaits("board")])
def ask(request: Request, system: Running, who: SignedIn, incident: str = "") -> Response:
    reading = read_incident(system, incident, who) if incident else None
    situation = situation_of(system, who, reading)
    known = {OPENED: rfc3339(situation.now), "incident": incident or None}
    filled = opened(request_form(known=reading is not None), situation, known)
    return page_of(request, system, filled, reading)


@router.post(ADDRESS)
async def send(request: Request, system: Running, who: SignedIn) -> Response:
    posted, asked_from = await posted_by(request), request.query_params.get("incident", "")
    filled = Filled(request_form(known=bool(asked_from)), posted, Situation(now=system.clock()))
    outcome = await carried_out(system, who, filled, COLLECTION)
    if isinstance(outcome, Filled):
        return await run_in_threadpool(refused, request, system, who, outcome, asked_from)
    return RedirectResponse(f"/requests/{outcome.ref}?min_position={outcome.position}", 303)


def refused(
    request: Request, system: System, who: Person, filled: Filled, incident: str
) -> Response:
    reading = read_incident(system, incident, who) if incident else None
    filled = replace(filled, situation=situation_of(system, who, reading))
    return page_of(request, system, filled, reading)


def situation_of(system: System, who: Person, reading: Reading | None) -> Situation:
    """What can be chosen: the open incidents that they may know of, where none was named."""
    if reading is not None:
        return Situation(now=reading.now, response=reading.response)
    wanted = Wanted(states=tuple(state for state in State if state not in OVER))
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        rows = board.rows(connection, wanted, sight_of(who), Sort.LATEST, limit=100).rows
    choices = [Choice(value=row.ref, label=f"{row.title} ({row.ref})") for row in rows]
    return Situation(now=system.clock(), incidents=choices)


def page_of(request: Request, system: System, filled: Filled, reading: Reading | None) -> Response:
    back = (f"/incidents/{reading.ref}", "Back to the incident") if reading else RETURN
    more: dict[str, Any] = {}
    if reading is not None:
        more = {"response": reading.response, "marking": reading.marking}
    return form_page(
        request,
        filled,
        action=f"{ADDRESS}?incident={reading.ref}" if reading else ADDRESS,
        back=back,
        template="requests/new.html",
        nav="requests",
        asked={field.name: field for field in filled.form.fields},
        caption=reading.response.title if reading else "",
        duty=duty_words(system),
        hours=system.ruleset.priority.decision_hours,
        bands=tuple(Band),
        **more,
    )


RETURN = ("/requests", "Requests for support")


def duty_words(system: System) -> list[str]:
    """Who can be rung now: the primary first."""
    duty = on_duty(system, system.clock())
    names = names_by_view(system, duty.values())
    return [names.get(duty[kind], duty[kind]) for kind in ("primary", "deputy") if kind in duty]
