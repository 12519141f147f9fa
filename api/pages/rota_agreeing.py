"""Agreeing to a swap: what a colleague asks and hands over, and the word that does it."""

from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.forms.form import Filled
from api.forms.rota import AGREE, duty_in
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

ADDRESS: Final = f"{ROTA}/agree"
TEMPLATE: Final = "rota_agree.html"
OVER: Final = Reason(
    code="SwapNotProposed", text="This swap is not offered any more. Nothing was changed."
)
router = APIRouter(dependencies=[may(permission_of("officers", "agree-swap")), awaits("capacity")])


@router.get(ADDRESS)
def show_agree(request: Request, system: Running, who: SignedIn, offer: str = "") -> Response:
    swap = offered(system, who, offer)
    if swap is None:
        raise NotFound.because("NotFound", "This swap is not offered any more.")
    known = {"offer": offer, "officer": swap.partner}
    filled = opened(AGREE, Situation(now=system.clock()), known)
    return page_of(request, filled, ADDRESS, **told_of(system, offer, swap))


@router.post(ADDRESS)
async def agree(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    filled = Filled(AGREE, posted, Situation(now=system.clock()))
    code = filled.value("offer")
    try:
        answer = await carried_out(system, who, filled, "officers", filled.value("officer") or "-")
    except NotFound:
        answer = replace(filled, reasons=[OVER], status=409)
    if isinstance(answer, Answer):
        return RedirectResponse(f"{ROTA}?min_position={answer.position}", 303)
    swap = await run_in_threadpool(offered, system, who, code)
    told = await run_in_threadpool(told_of, system, code, swap)
    return await run_in_threadpool(page_of, request, answer, ADDRESS, **told)


def offered(system: System, who: Person, code: str) -> DutySwapProposed | None:
    """The swap that waits, to whom it is offered and to those who manage the rota."""
    held = duty_in(code)
    giver = held and officer_of(system, held[0])
    if not held or not giver:
        return None
    duty = Duty.model_validate(held[1])
    swaps = (one.swap for one in giver.offers if one.swap.duty == duty)
    manages = allowed(who, Permission.MANAGE_OFFICERS)
    return next((one for one in swaps if manages or one.partner == who.officer), None)


def told_of(system: System, code: str, swap: DutySwapProposed | None) -> dict[str, Any]:
    held = duty_in(code)
    if swap is None or held is None:
        return {"template": TEMPLATE, "swap": None}
    back = swap.in_return
    return {
        "template": TEMPLATE,
        "swap": swap,
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
