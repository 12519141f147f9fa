"""Who was offered to be kept informed, and what they said."""

from dataclasses import replace
from typing import Any

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers
from domain.incident.parts import Interest
from domain.incident.state import Response


def _interest(response: Response, event: Event, **changes: Any) -> None:
    ref = event.decision.stakeholder
    response.interest[ref] = replace(response.interest.get(ref, Interest()), **changes)


def _interest_offered(response: Response, event: Event) -> None:
    _interest(response, event, offered_at=event.occurred_at, offered_by=event.event_id)


def _interest_declined(response: Response, event: Event) -> None:
    _interest(response, event, declined_at=event.occurred_at)


def _interest_exempted(response: Response, event: Event) -> None:
    _interest(response, event, exempt_at=event.occurred_at, exempt=event.decision.reason)


MEMORY: dict[type[Decision], Remembers] = {
    d.InterestOffered: _interest_offered,
    d.InterestDeclined: _interest_declined,
    d.InterestExempted: _interest_exempted,
}
