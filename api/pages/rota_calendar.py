"""One's own duties in one's own calendar: an address that nobody can guess, made and revoked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from icalendar import Calendar, Event, vDuration

from api.access import Permission, Running, may, open_to_all
from api.pages.account import ACCOUNT, InPerson
from api.pages.render import render
from api.wiring import System
from domain.base import NotFound, Recorded, Refusal
from domain.officer import Officer
from domain.officer.decisions import Duty, DutyAssigned, DutyReleased, DutySwapped
from domain.officer.rota import holds, part_of

router = APIRouter()

CALENDAR: Final = "/rota/calendar"
LOOKS_BACK: Final = timedelta(days=31)
ASKED_EVERY: Final = timedelta(hours=1)
NOTHING: Final = "There is no calendar here.\n"
PRIVATE: Final = {"Cache-Control": "private, no-cache"}


@dataclass(frozen=True)
class Given:
    """A duty as it was given, by which entry, and when the record last touched it."""

    entry: UUID
    duty: Duty
    touched: datetime
    changes: int = 0


@router.get(f"{CALENDAR}/{{secret}}.ics", dependencies=[open_to_all()])
def show_calendar(secret: str, request: Request, system: Running) -> Response:
    """Whoever has the address reads one officer's duties, and nothing else."""
    person = system.people.calendars.owner(secret)
    officer = in_post(system, person.officer) if person else None
    if officer is None:
        return PlainTextResponse(NOTHING, 404, PRIVATE)
    history = system.store.history(officer.ref)
    body = calendar_of(officer, history, system.clock())
    headers = {**PRIVATE, "ETag": f'"{sha256(body).hexdigest()[:32]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


@router.post(f"{ACCOUNT}/calendar", dependencies=[may(Permission.BE_SIGNED_IN)])
def make_address(request: Request, system: Running, who: InPerson) -> Response:
    """A new address, shown once; the one before it ends."""
    if in_post(system, who.officer) is None:
        raise Refusal.because(
            "NotOnRota", "You are not on the rota. A regional lead or the head adds officers."
        )
    secret = system.people.calendars.make(who.ref)
    base = system.settings.base_url or str(request.base_url)
    address = f"{base.rstrip('/')}{CALENDAR}/{secret}.ics"
    return render(request, "account_calendar.html", {"address": address})


@router.post(f"{ACCOUNT}/calendar/end", dependencies=[may(Permission.BE_SIGNED_IN)])
def end_address(system: Running, who: InPerson) -> Response:
    system.people.calendars.revoke(who.ref)
    return RedirectResponse(f"{ACCOUNT}?done=ended#calendar", 303)


def in_post(system: System, ref: str | None) -> Officer | None:
    """The officer, unless there is none of that reference or they have left."""
    try:
        officer = system.store.load(Officer, ref or "")
    except NotFound:
        return None
    left = officer.hours.left_on
    return officer if left is None or system.clock().date() <= left else None


def calendar_of(officer: Officer, history: Sequence[Recorded[Any]], now: datetime) -> bytes:
    """The duties that are to come or were a month ago at most; what was given away is gone."""
    calendar = Calendar()
    calendar.add("prodid", "-//box1//rota//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "On duty")
    calendar.add("refresh-interval", vDuration(ASKED_EVERY), {"VALUE": "DURATION"})
    given = given_to(history)
    for duty in officer.duties:
        if duty.to > now - LOOKS_BACK:
            calendar.add_component(event_of(duty, given))
    written: bytes = calendar.to_ical()
    return written


def event_of(duty: Duty, given: list[Given]) -> Event:
    """One duty. It keeps its identifier while it begins when it did."""
    source = next(one for one in reversed(given) if holds([one.duty], duty))
    event = Event()
    event.add("uid", f"{uuid5(source.entry, duty.since.isoformat())}@box1")
    event.add("dtstamp", source.touched)
    event.add("last-modified", source.touched)
    event.add("sequence", source.changes)
    event.add("dtstart", duty.since)
    event.add("dtend", duty.to)
    event.add("summary", f"On duty: {duty.kind}")
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    return event


def given_to(history: Sequence[Recorded[Any]]) -> list[Given]:
    """Every duty that the officer was ever given, in the order of the record."""
    given: list[Given] = []
    for event in history:
        taken, got = moved_by(event)
        if taken is not None:
            given = [changed(one, taken, event.recorded_at) for one in given]
        if got is not None:
            given.append(Given(event.event_id, got, event.recorded_at))
    return given


def moved_by(event: Recorded[Any]) -> tuple[Duty | None, Duty | None]:
    """What an entry takes from the officer, and what it gives them."""
    match event.decision:
        case DutyAssigned() as assigned:
            return None, assigned.duty
        case DutyReleased() as released:
            return released.duty, None
        case DutySwapped() as swapped:
            return swapped.duty, swapped.in_return
    return None, None


def changed(given: Given, taken: Duty, at: datetime) -> Given:
    apart = part_of(given.duty, taken.since, taken.to) is None
    if apart or given.duty.kind != taken.kind:
        return given
    return replace(given, touched=at, changes=given.changes + 1)
