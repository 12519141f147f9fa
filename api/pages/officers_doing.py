"""A form page for every verb of an officer's hours: shown, sent, refused kindly, carried out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, knowledge_of, may, permission_of
from api.capacity_reading import within_of
from api.forms.form import Filled
from api.forms.officer_around import Around
from api.forms.officers import BUILDERS, JOIN
from api.forms.situation import Situation
from api.london import local
from api.pages.asking import carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.capacity_asked import week_words
from api.pages.naming import named_reasons
from api.pages.officers_told import absences_of
from api.request_words import STATES
from api.wiring import System
from api.words import plain
from domain.officer import Officer, monday_of, week_of
from domain.support_request import RequestState
from domain.vocabulary import Role
from services.people import Person

router = APIRouter()

COLLECTION: Final = "officers"
JOINING: Final = "/officers/join"
WEEKS_AHEAD: Final = 52
OPEN: Final = (
    RequestState.SCORED,
    RequestState.DEFERRED,
    RequestState.ACCEPTED,
    RequestState.PARTLY_ACCEPTED,
)


@router.get(JOINING, dependencies=[may(Permission.MANAGE_OFFICERS)])
def ask_who_joins(request: Request, system: Running) -> Response:
    return joining(request, opened(JOIN, Situation(now=system.clock()), {}))


@router.post(JOINING, dependencies=[may(Permission.MANAGE_OFFICERS)])
async def join(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(JOIN, posted, Situation(now=system.clock()))
    outcome = await carried_out(system, who, asked, COLLECTION)
    if isinstance(outcome, Filled):
        return joining(request, outcome)
    return RedirectResponse(f"/officers/{outcome.ref}?min_position={outcome.position}", 303)


def joining(request: Request, filled: Filled) -> Response:
    return form_page(
        request, filled, action=JOINING, back=("/officers", "Officers"), nav="capacity"
    )


def add_routes() -> None:
    """One pair of routes a verb, so that each declares who may use it."""
    for verb in BUILDERS:
        path, needed = f"/officers/{{ref}}/do/{verb}", may(permission_of(COLLECTION, verb))
        router.add_api_route(path, _shows(verb), methods=["GET"], dependencies=[needed])
        router.add_api_route(path, _does(verb), methods=["POST"], dependencies=[needed])


def _shows(verb: str) -> Callable[..., Any]:
    def show(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        officer = theirs(system, who, ref)
        around = around_of(system, who, officer)
        situation = Situation(now=system.clock())
        known = known_of(verb, officer, dict(request.query_params), local(situation.now).date())
        filled = opened(BUILDERS[verb](around), situation, known, officer.version)
        return page_of(request, officer, filled)

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        officer = await run_in_threadpool(theirs, system, who, ref)
        around = await run_in_threadpool(around_of, system, who, officer)
        filled = Filled(BUILDERS[verb](around), posted, Situation(now=system.clock()))
        if not wants_another_row(posted):
            outcome = await carried_out(system, who, filled, COLLECTION, ref)
            if not isinstance(outcome, Filled):
                return RedirectResponse(f"/officers/{ref}?min_position={outcome.position}", 303)
            filled = outcome
        return page_of(request, officer, filled)

    return do


def theirs(system: System, who: Person, ref: str) -> Officer:
    """An officer whose hours they may keep; NotAllowed for any other, as the command has it."""
    officer = system.store.load(Officer, ref)
    knowledge_of(who).require_own(officer)
    return officer


def around_of(system: System, who: Person, officer: Officer) -> Around:
    """What the forms may offer: weeks, requests and absences, in words."""
    hours, today = officer.hours, local(system.clock()).date()
    started = sorted(hours.open_requests)
    ever = [*started, *sorted(hours.allocations.keys() - hours.open_requests)]
    return Around(
        weeks=weeks_from(officer, today),
        requests=requests_for(system, who, officer),
        allocated={one: one for one in started},
        loggable={one: one for one in ever},
        absences={
            one.number: f"{one.days}, {one.kind.lower()}"
            for one in absences_of(officer, who, today)
        },
        head=who.role == Role.HEAD_OF_SE,
    )


def weeks_from(officer: Officer, today: date) -> dict[str, str]:
    """The weeks that something is allocated in, and a year from this one."""
    monday = monday_of(week_of(today))
    held = {week for by_week in officer.hours.allocations.values() for week in by_week}
    ahead = {week_of(monday + timedelta(weeks=more)) for more in range(WEEKS_AHEAD)}
    return {week: f"{week_words(week)} {monday_of(week).year}" for week in sorted(held | ahead)}


def requests_for(system: System, who: Person, officer: Officer) -> dict[str, str]:
    """The requests that somebody may know of, which this officer is not allocated to yet."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.requests.resolve(connection)
        found = view.of_states(connection, OPEN, within_of(system, connection, who))
    free = (one for one in found if one.ref not in officer.hours.open_requests)
    return {one.ref: f"{one.ref}, {plain(STATES, one.state).lower()}" for one in free}


def known_of(verb: str, officer: Officer, asked: Mapping[str, str], today: date) -> dict[str, Any]:
    """What a form is opened with: what its link says, and what the record holds already."""
    known: dict[str, Any] = dict(asked)
    if verb == "log-time":
        known.setdefault("date", today)
        if len(officer.hours.open_requests) == 1:
            known.setdefault("request", next(iter(officer.hours.open_requests)))
    if verb in ("allocate", "change-allocation"):
        held = officer.hours.allocations.get(asked.get("request", ""), {})
        known["by_week"] = dict(held) if held else {asked.get("week", week_of(today)): None}
    if verb == "record-absence":
        known |= {"from": today, "to": today}
    return known


def page_of(request: Request, officer: Officer, filled: Filled) -> Response:
    name = officer.joined.name.words
    reasons = named_reasons(filled.reasons, {officer.ref: name})
    return form_page(
        request,
        replace(filled, reasons=reasons),
        action=f"/officers/{officer.ref}/do/{filled.form.verb}",
        back=(f"/officers/{officer.ref}", name),
        caption=f"{name}, {officer.ref}",
        nav="capacity",
    )


add_routes()
