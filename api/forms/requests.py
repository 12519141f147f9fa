"""Asking for support, and what a requester says afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from api.forms.choosing import AnyOf, Listed, OneOf
from api.forms.form import Body, Form
from api.forms.moments import Ahead
from api.forms.reading import Reading
from api.forms.shared import MARKING, why
from api.forms.situation import Choice, Situation, always
from api.forms.typed import Hidden, LongText, Number
from api.london import rfc3339
from api.request_words import ASKS, SKILLS, STARS
from api.words import LANGUAGES

OPENED: Final = "opened"
SOON: Final = {
    "24": "Within 24 hours",
    "72": "Within 3 days",
    "168": "Within a week",
    "336": "Within two weeks",
}
AT_A_TIME: Final = "at"
MINUTES_IN_AN_HOUR: Final = 60


@dataclass(frozen=True, kw_only=True)
class Within(OneOf):
    """How soon, counted from when the form was opened, so that sent twice it says the same."""

    def read(self, reading: Reading) -> str:
        said = reading.one(self.name)
        if said not in SOON:
            if not reading.one(NEEDED_BY.inputs[0]):
                reading.trouble(NEEDED_BY.inputs[0], "Give the date and the time you need it by")
            return said
        return rfc3339(_opened(reading) + timedelta(hours=int(said)))


def _opened(reading: Reading) -> datetime:
    try:
        opened = datetime.fromisoformat(reading.one(OPENED))
    except ValueError:
        return reading.now
    return min(opened, reading.now) if opened.tzinfo else reading.now


def incidents_open(situation: Situation) -> Sequence[Choice]:
    """The incidents that support can be asked for."""
    return situation.incidents


def as_request(body: Body) -> Body:
    """One time by which it is needed, and the estimate in minutes."""
    body.pop(OPENED, None)
    soon, at, hours = (body.pop(name, None) for name in ("soon", "needed_by", "hours"))
    told: dict[str, Any] = {"needed_by": at if soon == AT_A_TIME else soon}
    if hours is not None:
        told["est"] = hours * MINUTES_IN_AN_HOUR
    return {**body, **{name: said for name, said in told.items() if said is not None}}


WHICH = Listed(
    name="incident",
    label="Which incident?",
    choices=incidents_open,
    missing="Choose the incident",
)
ASKED = AnyOf(
    name="asks",
    label="What do you need?",
    hint="Tick all that apply.",
    choices=always(ASKS),
    missing="Tick at least one thing that you need",
)
CONTEXT = LongText(
    name="context",
    label="What is happening, and why do you need us?",
    hint="A sentence or two is enough. Leave out names of families.",
    missing="Say in a sentence what is happening",
    rows=3,
)
HOW_SOON = Within(
    name="soon",
    label="How soon?",
    choices=always({**SOON, AT_A_TIME: "At another time"}),
    missing="Say how soon you need it",
)
NEEDED_BY = Ahead(name="needed_by", label="If at another time, when?", together=True)
MORE = (
    AnyOf(
        name="languages",
        label="Languages that whoever comes must speak",
        choices=always({code: words for code, words in LANGUAGES.items() if code != "en"}),
        columns=True,
    ),
    AnyOf(
        name="skills",
        label="Experience that whoever comes must have",
        choices=always(SKILLS),
        columns=True,
    ),
    Number(name="hours", label="How much time do you think it takes?", suffix="hours"),
    MARKING,
)


def request_form(*, known: bool) -> Form:
    """`known`: which incident it is for is not asked, because it was asked for from there."""
    which = Hidden(name="incident") if known else WHICH
    return Form(
        verb="request",
        title="Ask for support",
        button="Ask for support",
        shape=as_request,
        fields=(Hidden(name=OPENED), which, ASKED, HOW_SOON, NEEDED_BY, CONTEXT, *MORE),
    )


WITHDRAW = Form(
    verb="withdraw",
    title="Withdraw the request",
    intro="It is not needed any more. Whoever was to come is free again.",
    button="Withdraw it",
    fields=(why("Why is it not needed any more?"),),
)
RATE = Form(
    verb="rate",
    title="Say how the support was",
    intro="One answer is enough. It is kept with the request, and helps us to plan.",
    button="Send",
    fields=(
        OneOf(
            name="stars",
            label="How useful was it?",
            choices=always(STARS),
            number=True,
            missing="Choose one",
        ),
        LongText(name="comment", label="What would have made it better?", rows=3),
    ),
)
