"""What somebody needs a record for: asked in between, answered with one tap, never asked twice."""

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, SignedIn, may
from api.access_words import PURPOSES, RECORDS
from api.consulting import ACCESS_LOG, LESSONS, REGISTER, PurposeNeeded
from api.pages.home import within
from api.pages.render import render
from api.said_purpose import LONGEST_NOTE, check_note
from domain.base import Malformed, NotFound, Reason
from services.purposes import Purpose, Said

router = APIRouter(dependencies=[may(Permission.BE_SIGNED_IN)])

ADDRESS = "/purpose"
RECORD = re.compile(rf"(?:INC|STK|FB)-[\d-]{{1,20}}|{REGISTER}|{ACCESS_LOG}|{LESSONS}")
APART = (Purpose.EMERGENCY, Purpose.OTHER)
UNKNOWN = Reason(code="PurposeNotSaid", text="Choose what you need it for.", field="purpose")


@router.get(ADDRESS)
def ask(
    request: Request, system: Running, who: SignedIn, record: str = "", next: str = ""
) -> Response:
    said = system.purposes.said(who.credential, known(record))
    urgent = said is not None and said.purpose == Purpose.EMERGENCY
    return asked(request, record, next, urgent=urgent)


@router.post(ADDRESS)
def say(
    request: Request,
    system: Running,
    who: SignedIn,
    record: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    record, note = known(record), " ".join(note.split())
    reason = why_not(purpose, note)
    if reason is not None:
        return asked(request, record, next, reason=reason, note=note)
    said = Said(purpose, note if purpose == Purpose.OTHER else "")
    system.purposes.say(who.credential, record, said, system.clock())
    return RedirectResponse(within(next), 303)


def asked(
    request: Request,
    record: str,
    address: str,
    *,
    urgent: bool = False,
    reason: Reason | None = None,
    note: str = "",
) -> Response:
    """The page that asks; `urgent` where it was put off before."""
    told = {
        "record": record,
        "of": RECORDS.get(record, record).replace("The ", "the "),
        "next": within(address),
        "choices": [(code, text) for code, text in PURPOSES.items() if code not in APART],
        "urgent": urgent,
        "later": PURPOSES[Purpose.EMERGENCY],
        "longest": LONGEST_NOTE,
        "note": note,
        "errors": [reason] if reason else [],
    }
    return render(request, "purpose.html", told, 422 if reason else 200)


def known(record: str) -> str:
    """NotFound where nobody could need a purpose for such a thing."""
    if not RECORD.fullmatch(record):
        raise NotFound.because("NotFound", "There is nothing of that name to open.")
    return record


def why_not(purpose: str, note: str) -> Reason | None:
    """What is wrong with an answer; nothing where it is one."""
    if purpose not in PURPOSES:
        return UNKNOWN
    try:
        check_note(purpose, note, "note")
    except Malformed as wrong:
        return wrong.reasons[0]
    return None


def way_to_say(request: Request, error: Exception) -> Response:
    """Where somebody who has to say it first is led; and from there to where they were going."""
    record = error.record if isinstance(error, PurposeNeeded) else ""
    query = f"?{request.url.query}" if request.url.query else ""
    asking = urlencode({"record": record, "next": f"{request.url.path}{query}"})
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": f"{ADDRESS}?{asking}"})
    return RedirectResponse(f"{ADDRESS}?{asking}", 303)
