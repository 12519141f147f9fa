"""The things that a response is made of, as they stand now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.incident.decisions import CommunityImpact, MappedContact
from domain.personal import Personal
from domain.vocabulary import (
    AskedBy,
    Channel,
    Direction,
    ExemptReason,
    Ladder,
    Level,
    Purpose,
    QuestionKind,
    Rating,
    State,
    TensionKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    id: str
    name: str
    lads: tuple[str, ...]
    tags: tuple[str, ...]
    languages: tuple[str, ...]
    faiths: tuple[str, ...]
    size_note: str | None
    contacts: tuple[MappedContact, ...]
    gaps: tuple[str, ...]

    @property
    def people(self) -> frozenset[str]:
        return frozenset(contact.stakeholder for contact in self.contacts)

    @property
    def in_wales(self) -> bool:
        return any(lad.startswith("W") for lad in self.lads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    event_id: UUID
    stakeholder: str
    direction: Direction
    channel: Channel
    reached: bool
    purpose: Purpose
    ladder: Ladder
    lines: tuple[str, ...]
    officer: str
    summary: Personal | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    contact: UUID
    index: int
    stakeholder: str
    text: str
    owner: str
    due: date
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tension:
    event_id: UUID
    kind: TensionKind
    communities: tuple[str, ...]
    corroborated: bool
    text: Personal
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    event_id: UUID
    rating: Rating
    force_level: str | None
    per_community: tuple[CommunityImpact, ...]
    next_review_at: datetime | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`ended_at` is when it was withdrawn or corrected."""

    id: str
    text_en: str
    text_cy: str | None
    audience: tuple[str, ...]
    approved_by: str
    valid_from: datetime
    valid_to: datetime | None
    ended_at: datetime | None = None
    replacement: str | None = None

    def live_at(self, moment: datetime) -> bool:
        ends = [end for end in (self.valid_to, self.ended_at) if end is not None]
        return self.valid_from <= moment and all(moment < end for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    event_id: UUID
    id: str
    audience: tuple[str, ...]
    lines: tuple[str, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    text: Personal
    asked_by: AskedBy
    ref: str
    kind: QuestionKind
    asked_at: datetime
    line: str | None = None
    cannot_answer_reason: str | None = None
    told_asker: bool = False
    answered_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Not answered yet, or answered without telling whoever asked."""
        return self.answered_at is None or not self.told_asker


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    event_id: UUID
    id: str
    to: str
    text: str
    due_at: datetime
    owner: str
    made_at: datetime
    kept_at: datetime | None = None
    varied_at: datetime | None = None
    missed_at: datetime | None = None

    def overdue_at(self, moment: datetime) -> bool:
        return self.kept_at is None and self.due_at < moment

    @property
    def settled(self) -> bool:
        """Kept, or varied to a time that has not been missed."""
        return self.kept_at is not None or (self.varied_at is not None and self.missed_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """How one stakeholder was offered to be kept informed, and what came of it in the response."""

    offered_at: datetime | None = None
    offered_by: UUID | None = None
    declined_at: datetime | None = None
    exempt_at: datetime | None = None
    exempt: ExemptReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    event_id: UUID
    id: str
    to: str
    pointer: UUID
    time_critical: bool
    raised_at: datetime
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTaken:
    event_id: UUID
    id: str
    question: str
    chosen: str
    known_at_position: int | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """`released_by` and `second_person` are set while its release waits for the second."""

    basis: str
    review_at: date
    placed_at: datetime
    released_by: str | None = None
    second_person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """What was decided about the text of the record, as long as it waits to be confirmed."""

    ground: str
    decided_at: datetime
    decided_by: str
    second_person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """When a milestone was met, when that was recorded, and by which entry."""

    at: datetime
    recorded_at: datetime
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """The escalation or reopening that the deadlines count from."""

    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One entry's two times, and how the response stood after it."""

    occurred_at: datetime
    recorded_at: datetime
    state: State
    level: Level | None
