"""What is restricted about somebody is closed to everybody but information governance."""

from typing import Any

from api.access import reads_restricted
from api.wiring import System
from domain.base import Recorded
from domain.personal import subjects_of
from domain.sealing import RESTRICTED
from domain.withholding import withheld
from services.people import Person


def closed_to(system: System, ref: str, who: Person) -> frozenset[str]:
    """About whom this person may not read in an incident, because that is restricted."""
    return frozenset() if reads_restricted(who) else system.views.restricted_in(ref)


def open_to(closed: frozenset[str], event: Recorded[Any]) -> Recorded[Any]:
    """An entry as it may be read by somebody to whom what is said about these is closed."""
    hidden = closed and not closed.isdisjoint(subjects_of(event))
    return withheld(event, RESTRICTED) if hidden else event
