"""What was posted on a form, and everything in it that could not be read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from domain.base import Reason

Posted: TypeAlias = Mapping[str, Sequence[str]]


class Reading:
    """One reading of what was posted. It collects troubles, so that all are shown at once."""

    def __init__(self, posted: Posted, now: datetime) -> None:
        self.posted = posted
        self.now = now
        self.troubles: list[Reason] = []

    def one(self, name: str) -> str:
        """What was typed into one input, trimmed, with plain line ends; empty where nothing was."""
        return tidy(self.posted.get(name, ("",))[-1])

    def many(self, name: str) -> list[str]:
        """Everything ticked under one name."""
        return [tidy(said) for said in self.posted.get(name, ()) if said.strip()]

    def trouble(self, name: str, text: str) -> None:
        self.troubles.append(Reason(code="Unreadable", text=text, field=name))


def tidy(said: str) -> str:
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()
