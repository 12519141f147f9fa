"""What a form may draw its choices from: the incident as it stands, and the people around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from api.words import Words
from domain.base import Reason
from domain.incident import OpenItem, Response


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
    stakeholders: Sequence[Choice] = ()
    forces: Sequence[Choice] = ()
    entries: Sequence[Choice] = ()
    open_work: Sequence[OpenItem] = ()
    blocking: Sequence[Reason] = ()
    may_override: bool = False

    def name(self, ref: str) -> str:
        return self.names.get(ref, ref)


Choices: TypeAlias = Callable[[Situation], Sequence[Choice]]


def always(words: Words) -> Choices:
    """The same choices whatever the situation."""
    choices = tuple(Choice(value=code, label=label) for code, label in words.items())
    return lambda situation: choices
