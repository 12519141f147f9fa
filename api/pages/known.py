"""Who is who: the references that entries carry, by the names that people know."""

from collections.abc import Mapping
from typing import TypeAlias

from api.wiring import System
from domain.vocabulary import Role
from projections.board import UNRESTRICTED, Sight
from services.people import Person

Names: TypeAlias = Mapping[str, str]


def names_of_people(system: System) -> dict[str, str]:
    """Everybody with an account, by the reference under which their decisions are recorded."""
    return {person.actor: person.name for person in system.people.everyone()}


def sight_of(who: Person) -> Sight:
    """Which incidents somebody may see in a list: an investigator sees their own."""
    if who.role != Role.INVESTIGATOR:
        return UNRESTRICTED
    return Sight(own={who.ref, who.actor}, official=False, sensitive=False)
