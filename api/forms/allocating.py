"""The forms of allocations: an officer's minutes, week by week, for a request."""

from typing import Final

from api.forms.choosing import AnyOf, Listed
from api.forms.field import Field
from api.forms.form import Body, Form
from api.forms.officer_around import Around, which
from api.forms.rows import Tally
from api.forms.shared import why
from api.forms.situation import always
from api.forms.typed import LongText, Number

AUTHORISED: Final = "yes"


def by_week(around: Around, hint: str) -> Tally:
    return Tally(
        name="by_week",
        label="How much in which weeks?",
        hint=hint,
        row_name="Week",
        at_least=4,
        missing="Say how many minutes, in which weeks",
        fields=(
            Listed(name="week", label="Week", choices=always(around.weeks)),
            Number(name="minutes", label="Minutes"),
        ),
    )


def as_allocation(body: Body) -> Body:
    """A tick of the head's is their word; who it is, the record says by itself."""
    return {**body, "authorised_by": "head"} if body.pop("authorised", None) else body


def authorising(around: Around) -> tuple[Field, ...]:
    if not around.head:
        return ()
    return (
        AnyOf(
            name="authorised",
            label="Beyond what is free, or beyond a reserve",
            hint="Your name is recorded with it. A lender's reserve may be used for a P1 alone.",
            choices=always({AUTHORISED: "I authorise this allocation"}),
        ),
        LongText(name="reason", label="Why?", rows=2),
    )


def allocate(around: Around) -> Form:
    return Form(
        verb="allocate",
        title="Allocate to a request",
        button="Allocate",
        shape=as_allocation,
        fields=(
            which("request", "Which request?", around.requests, "Choose the request"),
            by_week(around, "Leave a row empty where it is not needed."),
            *authorising(around),
        ),
    )


def change_allocation(around: Around) -> Form:
    return Form(
        verb="change-allocation",
        title="Change an allocation",
        button="Record the change",
        stale_matters=True,
        shape=as_allocation,
        fields=(
            which("request", "Which request?", around.allocated, "Choose the request"),
            by_week(around, "The whole allocation as it is from now on: weeks left out are free."),
            *authorising(around),
        ),
    )


def end_allocation(around: Around) -> Form:
    return Form(
        verb="end-allocation",
        title="End an allocation",
        intro="Weeks that have begun stay as they are; those still to come are free again.",
        button="End the allocation",
        fields=(
            which("request", "Which request?", around.allocated, "Choose the request"),
            why("Why?", hint=""),
        ),
    )
