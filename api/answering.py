"""Who answers for a record, and so may see who looked at it."""

from api.access import Permission, allowed, sight_of
from api.reading import may_know_of
from api.wiring import System
from domain.incident import Incident
from domain.vocabulary import Role
from services.people import Person


def may_see_who_looked(system: System, who: Person, ref: str) -> bool:
    """Those who may read the log; and of an incident that they know of, its lead, and the head."""
    if allowed(who, Permission.READ_ACCESS_LOG):
        return True
    if not allowed(who, Permission.READ_INCIDENTS) or not may_know_of(system, ref, sight_of(who)):
        return False
    return answers_for(who, system.store.load(Incident, ref).response.lead)


def answers_for(who: Person, lead: str | None) -> bool:
    """Whether somebody who may read an incident may also see who looked at it."""
    head = who.role == Role.HEAD_OF_SE
    return head or lead == who.actor or allowed(who, Permission.READ_ACCESS_LOG)
