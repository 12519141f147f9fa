"""What programs can read: incidents now or as they stood, timelines, the register, search."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.behind import ViewBehind
from api.plain import as_bytes, entry, plain
from api.reading import Moment, Reading, read_incident
from api.storage import NAMES
from domain import vocabulary
from domain.base import Malformed, Reason, Recorded
from domain.incident.decisions import EntryCorrected

router = APIRouter(prefix="/api/v1")


MOST_ENTRIES = 1000


async def caught_up(
    system: Running,
    min_position: Annotated[
        int | None, Query(ge=0, description="Wait until this position can be seen")
    ] = None,
) -> None:
    """Read your own writes: wait for the views, at most five seconds."""
    if min_position is not None and not await system.caught_up(min_position):
        raise ViewBehind


def moment(
    as_at: Annotated[
        int | vocabulary.Moment | None,
        Query(description="What was recorded by this time or position"),
    ] = None,
    true_at: Annotated[
        vocabulary.Moment | None, Query(description="What had happened by then, as now known")
    ] = None,
) -> Moment:
    if as_at is not None and true_at is not None:
        words = "Read it as recorded by then, or as it truly was then: not both at once."
        raise Malformed.because("OneMomentOnly", words, field="true_at")
    return Moment(as_at, true_at)


At = Annotated[Moment, Depends(moment)]
READ = [may(Permission.READ_INCIDENTS), Depends(caught_up)]


def as_json(body: Any, version: int | None = None) -> Response:
    headers = {"Cache-Control": "no-store"}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Response(as_bytes(body), headers=headers, media_type="application/json")


@router.get("/incidents/{ref}", dependencies=READ, tags=["incidents"])
def show_incident(ref: str, system: Running, who: SignedIn, at: At) -> Response:
    """The response and its figures, now or at a moment."""
    reading = read_incident(system, ref, who, at)
    return as_json(incident_body(reading), reading.version)


@router.get("/incidents/{ref}/workflow", dependencies=READ, tags=["incidents"])
def show_workflow(ref: str, system: Running, who: SignedIn, at: At) -> Response:
    """State, milestones, the seven commitments of Box 1, and what blocks each next state."""
    reading = read_incident(system, ref, who, at)
    return as_json(reading.workflow, reading.version)


@router.get("/incidents/{ref}/timeline", dependencies=READ, tags=["incidents"])
def show_timeline(
    ref: str,
    system: Running,
    who: SignedIn,
    at: At,
    type: Annotated[list[str] | None, Query(description="Only these types of event")] = None,
    community: Annotated[str | None, Query(description="Only what touches this community")] = None,
    after: Annotated[int, Query(ge=0, description="Only what has a later position")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 200,
) -> Response:
    """The entries in the order they were recorded, each with the corrections made of it."""
    check_types(type or ())
    reading = read_incident(system, ref, who, at)
    entries = [
        (event, position)
        for event, position in zip(reading.history, reading.positions, strict=True)
        if position > after
        and reading.shows(event)
        and (not type or event_type(event) in type)
        and (community is None or reading.touches(event, community))
    ]
    corrections = corrections_of([event for event, _ in entries], reading.history)
    told = [
        {**entry(event, position), "corrected": corrections.get(str(event.event_id), [])}
        for event, position in entries[:limit]
    ]
    more = entries[limit - 1][1] if len(entries) > limit else None
    return as_json({"ref": ref, "items": told, "next_after": more}, reading.version)


def incident_body(reading: Reading) -> dict[str, Any]:
    """The incident as the contract names its figures, and how it stands."""
    response = reading.response
    return {
        **plain(reading.figures),
        "not_yet_known": reading.unknown,
        "since_corrected": reading.corrected,
        "version": reading.version,
        "position": reading.position,
        "incident_type": response.incident_type,
        "pfa": response.pfa,
        "bereaved": response.bereaved,
        "lead": response.lead,
        "rating": response.rating,
        "raised_at": response.raised_at,
        "happened_at": response.happened_at,
        "deadlines": reading.deadlines,
        "communities": communities_of(reading),
    }


def communities_of(reading: Reading) -> list[dict[str, Any]]:
    """Who is on the map of each community, and who of them was reached."""
    reached = reading.response.reached
    return [
        {
            "community": community.id,
            "name": community.name,
            "mapped": sorted(community.people),
            "reached": sorted(community.people & reached),
        }
        for community in reading.response.communities.values()
    ]


def check_types(types: Sequence[str]) -> None:
    """Malformed, naming each, where no event has such a type."""
    unknown = [name for name in types if name not in NAMES.values()]
    if unknown:
        faults = [f"There is no event of the type {name}." for name in unknown]
        raise Malformed(Reason(code="ChoiceUnknown", text=text, field="type") for text in faults)


def event_type(event: Recorded[Any]) -> str:
    return type(event.decision).__name__


def corrections_of(
    entries: Sequence[Recorded[Any]], history: Sequence[Recorded[Any]]
) -> dict[str, list[dict[str, Any]]]:
    """The corrections made of these entries, by event id, oldest first."""
    wanted = {event.event_id for event in entries}
    found: dict[str, list[dict[str, Any]]] = {}
    for event in history:
        decision = event.decision
        if isinstance(decision, EntryCorrected) and decision.target in wanted:
            correction = {
                "event_id": str(event.event_id),
                "field": decision.field,
                "to": decision.to,
                "reason": decision.reason,
                "recorded_at": event.recorded_at,
            }
            found.setdefault(str(decision.target), []).append(correction)
    return found
