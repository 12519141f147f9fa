"""Urgent reads, each looked into by somebody else; what was found stays in the access log."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.access_words import SAID
from api.consulting import noted
from api.pages.accesses import line_of, names_of_accounts
from api.pages.render import render
from api.wiring import System
from api.words import plain
from domain.base import NotAllowed, NotFound, Reason, Refusal
from services.access_log import Action
from services.people import Person
from services.purposes import Purpose, Said
from services.urgent_reads import Urgent, urgent_reads

router = APIRouter()

ADDRESS = "/access/emergencies"
LONGEST = 280
SAY_IT = Reason(code="ReviewNotSaid", text="Say in a few words what you found.", field="review-{}")


@router.get(ADDRESS, dependencies=[may(Permission.READ_ACCESS_LOG)])
def show_emergencies(request: Request, system: Running, who: SignedIn) -> Response:
    return emergencies_page(request, system, who)


@router.post(f"{ADDRESS}/{{number}}", dependencies=[may(Permission.REVIEW_URGENT_READS)])
def review(
    number: int,
    request: Request,
    system: Running,
    who: SignedIn,
    found: Annotated[str, Form()] = "",
) -> Response:
    urgent = open_one(system, number)
    if urgent.entry.who == who.ref:
        raise NotAllowed.because(
            "ReviewedBySomebodyElse", "You read this yourself: somebody else looks into it."
        )
    words = " ".join(found.split())
    if not words or len(words) > LONGEST:
        field = f"review-{number}"
        return emergencies_page(request, system, who, SAY_IT.model_copy(update={"field": field}))
    entry = urgent.entry
    action, said = Action.REVIEW, Said(Purpose.REVIEW, words)
    marking, shown = entry.marking, (str(number),)
    noted(system, who, entry.record, action=action, marking=marking, said=said, shown=shown)
    return RedirectResponse(ADDRESS, 303)


def open_one(system: System, number: int) -> Urgent:
    """The urgent read with this number; refused where somebody has looked into it already."""
    for urgent in urgent_reads(system.access_log):
        if urgent.entry.number == number and urgent.review is None:
            return urgent
        if urgent.entry.number == number:
            raise Refusal.because("ReviewedAlready", "Somebody has looked into this already.")
    raise NotFound.because("NotFound", "There is no such urgent read.")


def emergencies_page(
    request: Request, system: System, who: Person, reason: Reason | None = None
) -> Response:
    names = names_of_accounts(system)
    told = [
        {
            "line": line_of(urgent.entry, names),
            "reads": urgent.reads,
            "later": said_later(urgent),
            "review": line_of(urgent.review, names) if urgent.review else None,
            "own": urgent.entry.who == who.ref,
        }
        for urgent in urgent_reads(system.access_log)
    ]
    context = {
        "open": [each for each in told if each["review"] is None],
        "done": [each for each in told if each["review"] is not None],
        "may_review": allowed(who, Permission.REVIEW_URGENT_READS),
        "longest": LONGEST,
        "errors": [reason] if reason else [],
    }
    return render(request, "emergencies.html", context, 422 if reason else 200)


def said_later(urgent: Urgent) -> str:
    """Why, in their own words or in those of the list; nothing where they did not say yet."""
    later = urgent.later
    return (later.note or plain(SAID, later.purpose)) if later else ""
