"""What is done with the rota: assign, ask for a swap, release; each form keeps what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.forms.form import Filled, Form
from api.forms.rota import code_of, duty_in, releasing, swapping
from api.forms.situation import Choice, Situation
from api.london import local
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.rota import ROTA
from api.pages.rota_month import stretch
from api.pages.shown import awaits
from api.register_words import REGIONS
from api.wiring import System
from api.words import plain
from domain.base import Malformed
from projections.rota import InPost, OnDuty, duties, in_post
from services.desk import Answer
from services.people import Person

router = APIRouter()

BACK: Final = (ROTA, "Back to the rota")
LOOKS_AHEAD: Final = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Around:
    """Who can be on duty, and every duty that is not over."""

    now: datetime
    officers: list[InPost]
    duties: list[OnDuty]

    def offered(self, who: Person) -> list[OnDuty]:
        """The duties that somebody may give away: their own, or all where they manage these."""
        if allowed(who, Permission.MANAGE_OFFICERS):
            return self.duties
        return [one for one in self.duties if one.officer == who.officer]


def around(system: System) -> Around:
    now = system.clock()
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        return Around(
            now=now,
            officers=in_post(connection, view, local(now).date()),
            duties=duties(connection, view, now, now + LOOKS_AHEAD),
        )


def swap_form(about: Around, who: Person) -> Form:
    mine = about.offered(who)
    own = not allowed(who, Permission.MANAGE_OFFICERS)
    colleagues = [one for one in about.officers if not own or one.officer != who.officer]
    theirs = [one for one in about.duties if not own or one.officer != who.officer]
    return swapping(
        [choice_of(one, named=not own) for one in mine],
        officers_listed(colleagues),
        [choice_of(one, named=True) for one in theirs],
    )


def release_form(about: Around, who: Person) -> Form:
    return releasing([choice_of(one, named=True) for one in about.duties])


FORMS: Mapping[str, tuple[str, Callable[[Around, Person], Form]]] = {
    "swap": ("swap-duty", swap_form),
    "release": ("release-duty", release_form),
}


def add_routes() -> None:
    """One pair of routes a form, so that each declares who may use it."""
    for name, (verb, make) in FORMS.items():
        path, needed = f"{ROTA}/{name}", may(permission_of("officers", verb))
        shows, does = _shows(path, make), _does(path, make)
        needs = [needed, awaits("capacity")]
        router.add_api_route(path, shows, methods=["GET"], dependencies=needs)
        router.add_api_route(path, does, methods=["POST"], dependencies=needs)


def _shows(path: str, make: Callable[[Around, Person], Form]) -> Callable[..., Any]:
    def show(request: Request, system: Running, who: SignedIn) -> Response:
        about = around(system)
        known = dict(request.query_params)
        return page_of(request, opened(make(about, who), Situation(now=about.now), known), path)

    return show


def _does(path: str, make: Callable[[Around, Person], Form]) -> Callable[..., Any]:
    async def do(request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        about = await run_in_threadpool(around, system)
        filled = Filled(make(about, who), posted, Situation(now=about.now))
        held = duty_in(filled.value("duty"))
        try:
            answer = await carried_out(system, who, filled, "officers", held[0] if held else "-")
        except Malformed as refused:
            answer = replace(filled, reasons=refused.reasons, status=422)
        if isinstance(answer, Answer):
            return done(answer, filled)
        return await run_in_threadpool(page_of, request, answer, path)

    return do


def done(answer: Answer, filled: Filled) -> Response:
    """Back to the month in which the duty begins."""
    held = duty_in(filled.value("duty"))
    month = f"{local(datetime.fromisoformat(held[1]['from'])):%Y-%m}" if held else ""
    return RedirectResponse(f"{ROTA}?month={month}&min_position={answer.position}", 303)


def page_of(request: Request, filled: Filled, path: str, **told: Any) -> Response:
    return form_page(request, filled, action=path, back=BACK, nav="rota", **told)


def officers_listed(officers: list[InPost]) -> list[Choice]:
    return [
        Choice(value=one.officer, label=f"{one.called}, {plain(REGIONS, one.region)}")
        for one in officers
    ]


def choice_of(one: OnDuty, *, named: bool) -> Choice:
    when = f"{one.kind}, {stretch(one.since, one.until)}"
    return Choice(
        value=code_of(one.officer, one.kind, one.since, one.until),
        label=f"{one.called}: {when}" if named else when[:1].upper() + when[1:],
    )


add_routes()
