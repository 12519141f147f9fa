"""The anchors that nobody judges, and what makes a request P1 by itself (domain rules §6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from domain.base import Value
from domain.incident import Incident
from domain.priority import (
    HIGHEST,
    Anchor,
    Factor,
    PriorityRules,
    Trigger,
    relationship_gap,
    urgency,
)
from domain.support_request.decisions import SupportRequested
from domain.support_request.facts import RequestFacts
from domain.vocabulary import IncidentType, Mode

ACTIVE_FOR: Final = timedelta(days=180)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
DEATHS: Final = frozenset({IncidentType.FATAL_POLICE_SHOOTING, IncidentType.DEATH_IN_CUSTODY})
MODES: Final[Mapping[Mode, Anchor]] = {
    Mode.INDEPENDENT: 4,
    Mode.DIRECTED: 3,
    Mode.MANAGED_LEGACY: 3,
    Mode.UNDECIDED: 2,
    Mode.LOCAL: 1,
    Mode.SUPERVISED_LEGACY: 1,
    Mode.NONE: 0,
}


class Computed(Value):
    """An anchor that follows from the record, and why it is what it is."""

    anchor: Anchor
    because: str


def computed(
    requested: SupportRequested,
    requested_at: datetime,
    incident: Incident,
    now: datetime,
    facts: RequestFacts,
) -> dict[Factor, Computed]:
    """R, U and M. Urgency counts from the request: what waiting adds is the uplift."""
    rules = facts.ruleset.priority
    return {
        Factor.RELATIONSHIP: _relationship(incident, now, facts),
        Factor.URGENCY: _urgency(requested, requested_at, rules),
        Factor.MODE: _mode(incident),
    }


def active_contacts(incident: Incident, now: datetime, facts: RequestFacts) -> frozenset[str]:
    """Who of those mapped was reached in 180 days by any response, or has an owner."""
    since, response = now - ACTIVE_FOR, incident.response
    known = {who: facts.register[who] for who in response.mapped if who in facts.register}
    there = frozenset(who for who, one in known.items() if one.erased_on is None)
    here = {who for who in there if (response.last_reached(who) or since) > since}
    owned = {who for who in there if known[who].owner is not None}
    return there & (facts.reached_since(there, since) | here | owned)


def triggers_of(
    incident: Incident, tension: Anchor, directed: bool, now: datetime, rules: PriorityRules
) -> tuple[Trigger, ...]:
    """a: a recent death; b: tension experienced now; c: a director said so."""
    response, oldest = incident.response, timedelta(hours=rules.recent_death_hours)
    recent = response.incident_type in DEATHS and now - response.happened_at <= oldest
    found = {
        Trigger.RECENT_DEATH: recent,
        Trigger.TENSION_NOW: tension == HIGHEST,
        Trigger.DIRECTED: directed,
    }
    return tuple(trigger for trigger, there in found.items() if there)


def _relationship(incident: Incident, now: datetime, facts: RequestFacts) -> Computed:
    active, mapped = active_contacts(incident, now, facts), incident.response.mapped
    because = (
        f"{len(active)} of {len(mapped)} people on the map were reached within 180 days, or have"
        " a relationship owner"
        if mapped
        else "Nobody is on the map of the communities yet"
    )
    anchor = relationship_gap(len(active), facts.ruleset.priority)
    return Computed(anchor=anchor, because=because)


def _urgency(requested: SupportRequested, requested_at: datetime, rules: PriorityRules) -> Computed:
    left = requested.needed_by - requested_at
    hours = max(-(-left // HOUR), 0)
    span = f"{hours} hours" if hours <= 72 else f"{-(-left // DAY)} days"
    return Computed(
        anchor=urgency(requested_at, requested.needed_by, rules),
        because=f"Needed by {requested.needed_by:%d %b %Y %H:%M} UTC, {span} after it was asked",
    )


def _mode(incident: Incident) -> Computed:
    mode = incident.response.mode
    if mode is None:
        because = "No mode of investigation is recorded yet, which counts as undecided"
        return Computed(anchor=MODES[Mode.UNDECIDED], because=because)
    words = mode.replace("_", " ")
    return Computed(anchor=MODES[mode], because=f"The mode of investigation is: {words}")
