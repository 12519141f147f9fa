"""What is to become of the text of a record, and what has become of it."""

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers
from domain.incident.parts import Disposal
from domain.incident.state import Response


def _decided(response: Response, event: Event) -> None:
    decided: d.DisposalDecided = event.decision
    response.disposal = Disposal(
        ground=decided.ground,
        decided_at=event.recorded_at,
        decided_by=event.by.actor,
        second_person=decided.second_person,
    )


def _confirmed(response: Response, event: Event) -> None:
    response.disposal = None


def _destroyed(response: Response, event: Event) -> None:
    response.disposed_on = event.recorded_at.date()
    response.backups_gone_by = event.decision.backups_gone_by


MEMORY: dict[type[Decision], Remembers] = {
    d.DisposalDecided: _decided,
    d.DisposalConfirmed: _confirmed,
    d.IncidentKeysDestroyed: _destroyed,
}
