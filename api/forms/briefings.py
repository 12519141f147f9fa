"""A briefing: compiled for a period from what may be told, then published to an audience."""

from collections.abc import Mapping
from typing import Final

from api.forms.choosing import AnyOf, OneOf
from api.forms.form import Body, Form
from api.forms.moments import Day
from api.forms.situation import always
from api.insight_words import AUDIENCES
from domain.insight import Audience

BRIEFED: Final = (Audience.ORGANISATION, Audience.PARTNERS)


def with_period(body: Body) -> Body:
    """The form asks for two days; a command has one period."""
    days = {"from": body.pop("from", None), "to": body.pop("to", None)}
    return {**body, "period": {name: day for name, day in days.items() if day}}


def compile_form(choices: Mapping[str, str]) -> Form:
    """`choices` are the insights that may be told, by reference."""
    return Form(
        verb="compile",
        title="Compile a briefing",
        intro="It holds what is validated and may be told to the whole organisation. Partners get"
        " the part of it that may be shared with them, without incidents and forces.",
        button="Compile it",
        shape=with_period,
        fields=(
            Day(name="from", label="From", missing="Say from which day"),
            Day(name="to", label="To", missing="Say to which day"),
            AnyOf(
                name="insights",
                label="Lessons",
                hint="Those that were in no briefing lately.",
                choices=always(dict(choices)),
                missing="Choose at least one lesson",
            ),
        ),
    )


PUBLISH: Final = Form(
    verb="publish",
    title="Publish the briefing",
    intro="Once it is published it stays as it is. Where mail is set up, it is sent to those on"
    " the list of that audience.",
    button="Publish it",
    fields=(
        OneOf(
            name="audience",
            label="To whom?",
            choices=always({one: AUDIENCES[one] for one in BRIEFED}),
            missing="Choose to whom",
        ),
    ),
)
