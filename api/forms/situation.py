"""What a form may draw its choices from: the incident as it stands, and the people around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from api.words import MILESTONES, Words, plain
from domain.base import Reason
from domain.incident import OpenItem, OpenKind, Response

TEASER = 70


def teaser(text: str) -> str:
    """The beginning of a text, on one line, to recognise it by."""
    line = " ".join(text.split())
    return line if len(line) <= TEASER else line[: TEASER - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be chosen: what is sent, what is read, and a word of help."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a form needs to know to offer choices. `response` is None before one exists."""

    now: datetime
    response: Response | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    colleagues: Sequence[Choice] = ()
    governance: Sequence[Choice] = ()
    stakeholders: Sequence[Choice] = ()
    forces: Sequence[Choice] = ()
    entries: Sequence[Choice] = ()
    streams: Sequence[Choice] = ()
    incidents: Sequence[Choice] = ()
    candidates: Sequence[Choice] = ()
    open_work: Sequence[OpenItem] = ()
    entry_ids: Mapping[str, str] = field(default_factory=dict)
    late: Sequence[str] = ()
    blocking: Sequence[Reason] = ()
    may_override: bool = False

    def name(self, ref: str) -> str:
        return self.names.get(ref, ref)

    def entry_of(self, item: OpenItem) -> str | None:
        """The entry that left this open; none for a milestone."""
        return self.entry_ids.get(item.id) or self.entry_ids.get(item.id.partition(":")[0])

    def open_text(self, item: OpenItem) -> str:
        """What is open, in its own words where it has any that may be read."""
        response = self.response
        if item.kind == OpenKind.MILESTONE or response is None:
            return plain(MILESTONES, item.id).lower()
        if item.kind == OpenKind.FLAG:
            return f"{item.id} to {self.name(response.flags[item.id].to)}"
        question = response.questions.get(item.id)
        words = teaser((question.text.text if question else item.text) or "")
        about = self.name(item.about) if item.about else ""
        own = item.id if item.kind != OpenKind.FOLLOW_UP else ""
        return " ".join(part for part in (own, words, f"({about})" if about else "") if part)


Choices: TypeAlias = Callable[[Situation], Sequence[Choice]]


def always(words: Words, hints: Mapping[str, str] | None = None) -> Choices:
    """The same choices whatever the situation, with a word of help for some."""
    helped = hints or {}
    choices = tuple(
        Choice(value=code, label=label, hint=helped.get(code, "")) for code, label in words.items()
    )
    return lambda situation: choices
