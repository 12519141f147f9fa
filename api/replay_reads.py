"""The replay of an incident as programs read it: a moment, what was not known, and the silences."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.access import Running, SignedIn
from api.plain import entry
from api.reading import Reading, read_incident
from api.reads import READ, At, as_json, incident_body
from domain.base import Recorded
from domain.incident import not_yet_known, since_corrected
from domain.incident.decisions import DecisionRecorded
from domain.incident.gaps import Clock, gaps
from services.access_log import Action

router = APIRouter(prefix="/api/v1", tags=["incidents"])
MOST = 200


@router.get("/incidents/{ref}/replay", dependencies=READ)
def show_replay(
    ref: str,
    system: Running,
    who: SignedIn,
    at: At,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Entries of each list")] = 50,
) -> Response:
    """How it stood at a moment, what was not known or was wrong then, and its silences.

    `step` counts the entries that belong to the moment, of `steps` in all. Entries are as the
    timeline tells them; silences are in whole minutes, the longest first.
    """
    reading = read_incident(system, ref, who, at, Action.REPLAY)
    return as_json(replay_body(reading, limit), reading.version)


def replay_body(reading: Reading, limit: int) -> dict[str, Any]:
    """The incident's own body at the moment, and what only a replay tells."""
    return {
        **incident_body(reading),
        "at": reading.now,
        "step": sum(1 for event in reading.history if reading.shows(event)),
        "steps": len(reading.history),
        "unknown": _told(reading, not_yet_known(reading.history, reading.now), limit),
        "corrected": _told(reading, since_corrected(reading.history, reading.now), limit),
        "gaps": {clock: _gaps(reading, clock, limit) for clock in Clock},
        "decisions": _told(reading, _decisions(reading), limit),
    }


def _decisions(reading: Reading) -> list[Recorded[Any]]:
    shown = filter(reading.shows, reading.history)
    return [event for event in shown if isinstance(event.decision, DecisionRecorded)]


def _told(reading: Reading, events: list[Recorded[Any]], limit: int) -> list[dict[str, Any]]:
    return [entry(event, reading.all_positions[event.version - 1]) for event in events[:limit]]


def _gaps(reading: Reading, clock: Clock, limit: int) -> list[dict[str, Any]]:
    found = gaps(reading.whole, reading.ruleset, reading.now, clock)
    longest = sorted(found, key=lambda gap: gap.minutes, reverse=True)
    return [gap._asdict() for gap in longest[:limit]]
