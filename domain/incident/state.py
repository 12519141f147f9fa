"""The response as it stands: what all of its entries, as they now read, add up to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from domain.incident.parts import (
    Assessment,
    Commitment,
    Community,
    Contact,
    DecisionTaken,
    Disposal,
    Flag,
    FollowUp,
    Hold,
    Interest,
    Line,
    Met,
    Question,
    Restart,
    Stamp,
    Tension,
    Update,
)
from domain.vocabulary import Bereaved, Body, IncidentType, Level, Mode, Rating, Source, State

MANAGED = frozenset({State.RAISED, State.ACTIVE, State.MONITORING})
CLOSED = frozenset({State.CLOSED, State.NOT_TAKEN})
WATCHED = frozenset({State.ACTIVE, State.MONITORING, State.RESTORING, State.REVIEW})


@dataclass(slots=True, kw_only=True)
class Response:
    """Changed only by `domain.incident.memory`. Times are UTC; `raised_at` is when it was recorded.

    `met` holds when each milestone was met since the deadlines last started; `restart` is the
    entry they started from again, None where that is still the raising itself.
    """

    ref: str
    title: str
    incident_type: IncidentType
    pfa: str | None
    body: Body
    lads: tuple[str, ...]
    place_note: str | None
    summary: str
    source: Source
    bereaved: Bereaved
    investigation: str | None
    marking: str
    raised_at: datetime
    happened_at: datetime

    state: State = State.RAISED
    level: Level | None = None
    triage_due: bool = True
    initial_tension: Rating | None = None
    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    lead: str | None = None
    lead_since: datetime | None = None
    duty: str | None = None
    lead_investigator: str | None = None
    mode: Mode | None = None
    spoc_confirmed_at: datetime | None = None
    communities: dict[str, Community] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    tensions: list[Tension] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    lines: dict[str, Line] = field(default_factory=dict)
    updates: dict[str, Update] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    interest: dict[str, Interest] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    decisions: dict[str, DecisionTaken] = field(default_factory=dict)
    hold: Hold | None = None
    keep_until: date | None = None
    disposal: Disposal | None = None
    disposed_on: date | None = None
    backups_gone_by: date | None = None
    debrief: datetime | None = None
    nothing_new: datetime | None = None
    restoring_since: datetime | None = None
    review_since: datetime | None = None
    closed_at: datetime | None = None
    restart: Restart | None = None
    met: dict[str, Met] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)

    def apart(self) -> Self:
        """The same response, which may change without this one changing: its parts never do."""
        kept = ((name, getattr(self, name)) for name in type(self).__dataclass_fields__)
        changing: dict[str, Any] = {
            name: value.copy() for name, value in kept if isinstance(value, list | dict)
        }
        return replace(self, **changing)

    @property
    def base(self) -> datetime:
        """What the deadlines count from."""
        return self.restart.recorded_at if self.restart else self.raised_at

    @property
    def last_event_at(self) -> datetime:
        """When the last entry was recorded."""
        return self.stamps[-1].recorded_at

    @property
    def closed(self) -> bool:
        return self.state in CLOSED

    @property
    def closed_since(self) -> datetime | None:
        """When it was recorded that it is over, and stayed so; None while it is open."""
        since = None
        for stamp in reversed(self.stamps):
            if stamp.state not in CLOSED:
                break
            since = stamp.recorded_at
        return since

    @property
    def mapped(self) -> frozenset[str]:
        """The distinct stakeholders on the map."""
        return frozenset().union(*(community.people for community in self.communities.values()))

    @property
    def reached(self) -> frozenset[str]:
        """The distinct stakeholders whom a contact reached."""
        return frozenset(contact.stakeholder for contact in self.contacts if contact.reached)

    @property
    def people(self) -> frozenset[str]:
        """Everybody mapped or contacted, reached or not."""
        return self.mapped.union(contact.stakeholder for contact in self.contacts)

    @property
    def rating(self) -> Rating | None:
        """The latest rating of the impact on the communities."""
        return self.assessments[-1].rating if self.assessments else None

    @property
    def next_review_at(self) -> datetime | None:
        return self.assessments[-1].next_review_at if self.assessments else None

    def first_reached(self, stakeholder: str) -> datetime | None:
        """When this stakeholder was first reached, by when it happened."""
        return min(self._reached_at(stakeholder), default=None)

    def last_reached(self, stakeholder: str) -> datetime | None:
        return max(self._reached_at(stakeholder), default=None)

    def live_lines(self, moment: datetime) -> list[Line]:
        return [line for line in self.lines.values() if line.live_at(moment)]

    def _reached_at(self, stakeholder: str) -> Iterator[datetime]:
        for contact in self.contacts:
            if contact.reached and contact.stakeholder == stakeholder:
                yield contact.occurred_at
