"""Each decision opened on exactly what its maker could see (domain rules §10.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.forms.situation import Situation
from api.pages.render import render
from api.pages.replay import Replay, lines_now, replay_of
from api.pages.replay_standing import Difference, Panel, differences, panels_of
from api.pages.situations import past_situation
from api.pages.timeline import Line, Lines
from api.reading import Moment, Reading, read_incident
from api.wiring import System
from domain.base import NotFound
from domain.incident.decisions import DecisionRecorded, EntryCorrected
from services.access_log import Action
from services.people import Person

DECIDED = frozenset({"decision", "course"})

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])


@dataclass(frozen=True)
class Opened:
    """A decision, the position that its maker could see up to, and what lay past it.

    `unknown` had happened when it was decided and was recorded later; `corrected` was relied on
    as it read then, and was corrected later.
    """

    line: Line
    known_at: int
    panels: Sequence[Panel]
    unknown: Sequence[Line]
    corrected: Sequence[Line]
    since: Sequence[Difference]


@router.get("/incidents/{ref}/replay/decisions")
def show_decisions(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    reading, _, lines = _read(system, ref, who)
    return render(
        request,
        "replay_decisions.html",
        {**_around(reading), "decisions": [*filter(_is_decision, lines)]},
    )


@router.get("/incidents/{ref}/replay/decisions/{event_id}")
def show_decision(
    ref: str, event_id: UUID, request: Request, system: Running, who: SignedIn
) -> Response:
    reading, situation, lines = _read(system, ref, who)
    found = [line for line in lines if line.now.event_id == event_id]
    if not found:
        raise NotFound.because("NotFound", f"There is no such entry in {ref}.")
    replay = replay_of(request, system, reading, situation)
    told = {
        **_around(reading),
        "opened": opened(replay, found[0]),
        "options": isinstance(found[0].now.decision, DecisionRecorded),
        "name": situation.name,
    }
    return render(request, "replay_decision.html", told)


def opened(replay: Replay, line: Line) -> Opened:
    """A decision on the state at its position, and what became known after."""
    known_at = _known_at(replay, line)
    panels = panels_of(*replay.at(Moment(as_at=known_at)))
    later = [one for one in replay.lines if one.position > known_at]
    wrong = {one.now.decision.target for one in later if _is_correction(one)}
    return Opened(
        line=line,
        known_at=known_at,
        panels=panels,
        unknown=[one for one in later if _had_happened(one, line)],
        corrected=[
            one for one in replay.lines if one.position <= known_at and one.now.event_id in wrong
        ],
        since=differences(panels, panels_of(replay.whole, replay.situation)),
    )


def _read(system: System, ref: str, who: Person) -> tuple[Reading, Situation, Lines]:
    reading = read_incident(system, ref, who, action=Action.REPLAY)
    situation = past_situation(system, reading, who)
    return reading, situation, lines_now(reading, situation)


def _around(reading: Reading) -> dict[str, Any]:
    return {
        "response": reading.response,
        "marking": reading.marking,
        "hidden": len(reading.hidden),
    }


def _is_decision(line: Line) -> bool:
    """Decisions recorded as such, and those that moved the response."""
    return line.kind in DECIDED


def _known_at(replay: Replay, line: Line) -> int:
    """The position that its maker said they could see; else that of the entry before it.

    The raising itself came before anything was known: it opens on itself.
    """
    said = getattr(line.now.decision, "known_at_position", None)
    before = [each for each in replay.whole.all_positions if each < line.position]
    return said or max(before, default=line.position)


def _is_correction(line: Line) -> bool:
    return isinstance(line.now.decision, EntryCorrected)


def _had_happened(one: Line, decision: Line) -> bool:
    """Whether an entry tells of something from before the decision."""
    return (
        one is not decision
        and not _is_correction(one)
        and one.by.occurred_at <= decision.by.occurred_at
    )
