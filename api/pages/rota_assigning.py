"""Assigning duties: one or several weeks at once, all of them checked before any is recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, knowledge_of, may, permission_of
from api.forms.form import Body, Filled, Form
from api.forms.reading import Reading
from api.forms.rota import assigning
from api.forms.situation import Choice, Situation
from api.london import local, moment
from api.pages.asking import CANNOT_RECORD, KEY, STATUS, opened, posted_by
from api.pages.rota import ROTA
from api.pages.rota_doing import Around, around, officers_listed, page_of
from api.pages.rota_month import stretch
from api.pages.shown import awaits
from api.wiring import System
from domain.base import NotFound, Reason, Refusal, Rules
from domain.officer import Officer
from domain.officer.decisions import Duty
from domain.officer.duty import require_fit
from domain.officer.words import DutyKind
from services.desk import Order
from services.log import StoreUnavailable
from services.people import Person

ADDRESS: Final = f"{ROTA}/assign"
NEEDS = [may(permission_of("officers", "assign-duty")), awaits("capacity")]
router = APIRouter(dependencies=NEEDS)

HANDED_OVER_AT: Final = time(9)
WEEKS_OFFERED: Final = 12
WEEK: Final = timedelta(weeks=1)
WHEN: Final = "Tick a week, or say from when until when"


@router.get(ADDRESS)
def show_assign(request: Request, system: Running) -> Response:
    about = around(system)
    filled = opened(form_of(about), Situation(now=about.now), known_from(request))
    return page_of(request, filled, ADDRESS)


@router.post(ADDRESS)
async def assign(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    about = await run_in_threadpool(around, system)
    filled = Filled(form_of(about), posted, Situation(now=about.now))
    reading = Reading(posted, about.now)
    asked = filled.form.read(reading)
    wanted = [] if reading.troubles else duties_in(asked, reading)
    if reading.troubles:
        return again(request, filled, reading.troubles, 422)
    left, reasons = await run_in_threadpool(checked, system, asked["officer"], wanted)
    if reasons:
        return again(request, filled, reasons, STATUS[Refusal])
    key, position = key_of(filled), system.store.position()
    for number, duty in enumerate(left):
        try:
            answer = await system.desk.carry_out(order_of(who, asked["officer"], duty, key))
        except (Refusal, StoreUnavailable) as refused:
            return again(request, filled, overtaken(refused, duty, left[:number]), 409)
        position = answer.position
    month = f"{local(wanted[0].since):%Y-%m}"
    return RedirectResponse(f"{ROTA}?month={month}&min_position={position}", 303)


def form_of(about: Around) -> Form:
    return assigning(officers_listed(about.officers), weeks_offered(about))


def known_from(request: Request) -> dict[str, Any]:
    """What a link asks for: a gap is filled in as it is."""
    known: dict[str, Any] = dict(request.query_params)
    for name in ("since", "to"):
        try:
            datetime.fromisoformat(known.get(name, "")).astimezone()
        except ValueError:
            known.pop(name, None)
    return known


def weeks_offered(about: Around) -> list[Choice]:
    """This week and those after it, each with who is on duty then."""
    today = local(about.now).date()
    monday = today - timedelta(days=today.weekday())
    return [week_offered(monday + number * WEEK, about) for number in range(WEEKS_OFFERED)]


def week_offered(monday: date, about: Around) -> Choice:
    since, until = week_from(monday)
    said = []
    for kind in DutyKind:
        there = (one for one in about.duties if one.kind is kind)
        names = [one.called for one in there if one.since < until and one.until > since]
        said.append(f"{kind.capitalize()}: {', '.join(dict.fromkeys(names)) or 'nobody'}.")
    return Choice(value=monday.isoformat(), label=stretch(since, until), hint=" ".join(said))


def week_from(monday: date) -> tuple[datetime, datetime]:
    """A week of duty: from Monday at nine to the next, by the clock in London."""
    return moment(monday, HANDED_OVER_AT), moment(monday + WEEK, HANDED_OVER_AT)


def duties_in(asked: Body, reading: Reading) -> list[Duty]:
    """What was asked for, the earliest first; what cannot be read is in the reading's troubles."""
    spans = []
    for monday in asked.get("weeks", ()):
        try:
            spans.append(week_from(date.fromisoformat(monday)))
        except (ValueError, OverflowError):
            reading.trouble("weeks", WHEN)
    ends = [asked[name] for name in ("since", "to") if name in asked]
    if len(ends) == 1:
        missing = "to" if "since" in asked else "since"
        reading.trouble(f"{missing}-date", "Say both from when and until when")
    elif ends:
        since, to = map(datetime.fromisoformat, ends)
        spans.append((since, to))
    elif not spans:
        reading.trouble("weeks", WHEN)
    kind = asked["kind"]
    if kind not in list(DutyKind):
        reading.trouble("kind", "Choose primary or deputy")
        return []
    return [Duty(since=since, to=to, kind=DutyKind(kind)) for since, to in sorted(spans)]


def checked(system: System, ref: str, wanted: Sequence[Duty]) -> tuple[list[Duty], list[Reason]]:
    """What is left to record, because it is not recorded yet, and every reason against it."""
    try:
        officer = system.store.load(Officer, ref)
    except NotFound:
        return [], [Reason(code="ColleagueUnknown", text="Choose who.", field="officer")]
    left = [duty for duty in wanted if duty not in officer.duties]
    others, reasons = list(officer.duties), []
    for duty in left:
        rules = Rules()
        try:
            require_fit(rules, officer, others, duty)
            rules.check()
        except Refusal as refused:
            reasons += [named(reason, duty) for reason in refused.reasons]
        others.append(duty)
    return left, reasons


def named(reason: Reason, duty: Duty) -> Reason:
    """A reason with the stretch that it is about."""
    text = f"{stretch(duty.since, duty.to)}: {reason.text}"
    return reason.model_copy(update={"text": text, "field": "weeks"})


def overtaken(
    refused: Refusal | StoreUnavailable, duty: Duty, recorded: Sequence[Duty]
) -> list[Reason]:
    """What came in between; what was recorded before it stays so."""
    reasons = [CANNOT_RECORD]
    if isinstance(refused, Refusal):
        reasons = [named(reason, duty) for reason in refused.reasons]
    kept = "; ".join(stretch(one.since, one.to) for one in recorded)
    text = f"Recorded: {kept}. Send it again for the rest."
    return [*reasons, Reason(code="PartlyRecorded", text=text)] if recorded else reasons


def again(request: Request, filled: Filled, reasons: Sequence[Reason], status: int) -> Response:
    return page_of(request, replace(filled, reasons=list(reasons), status=status), ADDRESS)


def key_of(filled: Filled) -> UUID | None:
    try:
        return UUID(filled.value(KEY))
    except ValueError:
        return None


def order_of(who: Person, officer: str, duty: Duty, key: UUID | None) -> Order:
    """One week's command; its key follows from the form's, so that a double click records once."""
    body = duty.model_dump(mode="json")
    return Order(
        collection="officers",
        verb="assign-duty",
        ref=officer,
        body=body,
        who=who,
        may_know=knowledge_of(who),
        key=uuid5(key, f"{officer} {body}") if key else None,
    )
