"""Being forgotten: who asked, what is decided for each record, and the second person's word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, may, permission_of
from api.consulting import REGISTER, listed
from api.erasing import forgets, note_erasure
from api.erasure_reading import state_of
from api.forms.erasure import FORMS
from api.forms.form import Filled, Form
from api.forms.situation import Choice, Situation
from api.pages.asking import carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.known import names_of_people
from api.pages.render import render
from api.pages.situations import around
from api.pages.wording import personal
from api.register_reading import read_stakeholder
from api.wiring import System
from domain.incident import Incident
from domain.incident.facts import Held
from domain.officer import Officer
from domain.stakeholder import ErasureRequested, Outcome, Stakeholder
from domain.support_request import SupportRequest
from domain.vocabulary import Marking
from services.people import Person

router = APIRouter()
COLLECTION = "stakeholders"
TEMPLATES = {"decide-erasure": "erasure_decide.html", "confirm-erasure": "erasure_confirm.html"}
HELD_GROUND = "Legal hold"


@dataclass(frozen=True)
class Asked:
    """Somebody who asked to be forgotten, and how far that has come."""

    ref: str
    name: str
    state: str
    at: datetime | None
    backups_gone_by: object


@dataclass(frozen=True)
class Record:
    """A record that says something about them, and what stands in the way of forgetting it."""

    ref: str
    title: str
    address: str
    held: Held


@router.get("/erasures", dependencies=[may(Permission.DECIDE_ERASURE)])
def show_requests(request: Request, system: Running, who: SignedIn) -> Response:
    """Everybody who asked: what waits first, then what is settled, the newest first."""
    asked = sorted(_asked(system), key=lambda one: str(one.at), reverse=True)
    listed(system, who, REGISTER, Marking.OFFICIAL, (one.ref for one in asked))
    told = {
        "waiting": [one for one in asked if one.state != "settled"],
        "settled": [one for one in asked if one.state == "settled"],
    }
    return render(request, "erasures.html", told)


def add_routes() -> None:
    """One pair of routes a form, so that each declares who may use it."""
    for form in FORMS:
        path = f"/stakeholders/{{ref}}/do/{form.verb}"
        needed = may(permission_of(COLLECTION, form.verb))
        router.add_api_route(path, _shows(form), methods=["GET"], dependencies=[needed])
        router.add_api_route(path, _does(form), methods=["POST"], dependencies=[needed])


def _shows(form: Form) -> Callable[..., Any]:
    def show(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        stakeholder = read_stakeholder(system, ref, who)
        records = records_about(system, ref)
        situation = _situation(system, stakeholder, records)
        filled = opened(form, situation, _known(form, records), stakeholder.version)
        return _page(request, system, who, stakeholder, records, filled)

    return show


def _does(form: Form) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        posted = await posted_by(request)
        filled = Filled(form, posted, Situation(now=system.clock()))
        more = wants_another_row(posted)
        answer = filled if more else await carried_out(system, who, filled, COLLECTION, ref)
        if not isinstance(answer, Filled):
            if forgets(answer):
                await run_in_threadpool(note_erasure, system, who, answer)
            return RedirectResponse(f"/stakeholders/{ref}?min_position={answer.position}", 303)
        return await run_in_threadpool(_shown_again, request, system, who, ref, answer)

    return do


def _shown_again(
    request: Request, system: System, who: Person, ref: str, filled: Filled
) -> Response:
    stakeholder = read_stakeholder(system, ref, who)
    records = records_about(system, ref)
    filled = replace(filled, situation=_situation(system, stakeholder, records))
    return _page(request, system, who, stakeholder, records, filled)


def _page(
    request: Request,
    system: System,
    who: Person,
    stakeholder: Stakeholder,
    records: list[Record],
    filled: Filled,
) -> Response:
    ref = stakeholder.ref
    case, names = stakeholder.case, names_of_people(system)
    return form_page(
        request,
        filled,
        action=f"/stakeholders/{ref}/do/{filled.form.verb}",
        back=(f"/stakeholders/{ref}", ref),
        template=TEMPLATES.get(filled.form.verb, "form.html"),
        caption=f"{ref} · {personal(stakeholder.described.name)}",
        nav=COLLECTION,
        records=records,
        case=case,
        is_decider=who.actor in case.decided_by,
        decided_by=", ".join(sorted({names.get(one, one) for one in case.decided_by})),
    )


def _known(form: Form, records: list[Record]) -> dict[str, Any]:
    """Each record erased, unless a legal hold keeps it."""
    if form.verb != "decide-erasure":
        return {}
    return {"per_stream": [_proposed(record) for record in records]}


def _proposed(record: Record) -> dict[str, str]:
    if record.held.on_hold:
        return {"stream": record.ref, "outcome": Outcome.REFUSE, "ground": HELD_GROUND}
    return {"stream": record.ref, "outcome": Outcome.ERASE}


def _situation(system: System, stakeholder: Stakeholder, records: list[Record]) -> Situation:
    restricted = stakeholder.case.restricted
    there = {one.ref: one for one in records}
    refs = dict.fromkeys((*there, *restricted))
    titled = ((ref, there[ref].title if ref in there else ref) for ref in refs)
    streams = [Choice(value=ref, label=f"{ref}: {title}") for ref, title in titled]
    return replace(around(system), streams=streams)


def records_about(system: System, ref: str) -> list[Record]:
    """The records that still say something about somebody, their own entry first."""
    about = system.storage.erasure.streams_about(ref)
    order = sorted(about, key=lambda stream: (stream != ref, stream))
    return [_record(system, ref, stream, about[stream]) for stream in order]


def _record(system: System, ref: str, stream: str, held: Held) -> Record:
    if stream.startswith(Incident.SERIES):
        title = system.store.load(Incident, stream).response.title
        return Record(stream, title, f"/incidents/{stream}", held)
    if stream.startswith(SupportRequest.SERIES):
        return Record(stream, "A request for support", f"/requests/{stream}", held)
    if stream.startswith(Officer.SERIES):
        return Record(stream, "An officer's record", f"/officers/{stream}", held)
    title = "Their entry in the register" if stream == ref else "An entry of the register"
    return Record(stream, title, f"/stakeholders/{stream}", held)


def _asked(system: System) -> Iterator[Asked]:
    rows = system.store.of_topic(ErasureRequested.TOPIC, 0)
    for ref in dict.fromkeys(row[0] for row in rows):
        stakeholder = system.store.load(Stakeholder, ref)
        case = stakeholder.case
        name = personal(stakeholder.described.name)
        yield Asked(ref, name, state_of(stakeholder), case.requested_at, case.backups_gone_by)


add_routes()
