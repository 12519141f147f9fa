"""Which incidents somebody may know of."""

from api.access.matrix import Action, Reach, Resource, granted
from domain.vocabulary import Role
from projections.board import Sight
from services.people import Person


def sight_of(person: Person) -> Sight:
    """Which incidents a person may know of (domain rules §12): all, their own, or by marking."""
    own = tuple(filter(None, (person.ref, person.officer)))
    if person.role == Role.INVESTIGATOR:
        return Sight(own=own, official=False, sensitive=False)
    return Sight(
        own=own,
        sensitive=granted(person.role, Resource.SENSITIVE, Action.READ) is Reach.ALL,
    )
