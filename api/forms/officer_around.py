"""What the forms of one officer offer, and the questions that several of them ask."""

from dataclasses import dataclass, field

from api.forms.choosing import Listed
from api.forms.situation import always
from api.forms.typed import Number
from api.words import Words


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the forms of one officer offer: weeks to plan, requests, absences; by their codes.

    `head` is whether whoever asks may go beyond what is free, and beyond a reserve.
    """

    weeks: Words = field(default_factory=dict)
    requests: Words = field(default_factory=dict)
    allocated: Words = field(default_factory=dict)
    loggable: Words = field(default_factory=dict)
    absences: Words = field(default_factory=dict)
    head: bool = False


def minutes(name: str, label: str, missing: str, hint: str = "") -> Number:
    return Number(name=name, label=label, hint=hint, missing=missing, suffix="minutes")


def which(name: str, label: str, offered: Words, missing: str) -> Listed:
    return Listed(name=name, label=label, choices=always(offered), missing=missing)
