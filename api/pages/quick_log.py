"""The quick log: what happened, in one short form on the incident's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from api.forms.choices import communities, mapped_contacts
from api.forms.choosing import OneOf
from api.forms.form import Asked, Filled, Form
from api.forms.quick import QUICK_FORMS
from api.forms.reading import Posted
from api.forms.situation import Choice, Situation
from api.pages.asking import KEY
from api.pages.timeline import Line

FIRST = "contact"


@dataclass(frozen=True, kw_only=True)
class QuickLog:
    """The quick log as it stands: empty, refused with what was typed, or just recorded."""

    situation: Situation
    posted: Posted
    key: str
    errors: Sequence[tuple[str, str]] = ()
    named: Sequence[Asked] = ()
    recorded: Line | None = None

    @property
    def forms(self) -> Mapping[str, Form]:
        return QUICK_FORMS

    @property
    def wrong(self) -> dict[str, str]:
        """What was said about each question, by the input it leads to."""
        return {anchor: text for text, anchor in reversed(self.errors)}

    @property
    def kind(self) -> str:
        return kind_in(self.posted)

    def value(self, name: str) -> str:
        return self.posted.get(name, ("",))[-1]

    @property
    def people(self) -> Sequence[Choice]:
        return mapped_contacts(self.situation)

    @property
    def communities(self) -> Sequence[Choice]:
        return communities(self.situation)

    def choices(self, kind: str, name: str) -> Sequence[Choice]:
        """What one question of one kind offers."""
        asked = next(field for field in QUICK_FORMS[kind].fields if field.name == name)
        return asked.choices(self.situation) if isinstance(asked, OneOf) else ()


def kind_in(posted: Posted) -> str:
    """Which of the four things it is said to be."""
    said = posted.get("kind", (FIRST,))[-1]
    return said if said in QUICK_FORMS else FIRST


def fresh(situation: Situation, recorded: Line | None = None) -> QuickLog:
    return QuickLog(situation=situation, posted={}, key=str(uuid4()), recorded=recorded)


def refused(filled: Filled, situation: Situation) -> QuickLog:
    return QuickLog(
        situation=situation,
        posted=filled.posted,
        key=filled.value(KEY),
        errors=filled.summary,
        named=filled.named,
    )


def in_full(posted: Posted) -> tuple[str, dict[str, Sequence[str]]]:
    """The verb of the full form for what was typed, and the same answers under its names."""
    form = QUICK_FORMS[kind_in(posted)]
    answers = {name: said for name, said in posted.items() if name != "kind"}
    return form.verb, {form.called.get(name, name): said for name, said in answers.items()}
