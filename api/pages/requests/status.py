"""One request: what was decided and why, what happens next and when, and how it was scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import request_words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.pages.render import render
from api.pages.requests.people import names_of_officers
from api.pages.requests.staff import allocated_to, effort_of, worked
from api.pages.requests.telling import post, told, words_of
from api.pages.situations import names_around
from api.request_reading import RequestReading, read_request
from domain.priority import Band, PriorityRules
from domain.support_request import LineKind, RequestState, SupportRequest, standing
from domain.support_request.roles import LEADS
from services.people import Person

COLLECTION = "support-requests"
router = APIRouter()
S = RequestState
TO_DECIDE = frozenset({S.SCORED, S.DEFERRED})
STAFFED = frozenset({S.ACCEPTED, S.PARTLY_ACCEPTED})


@dataclass(frozen=True)
class Act:
    """Something that this reader may do with it now; `first` is what it waits for."""

    verb: str
    words: str
    address: str
    first: bool = False


@dataclass(frozen=True)
class Decided:
    """The last decision, in words for whoever asked."""

    words: str
    reason: str
    who: str
    at: datetime
    until: datetime | None
    alternative: str
    missing: Sequence[str]


@router.get("/requests/{ref}", dependencies=[may(Permission.READ_REQUESTS)])
def show_request(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    position = system.store.position()
    reading = read_request(system, ref, who)
    names = {
        **names_around(system, reading.incident, who),
        **names_of_officers(system, reading.officers),
    }
    context = {
        **told_of(reading, names),
        "name": lambda ref: names.get(ref, ref),
        "next": next_of(reading, system.ruleset.priority),
        "sees_weeks": allowed(who, Permission.READ_CAPACITY),
        "acts": acts_of(reading.request, who),
        "position": position,
    }
    return render(request, "requests/request.html", context)


def told_of(reading: RequestReading, names: dict[str, str]) -> dict[str, Any]:
    """The request, where it stands and why, who comes, and what happened."""
    asked, lines, stands = reading.request.requested, reading.lines, reading.stands
    allocated = allocated_to(reading, names)
    return {
        "nav": "requests",
        "reading": reading,
        "asked": asked,
        "estimate": worked(asked.est) if asked.est is not None else "",
        "asked_at": reading.request.requested_at,
        "state": reading.request.state,
        "response": reading.incident.response,
        "marking": reading.marking,
        "said_by": post,
        "now": reading.incident.now,
        "words_": request_words,
        "decided": decided_of(reading, names),
        "stands": stands,
        "standing": standing(stands) if stands else "",
        "factors": [line for line in lines if line.kind == LineKind.FACTOR],
        "lines": [line for line in lines if line.kind != LineKind.FACTOR],
        "history": told(reading.history, names),
        "allocated": allocated,
        "effort": effort_of(reading, allocated),
    }


def decided_of(reading: RequestReading, names: dict[str, str]) -> Decided | None:
    """The decision that stands, with the reason that is shown to whoever asked."""
    event = reading.request.decided
    if event is None:
        return None
    decision = event.decision
    return Decided(
        words=request_words.STATES[reading.request.state],
        reason=words_of(decision),
        who=names.get(event.by.actor, event.by.actor),
        at=event.recorded_at,
        until=getattr(decision, "until", None),
        alternative=getattr(decision, "alternative", None) or "",
        missing=getattr(decision, "not_provided", ()),
    )


def next_of(reading: RequestReading, rules: PriorityRules) -> dict[str, Any]:
    """What happens next, in plain words, and by when."""
    request, now = reading.request, reading.incident.now
    due = request.decide_by(rules)
    hours = rules.decision_hours
    match request.state:
        case S.REQUESTED:
            return {
                "words": "It is scored now. Then a regional lead decides: an emergency within"
                f" {hours[Band.P1]} hours of when it was asked, anything else within"
                f" {hours[Band.P2]} to {hours[Band.P4]} hours.",
            }
        case S.SCORED:
            return {"words": "A regional lead decides.", "due": due, "late": due and due < now}
        case S.DEFERRED:
            until = getattr(request.decided and request.decided.decision, "until", None)
            passed = until is not None and until <= now
            words = "It waits for a new decision." if passed else "It is decided again then."
            return {"words": words, "due": until, "late": passed}
        case S.ACCEPTED | S.PARTLY_ACCEPTED:
            return {"words": "Whoever comes gets in touch. It stays open until the work is done."}
        case S.FULFILLED | S.DECLINED if request.rated is None:
            return {"words": "Whoever asked can say how it was for them."}
    return {"words": "Nothing more. If it is needed again, ask anew and name this request."}


def acts_of(request: SupportRequest, who: Person) -> list[Act]:
    """What this person may do with it in the state that it is in, first what it waits for."""
    mine = request.requested.requester == who.actor
    scored, declined = bool(request.scores), request.state is S.DECLINED
    leads = who.role in LEADS
    offered = [
        ("score", "Score it again" if scored else "Score it", request.open or declined),
        ("accept", "Decide", request.open and scored and request.state is not S.ACCEPTED),
        ("override-band", "Set the band by hand", request.open and scored),
        ("direct-as-priority", "Record a director's word", request.open),
        ("fulfil", "Say that it is done", request.state in STAFFED),
        ("rate", "Say how it was", mine and _can_be_rated(request)),
        ("withdraw", "Withdraw it", request.open and (mine or leads)),
    ]
    waits_for = {S.REQUESTED: "score", S.SCORED: "accept", S.DEFERRED: "accept"}
    first = waits_for.get(request.state, "rate")
    return [
        Act(verb, words, address_of(request.ref, verb), verb == first)
        for verb, words, now in offered
        if now and allowed(who, permission_of(COLLECTION, verb))
    ]


def address_of(ref: str, verb: str) -> str:
    """Where the form of a verb is."""
    shorter = {"accept": "decide", "score": "score"}
    return f"/requests/{ref}/{shorter.get(verb, f'do/{verb}')}"


def _can_be_rated(request: SupportRequest) -> bool:
    return request.rated is None and request.state in (S.FULFILLED, S.DECLINED)
