"""Somebody who may sign in, and where they come from when they do."""

from dataclasses import dataclass, field
from enum import StrEnum

READ, WRITE = "read", "write"


class Must(StrEnum):
    """What somebody who signed in with a password has to do before anything else is answered."""

    CHOOSE_PASSWORD = "choose a password"
    ADD_SECOND_FACTOR = "add a second factor"


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. `officer` is their reference on the rota, where they have one.

    The rest says how they came with this request; it does not make them anybody else.
    """

    ref: str
    name: str
    role: str
    region: str | None = None
    officer: str | None = None
    credential: str = field(default="", compare=False)
    program: bool = field(default=False, compare=False)
    standing_purpose: str = field(default="", compare=False)
    purpose_note: str = field(default="", compare=False)
    scope: str = field(default=WRITE, compare=False)
    attended: bool = field(default=True, compare=False)
    asked: bool = field(default=False, compare=False)
    must: Must | None = field(default=None, compare=False)

    @property
    def actor(self) -> str:
        """The reference under which their decisions are recorded."""
        return self.officer or self.ref


@dataclass(frozen=True)
class Origin:
    """Where a sign-in comes from: the network address, what the browser says, what it kept."""

    place: str = ""
    browser: str = ""
    device: str = ""


@dataclass(frozen=True)
class Entry:
    """What a sign-in leads to: a session, or a wait for the second factor; and a known device."""

    person: str
    secret: str
    device: str
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What an organisation's own sign-in says of somebody; `subject` never changes."""

    subject: str
    name: str
    role: str
    region: str | None = None
    officer: str | None = None
