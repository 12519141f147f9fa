"""What the opening of a response changes: triage, lead, duty, family, investigation."""

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers, meet
from domain.incident.state import Response
from domain.vocabulary import Level, State

AFTER_TRIAGE = {
    Level.CRITICAL: State.ACTIVE,
    Level.HIGH_PROFILE: State.ACTIVE,
    Level.MONITOR: State.MONITORING,
    Level.NOT_FOR_SE: State.NOT_TAKEN,
}


def _triaged(response: Response, event: Event) -> None:
    triaged: d.IncidentTriaged = event.decision
    response.state = AFTER_TRIAGE[triaged.level]
    response.level = triaged.level
    response.initial_tension = triaged.initial_tension
    response.groups = triaged.groups
    response.themes = triaged.themes
    response.triage_due = False
    meet(response, "triage", event)


def _lead_assigned(response: Response, event: Event) -> None:
    response.lead, response.lead_since = event.decision.officer, event.occurred_at
    meet(response, "lead", event)


def _lead_handed_over(response: Response, event: Event) -> None:
    response.lead, response.lead_since = event.decision.to, event.occurred_at


def _duty_handed_over(response: Response, event: Event) -> None:
    response.duty = event.decision.to


def _spoc_confirmed(response: Response, event: Event) -> None:
    response.spoc_confirmed_at = event.occurred_at
    meet(response, "family_spoc", event)


def _investigation_linked(response: Response, event: Event) -> None:
    response.investigation = event.decision.ref
    response.lead_investigator = event.decision.lead_investigator


def _mode_determined(response: Response, event: Event) -> None:
    response.mode = event.decision.mode


MEMORY: dict[type[Decision], Remembers] = {
    d.IncidentTriaged: _triaged,
    d.LeadAssigned: _lead_assigned,
    d.LeadHandedOver: _lead_handed_over,
    d.DutyHandedOver: _duty_handed_over,
    d.FamilySpocConfirmed: _spoc_confirmed,
    d.FamilySpocChanged: _spoc_confirmed,
    d.InvestigationLinked: _investigation_linked,
    d.ModeDetermined: _mode_determined,
}
