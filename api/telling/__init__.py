"""Every event of an incident, told as a sentence with its details."""

from collections.abc import Mapping
from typing import Any

from api.telling import answers, contacts, course, keeping, mapping, opening
from api.telling.told import Names, Teller, Told
from domain.base import Decision

TELLERS: Mapping[type, Teller] = {
    **opening.TELLERS,
    **mapping.TELLERS,
    **contacts.TELLERS,
    **answers.TELLERS,
    **course.TELLERS,
    **keeping.TELLERS,
}

__all__ = ["TELLERS", "Names", "Told", "tell"]


def tell(decision: Decision, names: Names) -> Told:
    """What the decision says. KeyError for a decision that is not an incident's."""
    teller: Any = TELLERS[type(decision)]
    told: Told = teller(decision, names)
    return told
