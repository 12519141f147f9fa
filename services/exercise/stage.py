"""What an exercise needs of the throwaway system that it is played on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pydantic import Field

from domain.base import Value
from services.exercise.script import Actor, FixtureForce


class Call(Value):
    """One HTTP request. `who` is a key of the exercise's people, or None: not signed in."""

    who: str | None
    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = Field(default_factory=dict)


class Reply(Value):
    """One HTTP answer. `body` is the decoded JSON, or the text where it is not JSON."""

    status: int
    headers: dict[str, str] = Field(default_factory=dict)
    body: Any = None


class Stage(Protocol):
    """A whole system in a fresh folder, with a clock that the exercise moves."""

    def add_forces(self, forces: Sequence[FixtureForce]) -> None:
        """Make known the forces that exist in this exercise only."""

    async def add_people(self, people: Mapping[str, Actor]) -> Mapping[str, str]:
        """Sign everyone in; the reference under which each acts, by their key."""

    async def set_clock(self, moment: datetime) -> None:
        """From now on `moment`, UTC, is when things are recorded; what is due by then is done."""

    async def send(self, call: Call) -> Reply:
        """Send one request through the HTTP application."""

    async def caught_up(self, position: int) -> None:
        """Return once every view has the event at `position`; TimeoutError where one does not."""
