"""The page of one incident: what is due, what to record, what happened, what comes next."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.answering import answers_for
from api.exporting import may_take_out
from api.forms.form import Filled
from api.forms.incident import FORMS, grouped
from api.forms.moments import Moment as MomentAsked
from api.forms.quick import QUICK_FORMS
from api.forms.reading import Reading as Typed
from api.forms.situation import Situation
from api.pages import quick_log
from api.pages.asking import carried_out, posted_by
from api.pages.doing import in_full
from api.pages.excerpt import address_of, excerpt_of, filters_of
from api.pages.lessons_offered import lessons_of
from api.pages.naming import named_reasons
from api.pages.owed import promises_of, reach_of, strangers_of, tasks_of
from api.pages.quick_log import QuickLog
from api.pages.render import render
from api.pages.requests.panel import support_of
from api.pages.situations import situation_in
from api.pages.standing import deadlines_of, marks_of, steps_of, strip_of
from api.pages.timeline import Line, lines_of
from api.pages.wording import highest
from api.reading import NOW, Moment, Reading, read_incident
from api.wiring import System
from domain.vocabulary import State
from services.desk import Answer
from services.people import Person

router = APIRouter()
RECORDS = may(permission_of("incidents", "record-contact"))

AS_AT = MomentAsked(name="as_at", label="As it was recorded by")
STEP_VERBS: Mapping[str, frozenset[State]] = {
    "triage": frozenset({State.RAISED}),
    "move-to-restoring": frozenset({State.ACTIVE}),
    "escalate": frozenset({State.MONITORING, State.RESTORING, State.REVIEW}),
    "stand-down": frozenset({State.MONITORING}),
    "start-review": frozenset({State.RESTORING}),
    "close": frozenset({State.REVIEW}),
    "reopen": frozenset({State.CLOSED, State.NOT_TAKEN}),
}
DISPOSAL = frozenset({"decide-disposal", "confirm-disposal"})
ELSEWHERE = frozenset({"raise", "revise-community", "correct-entry", *DISPOSAL})


@router.get("/incidents/{ref}", dependencies=[may(Permission.READ_INCIDENTS)])
def show_incident(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    moment = moment_of(request, system.clock())
    return incident_page(request, system, who, read_incident(system, ref, who, moment), moment)


@router.post("/incidents/{ref}/log", dependencies=[RECORDS])
async def log_quickly(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    if "more" in posted:
        verb, answers = quick_log.in_full(posted)
        return await run_in_threadpool(in_full, request, system, who, ref, verb, answers)
    form = QUICK_FORMS[quick_log.kind_in(posted)]
    filled = Filled(form, posted, Situation(now=system.clock()))
    answer = await carried_out(system, who, filled, "incidents", ref)
    if isinstance(answer, Answer):
        return RedirectResponse(f"/incidents/{ref}?min_position={answer.position}#quick-log", 303)
    return await run_in_threadpool(refused_log, request, system, who, ref, answer)


def refused_log(
    request: Request, system: System, who: Person, ref: str, filled: Filled
) -> Response:
    """The page as it is now, with what was typed into its quick log, and why it was refused."""
    reading = read_incident(system, ref, who)
    situation = situation_in(system, reading, who)
    reasons = named_reasons(filled.reasons, situation.names)
    quick = quick_log.refused(replace(filled, reasons=reasons), situation)
    return incident_page(request, system, who, reading, NOW, quick, filled.status)


def incident_page(
    request: Request,
    system: System,
    who: Person,
    reading: Reading,
    moment: Moment,
    quick: QuickLog | None = None,
    status: int = 200,
) -> Response:
    """The whole page; `quick` is the quick log where it was sent and refused."""
    situation = situation_in(system, reading, who)
    lines = lines_known(reading, situation)
    filters = filters_of(reading, situation)
    address = address_of(request, filters, f"/incidents/{reading.ref}")
    now = moment == NOW
    verbs = verbs_for(who, reading) if now else frozenset()
    told = {
        **standing(reading, situation),
        **moment_told(reading, situation, now),
        "marking": marking_of(reading, lines),
        "support": support_of(system, reading, who) if now else None,
        "lessons": lessons_of(system, reading, who) if now else None,
        "here": address.here,
        "address": address,
        "filters": filters,
        "timeline": excerpt_of(lines, reading, address),
        "verbs": verbs,
        "actions": grouped(verbs - ELSEWHERE),
        "may_correct": "correct-entry" in verbs,
        **ways_on(system, who, reading),
        "quick": quick
        or quick_log.fresh(situation, just_recorded(lines, address.one("min_position"), who)),
    }
    return render(request, "incident.html", told, status)


def moment_told(reading: Reading, situation: Situation, now: bool) -> dict[str, Any]:
    """What the page is of, and when."""
    return {
        "response": reading.response,
        "force": situation.name(reading.response.pfa or ""),
        "name": situation.name,
        "now": reading.now,
        "position": reading.position,
        "as_at": None if now else reading.now,
        "unknown": reading.unknown,
        "corrected": reading.corrected,
        "live_page": now,
    }


def ways_on(system: System, who: Person, reading: Reading) -> dict[str, bool]:
    """Where else this person may go from here."""
    return {
        "take_out": may_take_out(system, who, reading.ref),
        "may_hand_over": allowed(who, Permission.EXPORT),
        "may_see_who_looked": answers_for(who, reading.response.lead),
    }


def standing(reading: Reading, situation: Situation) -> dict[str, Any]:
    """How far the response is, for the page and for the hand-over pack."""
    figures = reading.figures
    return {
        "deadlines": deadlines_of(reading, situation),
        "strip": strip_of(reading),
        "steps": steps_of(reading, situation.names),
        "milestones": marks_of(reading),
        "milestone_words": f"{figures.milestones_met} of {figures.milestones_of} met in time",
        "commitments": promises_of(reading, situation.names),
        "reach": reach_of(reading, situation),
        "strangers": strangers_of(reading, situation),
        "open_work": tasks_of(reading, situation),
    }


def marking_of(reading: Reading, lines: list[Line]) -> str:
    """The highest marking of the incident and of its entries."""
    return highest([reading.response.marking, *(line.by.marking for line in lines)])


def lines_known(reading: Reading, situation: Situation) -> list[Line]:
    """The entries recorded by the moment that the page shows."""
    known = [event for event in reading.history if reading.shows(event)]
    late_after = timedelta(hours=reading.ruleset.late_entry_hours)
    return lines_of(known, reading.positions, situation.name, late_after)


def just_recorded(lines: list[Line], min_position: str, who: Person) -> Line | None:
    """The entry that this reader has just recorded, where they come from recording it."""
    if not lines or lines[-1].by.actor != who.actor:
        return None
    return lines[-1] if str(lines[-1].position) == min_position else None


def verbs_for(who: Person, reading: Reading) -> frozenset[str]:
    """What this person may do with a response as it stands; nothing once its text is gone."""
    response = reading.response
    return frozenset(
        form.verb
        for form in FORMS
        if response.disposed_on is None
        and allowed(who, permission_of("incidents", form.verb))
        and response.state in STEP_VERBS.get(form.verb, frozenset(State))
    )


def moment_of(request: Request, now: datetime) -> Moment:
    """When the page is asked for: a position, a time, a date and time in London; else now."""
    asked = request.query_params
    said = asked.get("as_at", "")
    if said.isdecimal():
        return Moment(as_at=int(said))
    typed = Typed({name: [asked.get(name, "")] for name in AS_AT.inputs}, now)
    with suppress(ValueError):
        when = datetime.fromisoformat(said or AS_AT.take(typed) or "")
        return Moment(as_at=when) if when.tzinfo else NOW
    return NOW
