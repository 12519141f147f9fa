"""Where the response stands, and what its deadlines count from."""

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers
from domain.incident.parts import Met, Restart
from domain.incident.state import Response
from domain.vocabulary import State


def _restoring(response: Response, event: Event) -> None:
    response.state = State.RESTORING
    response.restoring_since = event.occurred_at


def _review(response: Response, event: Event) -> None:
    response.state = State.REVIEW
    response.review_since = event.occurred_at


def _closed(response: Response, event: Event) -> None:
    response.state = State.CLOSED
    response.closed_at = event.occurred_at


def _not_taken(response: Response, event: Event) -> None:
    response.state = State.NOT_TAKEN


def _escalated(response: Response, event: Event) -> None:
    response.triage_due = response.state is State.MONITORING
    _restart(response, event)


def _reopened(response: Response, event: Event) -> None:
    response.triage_due = True
    response.disposal = None
    _restart(response, event)


def _restart(response: Response, event: Event) -> None:
    """Deadlines count from here; what stands already is met, contact and impact are needed anew."""
    standing = {
        "triage": not response.triage_due,
        "lead": response.lead is not None,
        "agreed_line": bool(response.live_lines(event.occurred_at)),
        "map": bool(response.communities),
        "family_spoc": response.spoc_confirmed_at is not None,
    }
    base = Met(at=event.recorded_at, recorded_at=event.recorded_at)
    response.state = State.ACTIVE
    response.restart = Restart(occurred_at=event.occurred_at, recorded_at=event.recorded_at)
    response.met = {name: base for name, stands in standing.items() if stands}
    response.explained = {}


MEMORY: dict[type[Decision], Remembers] = {
    d.MovedToRestoring: _restoring,
    d.ReviewStarted: _review,
    d.IncidentClosed: _closed,
    d.MonitoringStoodDown: _closed,
    d.NotTaken: _not_taken,
    d.Escalated: _escalated,
    d.IncidentReopened: _reopened,
}
