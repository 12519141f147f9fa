"""Briefings: compiled of what may be told, published, read by each once, printed."""

from collections.abc import Sequence
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import insight_words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.briefing_reading import (
    BriefingReading,
    briefings_before,
    next_of,
    read_briefing,
    to_be_told,
)
from api.forms.briefings import BRIEFED, PUBLISH, compile_form
from api.forms.form import Filled, Form
from api.forms.situation import Situation
from api.london import local
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.known import names_of_people
from api.pages.render import render
from api.pages.shown import awaits
from api.wiring import System
from domain.base import Reason
from services.people import Person

router = APIRouter()
LIST, NEW, COLLECTION = "/briefings", "/briefings/new", "briefings"
AT_ONCE = 25
READ_FORM = Form(verb="mark-read", title="Read", button="I have read it")
READ = may(Permission.READ_INSIGHTS)
COMPILE = may(permission_of(COLLECTION, "compile"))


@router.get(LIST, dependencies=[READ])
def show_briefings(request: Request, system: Running, who: SignedIn, before: int = 0) -> Response:
    found = [*islice(briefings_before(system, who, before or None), AT_ONCE + 1)]
    following = found[AT_ONCE - 1].ref.rpartition("-")[2] if len(found) > AT_ONCE else ""
    told = {
        "briefings": found[:AT_ONCE],
        "may_compile": allowed(who, permission_of(COLLECTION, "compile")),
        "first": LIST if before else None,
        "following": f"{LIST}?before={int(following)}" if following else None,
    }
    return render(request, "briefings/list.html", told)


@router.get(NEW, dependencies=[COMPILE, awaits("lessons")])
def ask_what_to_tell(request: Request, system: Running) -> Response:
    now = system.clock()
    period, choices = next_of(system, local(now).date()), choices_of(system)
    known = {"from": period.since, "to": period.to, "insights": [*choices]}
    return new_page(request, opened(compile_form(choices), Situation(now=now), known))


@router.post(NEW, dependencies=[COMPILE])
async def compile_briefing(request: Request, system: Running, who: SignedIn) -> Response:
    form = compile_form(await run_in_threadpool(choices_of, system))
    filled = Filled(form, await posted_by(request), Situation(now=system.clock()))
    outcome = await carried_out(system, who, filled, COLLECTION)
    if isinstance(outcome, Filled):
        return new_page(request, outcome)
    return RedirectResponse(f"{LIST}/{outcome.ref}?min_position={outcome.position}", 303)


@router.get(LIST + "/{ref}", dependencies=[READ])
def show_briefing(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    return page_of(request, system, who, read_briefing(system, ref, who))


@router.post(LIST + "/{ref}/publish", dependencies=[may(permission_of(COLLECTION, "publish"))])
async def publish(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    filled = Filled(PUBLISH, await posted_by(request), Situation(now=system.clock()))
    return await _done(ref, request, system, who, filled)


@router.post(LIST + "/{ref}/mark-read", dependencies=[may(permission_of(COLLECTION, "mark-read"))])
async def mark_read(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    filled = Filled(READ_FORM, await posted_by(request), Situation(now=system.clock()))
    return await _done(ref, request, system, who, filled)


async def _done(
    ref: str, request: Request, system: System, who: Person, filled: Filled
) -> Response:
    outcome = await carried_out(system, who, filled, COLLECTION, ref)
    if not isinstance(outcome, Filled):
        return RedirectResponse(f"{LIST}/{ref}?min_position={outcome.position}", 303)
    reading = await run_in_threadpool(read_briefing, system, ref, who)
    return page_of(request, system, who, reading, outcome.reasons, outcome.status)


def choices_of(system: System) -> dict[str, str]:
    return {row.ref: f"{row.ref}: {row.statement}" for row in to_be_told(system)}


def new_page(request: Request, filled: Filled) -> Response:
    return form_page(request, filled, action=NEW, back=(LIST, "Briefings"), nav="lessons")


def page_of(
    request: Request,
    system: System,
    who: Person,
    reading: BriefingReading,
    errors: Sequence[Reason] = (),
    status: int = 200,
) -> Response:
    briefing, names = reading.briefing, names_of_people(system)
    open_to = [one for one in BRIEFED if one not in briefing.published]
    told = {
        "briefing": briefing,
        "period": briefing.compiled.period,
        "lessons": reading.told,
        "withdrawn": reading.withdrawn,
        "names": names,
        "insight_words": insight_words,
        "audiences": open_to,
        "may_publish": allowed(who, permission_of(COLLECTION, "publish")),
        "read_by_you": who.actor in briefing.readers,
        "readers": [
            (names.get(reader, reader), at) for reader, at in sorted(briefing.readers.items())
        ],
        "errors": [reason.text for reason in errors],
    }
    return render(request, "briefings/briefing.html", told, status)
