"""The words the model is written in: Decision, Provenance, Recorded, Aggregate, Refusal."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

CLOCK_SKEW = timedelta(minutes=5)
GOVERNANCE = "GOVERNANCE"
"""The subject whose key seals what information governance decided about others."""


class Value(BaseModel):
    """Data that never changes and never carries a field we did not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Decision(Value):
    """What was decided, in named fields. TOPIC is its stored name: once used, never changed.

    ABOUT are the fields that name the one person whom its free text is about. OUTLIVES is set
    where its free text tells why somebody was forgotten, or not: that outlives their own key.
    """

    TOPIC: ClassVar[str]
    ABOUT: ClassVar[tuple[str, ...]] = ()
    OUTLIVES: ClassVar[bool] = False


D = TypeVar("D", bound=Decision)


class Provenance(Value):
    """Who acted, in which role, within which command, and when twice: in the world, and here.

    `about` are stakeholders whom the free text names besides those whom the decision names.
    """

    actor: str
    role: str
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None
    occurred_at: AwareDatetime
    recorded_at: AwareDatetime
    marking: str = "OFFICIAL"
    about: tuple[str, ...] = ()

    def event_id(self, ref: str, version: int) -> UUID:
        """A version 7 UUID: the recording time, then bits that only this command's event has."""
        seed = sha256(self.command_id.bytes + f"{ref} {version}".encode()).digest()
        milliseconds = int(self.recorded_at.timestamp() * 1000)
        bits = milliseconds << 80 | int.from_bytes(seed[:10], "big")
        bits = bits & ~(0xF << 76) | 0x7 << 76
        return UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[D]):
    """A decision in its envelope: the unit that the event store records."""

    ref: str
    version: int
    event_id: UUID
    decision: D
    by: Provenance
    hash: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """Under whose keys its free text is sealed: the stream's own, and those it names."""
        named = (getattr(self.decision, field) for field in self.decision.ABOUT)
        own = GOVERNANCE if self.decision.OUTLIVES else self.ref
        return tuple(dict.fromkeys((own, *filter(None, named), *self.by.about)))

    @property
    def occurred_at(self) -> datetime:
        return self.by.occurred_at

    @property
    def recorded_at(self) -> datetime:
        return self.by.recorded_at


class Aggregate(ABC):
    """A consistency boundary whose state is folded from its own decisions.

    Public methods decide and may refuse; `evolve` remembers and never refuses,
    because it runs again on every replay. `SERIES` opens the references of its kind.
    """

    SERIES: ClassVar[str] = ""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.version = 0
        self.recorded_hash = ""
        self._pending: list[Recorded[Any]] = []

    @abstractmethod
    def evolve(self, event: Recorded[Any]) -> None:
        """Change state as the event says. Total: never refuses."""

    def decide(self, decision: Decision, by: Provenance) -> None:
        if by.occurred_at > by.recorded_at + CLOCK_SKEW:
            raise Refusal.because(
                "OccurredInTheFuture",
                "This is said to have happened in the future. Check the date and the time.",
                field="occurred_at",
            )
        version = self.version + 1
        event = Recorded(
            ref=self.ref,
            version=version,
            event_id=by.event_id(self.ref, version),
            decision=decision,
            by=by,
        )
        self._apply(event)
        self._pending.append(event)

    @property
    def has_decided(self) -> bool:
        """Whether anything was decided that is not collected yet."""
        return bool(self._pending)

    def collect_events(self) -> list[Recorded[Any]]:
        pending, self._pending = self._pending, []
        return pending

    def _apply(self, event: Recorded[Any]) -> None:
        if event.version != self.version + 1:
            raise ValueError(f"{self.ref} is at {self.version}; cannot apply {event.version}")
        self.evolve(event)
        self.version = event.version
        self.recorded_hash = event.hash or self.recorded_hash

    @classmethod
    def project(cls, aggregate: Self | None, events: Iterable[Recorded[Any]]) -> Self | None:
        """Fold events, in order of version, into the aggregate; None where there were none."""
        for event in events:
            if aggregate is None:
                aggregate = cls(event.ref)
            aggregate._apply(event)
        return aggregate


class Reason(Value):
    """One rule that a request breaks, in words its author can act on."""

    code: str
    text: str
    field: str | None = None


class Refusal(Exception):
    """A request that the rules refuse, with every reason at once.

    Refusal
    ├── NotAllowed    signed in, and not permitted
    ├── NotFound      unknown, or not yours to know about
    ├── Malformed     the request itself cannot be read
    └── Overtaken     the record has moved on since you looked
    """

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reason.code for reason in self.reasons))

    @classmethod
    def because(cls, code: str, text: str, field: str | None = None) -> Self:
        return cls([Reason(code=code, text=text, field=field)])


class NotAllowed(Refusal):
    """Signed in, and not permitted."""


class NotFound(Refusal):
    """Unknown, or not yours to know about."""


class Malformed(Refusal):
    """The request itself cannot be read."""


class Overtaken(Refusal):
    """The record has moved on since you looked."""


class Rules:
    """Collects every broken rule, so that a refusal lists all of its reasons at once."""

    def __init__(self) -> None:
        self._broken: list[Reason] = []

    def require(self, kept: bool, code: str, text: str, field: str | None = None) -> None:
        if not kept:
            self.add(Reason(code=code, text=text, field=field))

    def add(self, *reasons: Reason) -> None:
        """Rules found broken elsewhere."""
        self._broken.extend(reasons)

    def check(self) -> None:
        """Raise Refusal where any rule was broken."""
        if self._broken:
            raise Refusal(self._broken)
