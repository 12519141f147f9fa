"""The printable timeline of an incident, as a PDF that a screen reader can read."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.consulting import purpose_of
from api.exporting import to_take_out
from api.forms.situation import Situation
from api.london import local
from api.pages.incident import moment_of
from api.pages.replay_standing import panels_of
from api.pages.situations import past_situation
from api.pages.standing import marks_of
from api.pages.timeline import Line, Lines
from api.pages.times import short_words
from api.pages.wording import count
from api.reading import NOW, Reading, read_incident
from api.reports import pdf_download, pdf_of
from services.access_log import Action

router = APIRouter(dependencies=[may(Permission.EXPORT)])


@router.get("/incidents/{ref}/report.pdf")
def take_out_report(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    """How the response stood and every entry that this person may read, now or at a moment."""
    to_take_out(system, who, ref)
    moment = moment_of(request, system.clock())
    reading = read_incident(system, ref, who, moment, Action.EXPORT)
    situation = past_situation(system, reading, who)
    told = report_of(reading, situation)
    told["footer"] = _footer(
        reading, situation.name(who.actor), purpose_of(system, who, ref).purpose
    )
    return pdf_download(f"{ref}-timeline", reading.marking, pdf_of("timeline", told))


def report_of(reading: Reading, situation: Situation) -> dict[str, Any]:
    """What the report tells, in words."""
    response, panels = reading.response, panels_of(reading, situation)
    lines = [*_lines(reading, situation)]
    told = {panel.key: panel.rows for panel in panels}
    return {
        "title": f"{response.ref}: {response.title}",
        "marking": reading.marking,
        "summary": response.summary,
        "facts": [[row.label, row.value] for key in ("standing", "figures") for row in told[key]],
        "milestones": [
            [
                mark.words,
                short_words(mark.due),
                short_words(mark.met_at) if mark.met_at else "not yet",
                f"{mark.said}{f'. Why: {mark.why}' if mark.why else ''}",
            ]
            for mark in marks_of(reading)
        ],
        "order": _order(reading, len(lines)),
        "days": [
            {"day": f"{day.day} {day:%B %Y}", "entries": [_entry(line) for line in of_day]}
            for day, of_day in groupby(lines, key=lambda line: local(line.by.recorded_at).date())
        ],
    }


def _lines(reading: Reading, situation: Situation) -> Lines:
    pairs = zip(reading.history, reading.positions, strict=True)
    known = [(event, position) for event, position in pairs if reading.shows(event)]
    events, positions = [event for event, _ in known], [position for _, position in known]
    return Lines(events, positions, situation.name)


def _order(reading: Reading, entries: int) -> str:
    hidden = count(len(reading.hidden), "entry", "entries")
    left_out = f" Left out, as not for this reader: {hidden}." if reading.hidden else ""
    when = "" if reading.moment == NOW else f" as recorded by {short_words(reading.now)}"
    return f"{count(entries, 'entry', 'entries')}{when}, oldest first, UK time.{left_out}"


def _entry(line: Line) -> dict[str, Any]:
    recorded = f"recorded {short_words(line.by.recorded_at)} by {line.who}"
    happened = f"Happened {short_words(line.by.occurred_at)}, " if line.clocks_differ else ""
    marked = "" if line.by.marking == "OFFICIAL" else f" [{line.by.marking}]"
    return {
        "sentence": line.told.sentence,
        "times": f"{happened}{recorded}, position {line.position}{marked}",
        "words": line.told.words or "",
        "details": [f"{label}: {said}" for label, said in line.told.details],
        "changes": [
            f"Corrected {short_words(change.correction.recorded_at)} by {change.who}:"
            f" {change.label} was “{change.was}”, is “{change.now}”. {change.why}"
            for change in line.changes
        ],
    }


def _footer(reading: Reading, who: str, purpose: str) -> str:
    return (
        f"Taken out {short_words(reading.now)} by {who}, to {purpose.replace('_', ' ')};"
        f" up to position {reading.position} of the record"
    )
