"""Keeping the register: a form for every verb of a stakeholder."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, may
from api.forms.form import Filled, Form
from api.forms.register import KEEPING, REGISTER
from api.pages.asking import carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.situations import around
from api.register_reading import read_stakeholder
from domain.base import NotFound
from domain.personal import Personal
from domain.stakeholder import Stakeholder

router = APIRouter(dependencies=[may(Permission.KEEP_REGISTER)])

REGISTERING = "/stakeholders/register"
COLLECTION = "stakeholders"


@router.get(REGISTERING)
def ask_whom_to_register(request: Request, system: Running) -> Response:
    return registration(request, opened(REGISTER, around(system), {}))


@router.post(REGISTERING)
async def register(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(REGISTER, posted, await run_in_threadpool(around, system))
    if wants_another_row(posted):
        return registration(request, asked)
    outcome = await carried_out(system, who, asked, COLLECTION)
    if isinstance(outcome, Filled):
        return registration(request, outcome)
    return RedirectResponse(f"/stakeholders/{outcome.ref}?min_position={outcome.position}", 303)


@router.get("/stakeholders/{ref}/do/{verb}")
def ask(ref: str, verb: str, request: Request, system: Running, who: SignedIn) -> Response:
    form, stakeholder = form_of(verb), read_stakeholder(system, ref, who)
    filled = opened(form, around(system), known_of(verb, stakeholder), stakeholder.version)
    return keeping(request, ref, filled)


@router.post("/stakeholders/{ref}/do/{verb}")
async def keep(ref: str, verb: str, request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(form_of(verb), posted, await run_in_threadpool(around, system))
    if wants_another_row(posted):
        return keeping(request, ref, asked)
    outcome = await carried_out(system, who, asked, COLLECTION, ref)
    if isinstance(outcome, Filled):
        return keeping(request, ref, outcome)
    return RedirectResponse(f"/stakeholders/{ref}?min_position={outcome.position}", 303)


def form_of(verb: str) -> Form:
    """The form of a verb that continues a stakeholder's record; NotFound for any other."""
    for form in KEEPING:
        if form.verb == verb != REGISTER.verb:
            return form
    raise NotFound.because("NotFound", "There is no such form.")


def registration(request: Request, filled: Filled) -> Response:
    back = ("/stakeholders", "Stakeholders")
    return form_page(request, filled, action=REGISTERING, back=back, nav=COLLECTION)


def keeping(request: Request, ref: str, filled: Filled) -> Response:
    action = f"/stakeholders/{ref}/do/{filled.form.verb}"
    back = (f"/stakeholders/{ref}", ref)
    return form_page(request, filled, action=action, back=back, caption=ref, nav=COLLECTION)


def known_of(verb: str, stakeholder: Stakeholder) -> dict[str, Any]:
    """What a form starts with: the record as it is now, where the form replaces it."""
    if verb == "assign-owner" and stakeholder.owned:
        return stakeholder.owned.model_dump()
    if verb != "amend":
        return {}
    described = stakeholder.described
    force, *others = described.areas or (None,)
    points = [
        {"kind": point.kind, "value": text_of(point.value)} for point in described.contact_points
    ]
    return {
        **{name: getattr(described, name) for name in type(described).model_fields},
        "name": text_of(described.name),
        "access_needs": text_of(described.access_needs),
        "contact_points": points,
        "force_area": force,
        "other_areas": others,
    }


def text_of(value: Personal | None) -> str | None:
    return value.text if value else None
