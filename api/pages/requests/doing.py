"""The forms of a request: shown, sent, refused kindly, carried out; one pair of routes a verb."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, may, permission_of
from api.forms.form import Filled, Form
from api.forms.reading import Posted
from api.forms.requests import RATE, WITHDRAW
from api.forms.requests_deciding import DECLINE, DEFER, FULFIL
from api.forms.requests_scoring import DIRECT, OVERRIDE
from api.forms.situation import Situation
from api.pages.asking import carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.naming import named_reasons
from api.pages.requests.candidates import deciding_page
from api.pages.requests.decisions import decision_form, with_chosen
from api.pages.requests.people import names_of_officers
from api.pages.requests.scoring import last_score, score_form_of, scoring_page
from api.pages.requests.status import COLLECTION, address_of
from api.pages.shown import awaits
from api.request_reading import RequestReading, read_request
from api.wiring import System
from services.people import Person

router = APIRouter()
PLAIN: tuple[Form, ...] = (OVERRIDE, DIRECT, DEFER, DECLINE, FULFIL, WITHDRAW, RATE)
PLAIN_FORMS: Mapping[str, Form] = {form.verb: form for form in PLAIN}
DECIDES = ("accept", "accept-in-part")
VERBS = ("score", *DECIDES, *PLAIN_FORMS)
AGAIN = frozenset({"choose", "look"})


def add_routes() -> None:
    """So that each route declares who may use it."""
    for verb in VERBS:
        path, needed = address_of("{ref}", verb), may(permission_of(COLLECTION, verb))
        waits = [awaits("board", "requests", "capacity")] if verb in DECIDES else []
        router.add_api_route(path, _shows(verb), methods=["GET"], dependencies=[needed, *waits])
        router.add_api_route(path, _does(verb), methods=["POST"], dependencies=[needed])


def form_of(verb: str, reading: RequestReading, who: Person) -> Form:
    if verb == "score":
        return score_form_of(reading)
    return decision_form(verb, who) if verb in DECIDES else PLAIN_FORMS[verb]


def _shows(verb: str) -> Callable[..., Any]:
    def show(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        reading = read_request(system, ref, who)
        known = last_score(reading) if verb == "score" else {}
        situation = Situation(now=reading.incident.now)
        filled = opened(form_of(verb, reading, who), situation, known, reading.version)
        return page_of(request, system, who, reading, filled)

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        reading = await run_in_threadpool(read_request, system, ref, who)
        filled = Filled(form_of(verb, reading, who), posted, Situation(now=system.clock()))
        if AGAIN.isdisjoint(posted) and not wants_another_row(posted):
            outcome = await carried_out(system, who, filled, COLLECTION, ref)
            if not isinstance(outcome, Filled):
                return RedirectResponse(f"/requests/{ref}?min_position={outcome.position}", 303)
            filled = outcome
        return await run_in_threadpool(again, request, system, who, ref, filled)

    return do


def again(request: Request, system: System, who: Person, ref: str, filled: Filled) -> Response:
    """The form as it was filled in; the record may have moved on meanwhile."""
    reading = read_request(system, ref, who)
    names = names_of_officers(system, reading.officers)
    reasons = named_reasons(filled.reasons, names)
    posted: Posted = with_chosen(filled.posted)
    return page_of(request, system, who, reading, replace(filled, posted=posted, reasons=reasons))


def page_of(
    request: Request, system: System, who: Person, reading: RequestReading, filled: Filled
) -> Response:
    verb = filled.form.verb
    show = partial(
        form_page,
        request,
        action=address_of(reading.ref, verb),
        back=(f"/requests/{reading.ref}", "Back to the request"),
        caption=f"{reading.ref}, {reading.incident.response.title}",
        nav="requests",
        response=reading.incident.response,
        marking=reading.marking,
    )
    if verb == "score":
        return scoring_page(system, reading, filled, show)
    if verb in DECIDES:
        return deciding_page(system, who, reading, filled, show)
    return show(filled)


add_routes()
