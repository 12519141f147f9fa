"""A form page for every verb of an incident: shown, sent, refused kindly, carried out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, may, permission_of
from api.erasing import forgets, note_erasure
from api.forms.form import Filled
from api.forms.incident import INCIDENT_FORMS
from api.forms.reading import Posted
from api.forms.situation import Situation
from api.pages.asking import SEEN, carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.naming import named_reasons
from api.pages.situations import situation_of
from api.pages.timeline import Line, lines_of
from api.reading import Reading, read_incident
from api.wiring import System
from services.desk import Answer
from services.people import Person

router = APIRouter()
APART = frozenset({"raise", "correct-entry"})
OVERTAKEN = 412
TEMPLATES = {"confirm-disposal": "disposal_confirm.html"}


def add_routes() -> None:
    """One pair of routes a verb, so that each declares who may use it."""
    for verb in INCIDENT_FORMS:
        if verb not in APART:
            path, needed = f"/incidents/{{ref}}/do/{verb}", may(permission_of("incidents", verb))
            router.add_api_route(path, _shows(verb), methods=["GET"], dependencies=[needed])
            router.add_api_route(path, _does(verb), methods=["POST"], dependencies=[needed])


def _shows(verb: str) -> Callable[..., Any]:
    def show(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        reading = read_incident(system, ref, who)
        situation = situation_of(system, reading, verb, who)
        known = known_of(verb, reading, dict(request.query_params))
        filled = opened(INCIDENT_FORMS[verb], situation, known, reading.version)
        return page_of(request, reading, filled)

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        filled = Filled(INCIDENT_FORMS[verb], posted, Situation(now=system.clock()))
        if not wants_another_row(posted):
            answer = await carried_out(system, who, filled, "incidents", ref)
            if isinstance(answer, Answer):
                if forgets(answer):
                    await run_in_threadpool(note_erasure, system, who, answer)
                at = f"?min_position={answer.position}#e-{answer.position}"
                return RedirectResponse(f"/incidents/{ref}{at}", 303)
            filled = answer
        return await run_in_threadpool(shown_again, request, system, who, ref, filled)

    return do


def known_of(verb: str, reading: Reading, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a form is opened with: what its link says, and what the record holds already."""
    response = reading.response
    community = response.communities.get(asked.get("community", ""))
    if verb == "revise-community" and community is not None:
        fields = ("name", "contacts", "gaps", "languages", "tags", "faiths", "lads", "size_note")
        held = {name: getattr(community, name) for name in fields}
        return {**held, "community": community.id}
    if verb == "record-decision":
        return {**asked, "known_at_position": reading.position}
    if verb == "assess-impact":
        return {"per_community": [{"community": each} for each in response.communities], **asked}
    return dict(asked)


def shown_again(
    request: Request, system: System, who: Person, ref: str, filled: Filled
) -> Response:
    """The form with what was typed; if the record moved on, with what was recorded since."""
    reading = read_incident(system, ref, who)
    situation = situation_of(system, reading, filled.form.verb, who)
    reasons = named_reasons(filled.reasons, situation.names)
    filled = replace(filled, situation=situation, reasons=reasons)
    if filled.status != OVERTAKEN:
        return page_of(request, reading, filled)
    seen = int(filled.value(SEEN) or 0)
    lines = lines_of(reading.history, reading.positions, situation.name)
    posted = {**filled.posted, SEEN: (str(reading.version),)}
    since = [line for line in lines if line.now.version > seen]
    return page_of(request, reading, replace(filled, posted=posted), since)


def in_full(
    request: Request, system: System, who: Person, ref: str, verb: str, posted: Posted
) -> Response:
    """The full form of a verb, with what was already typed elsewhere."""
    reading = read_incident(system, ref, who)
    situation = situation_of(system, reading, verb, who)
    begun = opened(INCIDENT_FORMS[verb], situation, {}, reading.version)
    return page_of(request, reading, replace(begun, posted={**begun.posted, **posted}))


def page_of(
    request: Request, reading: Reading, filled: Filled, since: list[Line] | None = None
) -> Response:
    return form_page(
        request,
        filled,
        action=f"/incidents/{reading.ref}/do/{filled.form.verb}",
        back=(f"/incidents/{reading.ref}", "Back to the incident"),
        template=TEMPLATES.get(filled.form.verb, "form.html"),
        caption=reading.response.title,
        name=filled.situation.name,
        response=reading.response,
        marking=reading.marking,
        since=since or [],
    )


add_routes()
