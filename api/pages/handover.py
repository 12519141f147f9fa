"""The hand-over pack: everything the next officer needs, on one page that prints."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.forms.situation import Situation
from api.pages.incident import lines_known, marking_of, standing, verbs_for
from api.pages.render import render
from api.pages.situations import situation_in
from api.pages.timeline import Line, Sought, sought
from api.reading import Reading, read_incident
from domain.incident.decisions import StakeholderContacted, TensionSignalRecorded, UpdateIssued
from services.access_log import Action

router = APIRouter(dependencies=[may(Permission.EXPORT)])
LATELY = timedelta(hours=24)


@router.get("/incidents/{ref}/handover")
def show_pack(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    reading = read_incident(system, ref, who, action=Action.EXPORT)
    situation = situation_in(system, reading, who)
    lines = lines_known(reading, situation)
    told = {
        **standing(reading, situation),
        "response": reading.response,
        "marking": marking_of(reading, lines),
        "force": situation.name(reading.response.pfa or ""),
        "name": situation.name,
        "now": reading.now,
        "lines_live": reading.response.live_lines(reading.now),
        "given": given(lines),
        "contacted": of_kind(lines, StakeholderContacted),
        "tension": of_kind(lines, TensionSignalRecorded)[:5],
        "lately": sought(since(lines, reading), Sought()),
        "questions": questions(reading, situation),
        "verbs": verbs_for(who, reading),
    }
    return render(request, "handover.html", told)


def of_kind(lines: list[Line], *kinds: type) -> list[Line]:
    """The entries of these kinds, the newest first."""
    return [line for line in reversed(lines) if isinstance(line.now.decision, kinds)]


def given(lines: list[Line]) -> dict[str, list[Line]]:
    """Who was told what: every contact and update that used an agreed line, by line."""
    told: dict[str, list[Line]] = {}
    for line in of_kind(lines, StakeholderContacted, UpdateIssued):
        for used in line.now.decision.lines:
            told.setdefault(used, []).append(line)
    return told


def since(lines: list[Line], reading: Reading) -> list[Line]:
    """What was recorded in the last 24 hours."""
    return [line for line in lines if line.by.recorded_at > reading.now - LATELY]


def questions(reading: Reading, situation: Situation) -> list[dict[str, str]]:
    """The open questions: who asked what, and what is still missing."""
    return [
        {
            "id": one.id,
            "who": situation.name(one.ref),
            "text": one.text.text or "",
            "missing": "not answered" if one.answered_at is None else "whoever asked was not told",
        }
        for one in reading.response.questions.values()
        if one.open
    ]
