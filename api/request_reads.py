"""What programs can read of requests for support: a list, and one with all that was decided."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may, sight_of
from api.closing import closed_to, open_to
from api.consulting import consult
from api.lists import UNREADABLE, Cursor, Limit
from api.plain import entry, plain
from api.reading import may_know_of
from api.reads import as_json, caught_up
from api.wiring import System
from domain.base import Malformed, NotFound, Recorded
from domain.incident import Incident
from domain.officer import Officer
from domain.priority import Priority
from domain.support_request import RequestState, SupportRequest, region_of, standing
from domain.vocabulary import Marking
from projections.requests_row import Asked
from services.access_log import Action
from services.people import Person

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_REQUESTS), Depends(caught_up)],
    tags=["support-requests"],
)


@router.get("/support-requests")
def list_requests(
    system: Running,
    who: SignedIn,
    cursor: Cursor,
    state: Annotated[list[RequestState] | None, Query()] = None,
    incident: Annotated[str | None, Query(description="Only those of this incident")] = None,
    limit: Limit = 50,
) -> Response:
    """Requests whose incident this person may know of, in the order in which they were asked."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.requests.resolve(connection)
        board, _ = system.views.board.resolve(connection)
        rows = view.of_states(connection, state or (), board.within(sight_of(who)))
    rows = [row for row in rows if incident in (None, row.incident)]
    rows = _after(rows, cursor)
    more = system.storage.veil.over(rows[limit - 1].ref) if len(rows) > limit else None
    return as_json({"items": [_row(system, row) for row in rows[:limit]], "cursor": more})


@router.get("/support-requests/{ref}")
def show_request(ref: str, system: Running, who: SignedIn) -> Response:
    """One request: every score, every decision with its reason, and whoever was allocated."""
    request, history = read_history(system, ref, who)
    rules, now = system.ruleset.priority, system.clock()
    stands = request.priority(now, rules)
    incident = system.store.load(Incident, request.requested.incident)
    body = {
        **plain(request.requested),
        **priority_told(stands),
        "ref": ref,
        "version": request.version,
        "marking": request.marking,
        "region": region_of(incident, system.forces),
        "state": request.state,
        "requested_at": request.requested_at,
        "standing": standing(stands) if stands else None,
        "scores": [_score(each) for each in request.scores],
        "overrides": request.overrides,
        "officers": _officers(system, request),
        "rated": request.rated,
        "history": _entries(system, ref, history),
    }
    return as_json(body, request.version)


def read_history(
    system: System, ref: str, who: Person, *, beside_incident: bool = False
) -> tuple[SupportRequest, Sequence[Recorded[Any]]]:
    """One request as this person may read it; and that it was read is written down.

    `beside_incident`: by whoever reads its incident with it, so that it is written down once.
    NotFound where there is none, and where it or its incident is not theirs to know about.
    """
    history = system.store.history(ref) if ref.startswith(SupportRequest.SERIES) else []
    request = SupportRequest.project(None, history)
    if request is None or not _may_know(system, request, who):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    asked = request.requested
    if request.marking != Marking.OFFICIAL and not beside_incident:
        action, marking = Action.CONSULT, request.marking
        consult(system, who, asked.incident, action=action, marking=marking, shown=(ref,))
    closed = closed_to(system, ref, who)
    told = [open_to(closed, event) for event in history]
    return SupportRequest.project(None, told) or request, told


def may_know_request(system: System, ref: str, who: Person) -> bool:
    """Whether there is such a request, of an incident and with a marking that they may read."""
    request = SupportRequest.project(None, system.store.history(ref))
    return request is not None and _may_know(system, request, who)


def _may_know(system: System, request: SupportRequest, who: Person) -> bool:
    asked, sight = request.requested, sight_of(who)
    if not may_know_of(system, asked.incident, sight):
        return False
    parts = system.standings.of(asked.incident)
    return parts is not None and sight.reads(parts, request.marking, asked.requester)


def priority_told(stands: Priority | None) -> dict[str, Any]:
    """The figures of a place in the queue; each null before a score."""
    return {name: getattr(stands, name, None) for name in Priority.model_fields}


def _after(rows: list[Asked], cursor: str | None) -> list[Asked]:
    if cursor is None:
        return rows
    refs = [row.ref for row in rows]
    if cursor not in refs:
        raise Malformed.because("CursorUnreadable", UNREADABLE, field="cursor")
    return rows[refs.index(cursor) + 1 :]


def _row(system: System, row: Asked) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "incident": row.incident,
        "requester": row.requester,
        "marking": row.marking,
        "requested_at": row.requested_at,
        "needed_by": row.needed_by,
        "asks": row.asks,
        "languages": row.languages,
        "skills": row.skills,
        "est": row.est_minutes,
        "state": row.state,
        "officers": row.officers,
        **priority_told(row.priority(system.clock(), system.ruleset.priority)),
    }


def _score(score: Any) -> dict[str, Any]:
    return {**plain(score.given), "by": score.by, "role": score.role, "at": score.at}


def _officers(system: System, request: SupportRequest) -> list[dict[str, Any]]:
    """Everybody who was ever allocated to it, with their minutes."""
    refs = system.store.parts_of(request.ref, Officer.SERIES)
    officers = (system.store.load(Officer, ref) for ref in refs)
    return [
        {
            "ref": officer.ref,
            "by_week": officer.hours.allocations.get(request.ref, {}),
            "open": request.ref in officer.hours.open_requests,
            "spent": sum(officer.hours.spent.get(request.ref, {}).values()),
        }
        for officer in officers
    ]


def _entries(system: System, ref: str, history: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
    positions = system.store.positions(ref)
    return [entry(event, positions[event.version - 1]) for event in history]
