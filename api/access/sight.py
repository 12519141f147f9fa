"""What somebody may know of: which incidents, which entries in them, whom of the register."""

from dataclasses import dataclass, replace
from typing import Any

from api.access.matrix import Action, Reach, Resource, granted
from api.access.permissions import RULES, Permission
from api.standings import Parts
from domain.base import Aggregate, NotAllowed, Recorded
from domain.briefing import Briefing
from domain.incident import Incident
from domain.incident.decisions import FamilySpocChanged, FamilySpocConfirmed
from domain.insight import Audience, Insight
from domain.officer import Officer
from domain.support_request import SupportRequest
from domain.vocabulary import Marking, Role
from projections.sight import Sight
from services.people import Person

WORKS_WITH_INSIGHTS = frozenset(
    role for role in Role if granted(role, Resource.INSIGHT, Action.WRITE)
) | {Role.REVIEWER, Role.INFO_GOVERNANCE}
KNOWS_FAMILIES = frozenset({Role.INVESTIGATOR, Role.INFO_GOVERNANCE})


def sight_of(person: Person, permission: Permission = Permission.READ_INCIDENTS) -> Sight:
    """Which incidents a person may know of (domain rules §12): all, their own, or by marking.

    Asked for what reaches no further than their own, such as EXPORT, it is their own.
    """
    refs = tuple(filter(None, (person.ref, person.officer)))
    engaged = granted(person.role, Resource.INCIDENT, Action.WRITE) is not None
    limited = reach_of(person, permission) is Reach.OWN
    return Sight(
        own=refs if engaged else (),
        investigates=refs if person.role == Role.INVESTIGATOR else None,
        official=not limited and _reads_all(person, Resource.INCIDENT),
        sensitive=not limited and reads_sensitive(person),
        restricted=reads_restricted(person),
    )


def figures_sight_of(person: Person) -> Sight:
    """Which incidents count in the figures for a person: those they may know of or count."""
    sight = sight_of(person)
    counts = granted(person.role, Resource.INCIDENT, Action.READ) is Reach.AGGREGATES
    return replace(sight, official=sight.official or counts)


def reach_of(person: Person, permission: Permission) -> Reach | None:
    """How far a permission reaches for a person, as the table has it."""
    rule = RULES[permission]
    return granted(person.role, rule.resource, rule.action)


def sees(person: Person, incident: Parts, event: Recorded[Any]) -> bool:
    """Whether a person may read an entry of an incident that they may know of."""
    return sight_of(person).reads(incident, event.by.marking, event.by.actor)


def reads_restricted(person: Person) -> bool:
    """Whether they may read what is restricted: those who decide what is forgotten."""
    return granted(person.role, Resource.ERASURE, Action.APPROVE) is not None


def reads_all_of_register(person: Person) -> bool:
    """Whether the whole register may be read, and not those of some incidents alone."""
    return _reads_all(person, Resource.REGISTER)


def without_family(person: Person, event: Recorded[Any]) -> dict[str, Any]:
    """What is left out of an entry for a person: the family is known to its investigation."""
    told = isinstance(event.decision, FamilySpocConfirmed | FamilySpocChanged)
    return {"family_ref": ()} if told and person.role not in KNOWS_FAMILIES else {}


def reads_sensitive(person: Person) -> bool:
    """Whether they read what is marked OFFICIAL-SENSITIVE, wherever it is."""
    return _reads_all(person, Resource.SENSITIVE)


def reads_all_insights(person: Person) -> bool:
    """Whether they read what nobody has validated or shared yet: the team and its reviewers."""
    return person.role in WORKS_WITH_INSIGHTS


def reads_insight(person: Person, insight: Insight) -> bool:
    """Whether they may know of an insight: as it is marked, and as far as it may go."""
    if insight.marking != Marking.OFFICIAL and not reads_sensitive(person):
        return person.actor == insight.author
    if reads_all_insights(person):
        return True
    shared = insight.sharing is not None and insight.sharing.audience is not Audience.TEAM
    return shared and insight.validated_at is not None


def reads_briefing(person: Person, briefing: Briefing) -> bool:
    """Whether they may know of a briefing: until it is published, who may publish it."""
    compiles = person.role in RULES[Permission.DECIDE_INSIGHTS].roles
    return compiles or Audience.ORGANISATION in briefing.published


@dataclass(frozen=True)
class Knowledge:
    """What the commands of a person are checked with, so that they reach what their reads do."""

    person: Person

    def __call__(self, aggregate: Aggregate) -> bool:
        """Whether they may know of the record at all."""
        if isinstance(aggregate, Insight):
            return reads_insight(self.person, aggregate)
        if isinstance(aggregate, Briefing):
            return reads_briefing(self.person, aggregate)
        if not isinstance(aggregate, Incident):
            return True
        return sight_of(self.person).covers(Parts.of(aggregate))

    def of_request(self, request: SupportRequest, incident: Incident) -> bool:
        """Whether they may know of a request for support with an incident that they know of."""
        parts, sight = Parts.of(incident), sight_of(self.person)
        return sight.covers(parts) and sight.reads(
            parts, request.marking, request.requested.requester
        )

    def require_own(self, aggregate: Aggregate) -> None:
        """NotAllowed where they may change no officer's record but their own."""
        if not isinstance(aggregate, Officer) or aggregate.ref == self.person.officer:
            return
        if self.person.role not in RULES[Permission.MANAGE_OFFICERS].roles:
            raise NotAllowed.because(
                "OfficerNotYours",
                "You may do this for yourself. For others, a regional lead or the head does it.",
            )

    def withheld(self, aggregate: Aggregate) -> list[Recorded[Any]]:
        """The entries of the record that they may not read."""
        if not isinstance(aggregate, Incident) or sight_of(self.person).sensitive:
            return []
        sensitive = [one for one in aggregate.history if one.by.marking != Marking.OFFICIAL]
        if not sensitive:
            return []
        parts = Parts.of(aggregate)
        return [event for event in sensitive if not sees(self.person, parts, event)]


def knowledge_of(person: Person) -> Knowledge:
    return Knowledge(person)


def _reads_all(person: Person, resource: Resource) -> bool:
    reach = granted(person.role, resource, Action.READ)
    return reach not in (None, Reach.OWN, Reach.AGGREGATES)
