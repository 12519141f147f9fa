"""What a decision form holds: who was chosen from the ranking, and the minutes proposed."""

from collections.abc import Sequence

from api.forms.form import Form
from api.forms.reading import Posted
from api.forms.requests_deciding import OFFICERS, accept_form, part_form
from domain.vocabulary import Role
from services.people import Person

CHOOSE = "choose"
PROPOSED = "proposed"


def decision_form(verb: str, who: Person) -> Form:
    """The form of accepting, wholly or in part; the head may authorise what nobody else may."""
    head = who.role == Role.HEAD_OF_SE
    return accept_form(head=head) if verb == "accept" else part_form(head=head)


def proposal(usual: Sequence[int], estimate: int | None) -> list[int]:
    """Minutes by week as such responses take them, as far as the estimate goes."""
    if not estimate:
        return list(usual)
    weeks, left = [], estimate
    for minutes in usual:
        weeks.append(min(minutes, left))
        left -= weeks[-1]
    weeks[-1] += left
    return [minutes for minutes in weeks if minutes]


def as_typed(minutes: Sequence[int]) -> str:
    return ", ".join(map(str, minutes))


def with_chosen(posted: Posted) -> Posted:
    """What was typed, with the officer whose button was pressed in the first free row."""
    chosen = posted.get(CHOOSE, ("",))[-1]
    if not chosen:
        return posted
    number = 0
    while any(posted.get(f"{OFFICERS}-{number}-id", ("",))):
        number += 1
    row = f"{OFFICERS}-{number}"
    minutes = posted.get(f"{row}-minutes") or posted.get(PROPOSED, ("",))
    kept = {name: said for name, said in posted.items() if name != CHOOSE}
    return {**kept, f"{row}-id": (chosen,), f"{row}-minutes": minutes}
