"""Questions that several forms ask in the same words."""

from api.forms.choices import askers, colleagues, governance, stakeholders
from api.forms.choosing import AnyOf, Listed, OneOf, Suggested
from api.forms.field import Field
from api.forms.moments import Moment
from api.forms.situation import always
from api.forms.typed import EachLine, LongText
from api.words import LANGUAGES, MARKINGS, RATINGS

HAPPENED = Moment(
    name="occurred_at",
    label="When did this happen?",
    hint="Leave empty if it is happening now. A time without a date is the last time it was that.",
)
LOCAL_AUTHORITIES = EachLine(
    name="lads",
    label="Local authority codes",
    hint="One on each line, such as E07000117, where you have them.",
    rows=2,
    pattern="[EWX][0-9]{8}",
    example="E07000117",
)
MARKING = OneOf(
    name="marking",
    label="Marking",
    hint="Choose OFFICIAL-SENSITIVE where only people who need to know should read this. It is"
    " never marked lower than the incident.",
    choices=always(MARKINGS),
    inline=True,
)


def why(label: str = "Why?", hint: str = "At least 20 characters.") -> Field:
    return LongText(name="reason", label=label, hint=hint, missing="Say why", rows=3)


def colleague(name: str, label: str, missing: str = "", hint: str = "") -> Listed:
    return Listed(name=name, label=label, hint=hint, missing=missing, choices=colleagues)


def second_person(label: str, missing: str = "") -> Listed:
    return Listed(name="second_person", label=label, missing=missing, choices=governance)


def stakeholder(name: str, label: str, missing: str = "", together: bool = False) -> Suggested:
    return Suggested(
        name=name,
        label=label,
        hint="Type part of the name or the reference, such as STK-0012.",
        missing=missing,
        choices=stakeholders,
        together=together,
    )


def askers_field(name: str, label: str, missing: str) -> Listed:
    """A community or a mapped contact."""
    return Listed(name=name, label=label, choices=askers, missing=missing)


def rating(name: str, label: str, missing: str = "Choose a rating", inline: bool = True) -> OneOf:
    return OneOf(name=name, label=label, choices=always(RATINGS), missing=missing, inline=inline)


def languages(name: str = "languages", label: str = "Languages spoken") -> AnyOf:
    return AnyOf(name=name, label=label, choices=always(LANGUAGES), columns=True)


def language(name: str = "language", label: str = "Language used") -> Listed:
    return Listed(name=name, label=label, choices=always(LANGUAGES), start="en")


def scale(name: str, label: str) -> Listed:
    steps = {"1": "1 (lowest)", "2": "2", "3": "3", "4": "4", "5": "5 (highest)"}
    return Listed(name=name, label=label, choices=always(steps), start="3", number=True)
