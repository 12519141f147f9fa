"""What becomes of a swap that is offered: agreed to, declined, or withdrawn by who offered it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.forms.form import Filled, Form
from api.forms.rota import AGREE, DECLINE, WITHDRAW, duty_in
from api.forms.situation import Situation
from api.pages.asking import carried_out, opened, posted_by
from api.pages.rota import ROTA
from api.pages.rota_doing import page_of
from api.pages.rota_month import stretch
from api.pages.shown import awaits
from api.wiring import System
from domain.base import NotFound, Reason
from domain.officer import Officer
from domain.officer.decisions import Duty, DutySwapProposed
from services.desk import Answer
from services.people import Person

TEMPLATE: Final = "rota_agree.html"
OVER: Final = Reason(
    code="SwapNotProposed", text="This swap is not offered any more. Nothing was changed."
)
router = APIRouter()


def add_routes() -> None:
    """One pair of routes a word that ends the offer, so that each declares who may say it."""
    for name, form in (("agree", AGREE), ("decline", DECLINE), ("withdraw", WITHDRAW)):
        path = f"{ROTA}/{name}"
        needs = [may(permission_of("officers", form.verb)), awaits("capacity")]
        router.add_api_route(path, _shows(path, form), methods=["GET"], dependencies=needs)
        router.add_api_route(path, _does(path, form), methods=["POST"], dependencies=needs)


def _shows(path: str, form: Form) -> Callable[..., Any]:
    def show(request: Request, system: Running, who: SignedIn, offer: str = "") -> Response:
        swap = offered(system, who, form, offer)
        held = duty_in(offer)
        if swap is None or held is None:
            raise NotFound.because("NotFound", "This swap is not offered any more.")
        speaker = held[0] if form is WITHDRAW else swap.partner
        known = {"offer": offer, "officer": speaker}
        filled = opened(form, Situation(now=system.clock()), known)
        return page_of(request, filled, path, **told_of(system, form, offer, swap))

    return show


def _does(path: str, form: Form) -> Callable[..., Any]:
    async def do(request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        filled = Filled(form, posted, Situation(now=system.clock()))
        code, speaker = filled.value("offer"), filled.value("officer") or "-"
        try:
            answer = await carried_out(system, who, filled, "officers", speaker)
        except NotFound:
            answer = replace(filled, reasons=[OVER], status=409)
        if isinstance(answer, Answer):
            return RedirectResponse(f"{ROTA}?min_position={answer.position}", 303)
        swap = await run_in_threadpool(offered, system, who, form, code)
        told = await run_in_threadpool(told_of, system, form, code, swap)
        return await run_in_threadpool(page_of, request, answer, path, **told)

    return do


def offered(system: System, who: Person, form: Form, code: str) -> DutySwapProposed | None:
    """The swap that waits, for whoever has the word about it and those who manage the rota."""
    held = duty_in(code)
    giver = held and officer_of(system, held[0])
    if not held or not giver:
        return None
    duty = Duty.model_validate(held[1])
    swaps = (one.swap for one in giver.offers if one.swap.duty == duty)
    if allowed(who, Permission.MANAGE_OFFICERS) or (form is WITHDRAW and held[0] == who.officer):
        return next(swaps, None)
    return next((one for one in swaps if form is not WITHDRAW and one.partner == who.officer), None)


def told_of(system: System, form: Form, code: str, swap: DutySwapProposed | None) -> dict[str, Any]:
    held = duty_in(code)
    if swap is None or held is None:
        return {"template": TEMPLATE, "swap": None}
    back = swap.in_return
    return {
        "template": TEMPLATE,
        "swap": swap,
        "declining": f"{ROTA}/decline?{urlencode({'offer': code})}" if form is AGREE else "",
        "giver": name_of(system, held[0]),
        "partner": name_of(system, swap.partner),
        "when": stretch(swap.since, swap.to),
        "in_return": f"{back.kind}, {stretch(back.since, back.to)}" if back else "",
    }


def officer_of(system: System, ref: str) -> Officer | None:
    try:
        return system.store.load(Officer, ref)
    except NotFound:
        return None


def name_of(system: System, ref: str) -> str:
    officer = officer_of(system, ref)
    return officer.joined.name.words if officer else ref


add_routes()
