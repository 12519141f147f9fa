"""Who is who: the references that entries carry, by the names that people know."""

from collections.abc import Mapping
from typing import TypeAlias

from api.wiring import System

Names: TypeAlias = Mapping[str, str]


def names_of_people(system: System) -> dict[str, str]:
    """Everybody with an account, by the reference under which their decisions are recorded."""
    return {person.actor: person.name for person in system.people.everyone()}
