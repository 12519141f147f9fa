"""What staff do with a feedback round: its forms, its links, its comments."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import feedback_words as fw
from api.access import Permission, Running, SignedIn, may, permission_of
from api.consulting import consult
from api.csv_download import csv_download
from api.feedback_reading import read_round
from api.forms.feedback import CONTINUING, OPEN, entering
from api.forms.form import Filled, Form
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.feedback import COLLECTION, ROUNDS
from api.pages.render import render
from api.pages.situations import around
from api.pages.wording import said
from api.reading import read_incident
from api.wiring import System
from domain.base import NotFound
from domain.feedback import FeedbackRound, RoundState
from domain.vocabulary import Marking
from services.access_log import Action
from services.people import Person

NEW = f"{ROUNDS}/new"
RUNS = may(permission_of(COLLECTION, "open"))
SCREENS = may(Permission.SCREEN_FEEDBACK)
FORMS: Mapping[str, Form] = {form.verb: form for form in CONTINUING}
router = APIRouter()


@router.get(NEW, dependencies=[RUNS])
def ask_for_feedback(request: Request, system: Running, who: SignedIn, incident: str) -> Response:
    filled = opened(OPEN, around(system), {"ref": incident})
    return new_page(request, system, who, filled)


@router.post(NEW, dependencies=[RUNS])
async def open_round(request: Request, system: Running, who: SignedIn) -> Response:
    filled = Filled(OPEN, await posted_by(request), await run_in_threadpool(around, system))
    outcome = await carried_out(system, who, filled, COLLECTION)
    if not isinstance(outcome, Filled):
        return RedirectResponse(f"{ROUNDS}/{outcome.ref}", 303)
    return await run_in_threadpool(new_page, request, system, who, outcome)


def new_page(request: Request, system: System, who: Person, filled: Filled) -> Response:
    incident = filled.value("ref")
    response = read_incident(system, incident, who).response
    back = (f"/incidents/{incident}", "Back to the incident")
    caption = f"{incident}, {response.title}"
    return form_page(request, filled, action=NEW, back=back, nav="impact", caption=caption)


@router.get(ROUNDS + "/{ref}/links", dependencies=[RUNS])
def show_links(
    ref: str, request: Request, system: Running, who: SignedIn, batch: int = 1
) -> Response:
    """The links of one batch, to print and cut apart. Taking them out is written down."""
    feedback = read_round(system, ref, who)
    told = {
        "nav": "impact",
        "round": feedback,
        "marking": feedback.marking,
        "batch": batch,
        "links": links_of(system, who, feedback, batch),
        "bilingual": "cy" in feedback.opened.languages,
    }
    return render(request, "feedback/links.html", told)


@router.get(ROUNDS + "/{ref}/links.csv", dependencies=[RUNS])
def take_out_links(ref: str, system: Running, who: SignedIn, batch: int = 1) -> Response:
    feedback = read_round(system, ref, who)
    links = links_of(system, who, feedback, batch)
    name, columns = f"{ref}-links-{batch}", ("English", "Cymraeg")
    return csv_download(name, feedback.marking, system.clock(), columns, links)


def links_of(
    system: System, who: Person, feedback: FeedbackRound, batch: int
) -> list[tuple[str, str]]:
    """Where each leads, in English and in Welsh; that they were taken out is written down."""
    if feedback.state is not RoundState.OPEN:
        raise NotFound.because("NotFound", f"{feedback.ref} is closed: its links are void.")
    incident, marking = feedback.opened.ref, feedback.marking
    consult(system, who, incident, action=Action.EXPORT, marking=marking, shown=(feedback.ref,))
    base = system.settings.public_url
    return [
        (f"{base}/feedback/{token}", f"{base}/adborth/{token}")
        for token in system.reception.answers.links(feedback, batch)
    ]


@router.get(ROUNDS + "/{ref}/comments", dependencies=[SCREENS])
def show_comments(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    """What was said in words, the unread first; reading it is written down."""
    feedback = read_round(system, ref, who)
    record, marking = feedback.opened.ref, Marking.OFFICIAL_SENSITIVE
    consult(system, who, record, action=Action.CONSULT, marking=marking, shown=(ref,))
    comments = [one for one in feedback.responses.values() if one.given.free_text]
    read = [(one, said(one.screened.outcome, fw.OUTCOMES)) for one in comments if one.screened]
    told = {
        "nav": "impact",
        "round": feedback,
        "marking": marking,
        "unread": [one for one in comments if one.waits],
        "read": read,
    }
    return render(request, "feedback/comments.html", told)


def add_routes() -> None:
    """So that each route declares who may use it."""
    for verb in ("enter", *FORMS):
        path, needed = f"{ROUNDS}/{{ref}}/do/{verb}", may(permission_of(COLLECTION, verb))
        router.add_api_route(path, _shows(verb), methods=["GET"], dependencies=[needed])
        router.add_api_route(path, _does(verb), methods=["POST"], dependencies=[needed])


def _shows(verb: str) -> Callable[..., Any]:
    def show(
        ref: str, request: Request, system: Running, who: SignedIn, response: str = ""
    ) -> Response:
        feedback = read_round(system, ref, who)
        known = {"response": response or None}
        filled = opened(form_of(verb, feedback), around(system), known, feedback.version)
        return page_of(request, filled, feedback)

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        feedback = await run_in_threadpool(read_round, system, ref, who)
        situation = await run_in_threadpool(around, system)
        filled = Filled(form_of(verb, feedback), await posted_by(request), situation)
        outcome = await carried_out(system, who, filled, COLLECTION, ref)
        if isinstance(outcome, Filled):
            return page_of(request, outcome, feedback)
        after = "/comments" if verb == "screen" else ""
        return RedirectResponse(f"{ROUNDS}/{ref}{after}", 303)

    return do


def form_of(verb: str, feedback: FeedbackRound) -> Form:
    return entering(feedback) if verb == "enter" else FORMS[verb]


def page_of(request: Request, filled: Filled, feedback: FeedbackRound) -> Response:
    address, verb = f"{ROUNDS}/{feedback.ref}", filled.form.verb
    back = f"{address}/comments" if verb == "screen" else address
    return form_page(
        request,
        filled,
        action=f"{address}/do/{verb}",
        back=(back, "Back to the round"),
        caption=feedback.ref,
        nav="impact",
        marking=feedback.marking,
    )


add_routes()
