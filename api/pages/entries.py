"""One entry: what it says, what it said before it was corrected, and correcting it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.forms.correcting import correction_form, questions_of, spoken, value_of
from api.forms.form import Filled
from api.forms.situation import Situation
from api.pages.asking import carried_out, form_page, opened, posted_by, wants_another_row
from api.pages.incident import lines_known
from api.pages.render import render
from api.pages.situations import situation_of
from api.pages.timeline import Line
from api.reading import Reading, read_incident
from api.telling import Told, tell
from api.wiring import System
from domain.base import NotFound, Recorded
from domain.personal import Personal
from services.desk import Answer
from services.people import Person

router = APIRouter()
CORRECT = permission_of("incidents", "correct-entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer that the entry holds, as it was recorded and as it reads now."""

    field: str
    label: str
    recorded: str
    now: str

    @property
    def differs(self) -> bool:
        return self.recorded != self.now


@router.get("/incidents/{ref}/entries/{event_id}", dependencies=[may(Permission.READ_INCIDENTS)])
def show_entry(
    ref: str, event_id: UUID, request: Request, system: Running, who: SignedIn, field: str = ""
) -> Response:
    reading = read_incident(system, ref, who)
    situation = situation_of(system, reading, "correct-entry", who)
    line = entry_in(reading, situation, event_id)
    if field and allowed(who, CORRECT):
        known = {"to": typed_value(line, field), "target": event_id, "field": field}
        filled = asked(line, situation, field, known, reading.version)
        return correction_page(request, reading, line, filled)
    return entry_page(request, reading, situation, line, who)


@router.post("/incidents/{ref}/entries/{event_id}", dependencies=[may(CORRECT)])
async def correct_entry(
    ref: str, event_id: UUID, request: Request, system: Running, who: SignedIn
) -> Response:
    posted = await posted_by(request)
    field = posted.get("field", [""])[-1]
    known = await run_in_threadpool(entry_and_form, system, who, ref, event_id, field)
    reading, line, begun = known
    filled = replace(begun, posted=posted)
    if not wants_another_row(posted):
        answer = await carried_out(system, who, filled, "incidents", ref)
        if isinstance(answer, Answer):
            return RedirectResponse(f"/incidents/{ref}/entries/{event_id}", 303)
        filled = answer
    return correction_page(request, reading, line, filled)


def entry_and_form(
    system: System, who: Person, ref: str, event_id: UUID, field: str
) -> tuple[Reading, Line, Filled]:
    """An incident, an entry of it, and the form that corrects one of its fields."""
    reading = read_incident(system, ref, who)
    situation = situation_of(system, reading, "correct-entry", who)
    line = entry_in(reading, situation, event_id)
    return reading, line, asked(line, situation, field, {}, reading.version)


def entry_in(reading: Reading, situation: Situation, event_id: UUID) -> Line:
    for line in lines_known(reading, situation):
        if line.now.event_id == event_id:
            return line
    raise NotFound.because("EntryUnknown", "This incident has no such entry.")


def asked(
    line: Line, situation: Situation, field: str, known: Mapping[str, Any], version: int
) -> Filled:
    """The form that corrects one field of the entry; NotFound where it has no such field."""
    form = None if line.correction else correction_form(line.now.decision, field)
    if form is None:
        raise NotFound.because("FieldUnknown", "This entry has nothing of that kind to correct.")
    return opened(form, situation, known, version)


def typed_value(line: Line, field: str) -> Any:
    """What a field says now, as it would be typed."""
    value = value_of(line.now, field)
    return value.text if isinstance(value, Personal) else value


def entry_page(
    request: Request, reading: Reading, situation: Situation, line: Line, who: Person
) -> Response:
    recorded = next(event for event in reading.history if event.event_id == line.now.event_id)
    may_correct = allowed(who, CORRECT) and not line.correction
    told: dict[str, Any] = {
        "response": reading.response,
        "marking": line.by.marking,
        "line": line,
        "then": known_then(line),
        "before": as_recorded(recorded, line, situation),
        "rows": rows_of(recorded, line.now, situation),
        "may_correct": may_correct,
        "may_learn": allowed(who, Permission.RECORD_INSIGHT),
        "target": target_of(recorded, reading, situation),
    }
    return render(request, "entry.html", told)


def known_then(line: Line) -> int:
    """What could be seen when the entry was made: a decision keeps it, others follow the log."""
    return getattr(line.now.decision, "known_at_position", None) or line.position


def as_recorded(recorded: Recorded[Any], line: Line, situation: Situation) -> Told | None:
    """How the entry read at first; nothing where it reads so still."""
    return tell(recorded.decision, situation.name) if line.changes else None


def rows_of(recorded: Recorded[Any], now: Recorded[Any], situation: Situation) -> list[Row]:
    """Each answer that can be corrected, in both readings."""
    return [
        Row(
            field=field,
            label=question.label,
            recorded=spoken(value_of(recorded, field), question, situation.name),
            now=spoken(value_of(now, field), question, situation.name),
        )
        for field, question in questions_of(recorded.decision).items()
    ]


def target_of(recorded: Recorded[Any], reading: Reading, situation: Situation) -> Line | None:
    """What an entry corrects or points at, where it does."""
    decision = recorded.decision
    pointed = getattr(decision, "target", None) or getattr(decision, "pointer", None)
    lines = lines_known(reading, situation)
    return next((line for line in lines if line.now.event_id == pointed), None)


def correction_page(request: Request, reading: Reading, line: Line, filled: Filled) -> Response:
    address = f"/incidents/{reading.ref}/entries/{line.now.event_id}"
    return form_page(
        request,
        filled,
        action=address,
        back=(address, "Back to the entry"),
        template="correct.html",
        caption=line.told.sentence,
        response=reading.response,
        marking=line.by.marking,
        line=line,
    )
