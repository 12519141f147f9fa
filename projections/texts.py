"""What can be found by what it says: the texts of entries, incidents and stakeholders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.base import Decision, Recorded
from domain.incident import decisions as d
from domain.personal import Personal, subjects_of
from domain.sealing import is_erased
from domain.stakeholder import Stakeholder
from domain.vocabulary import Marking

TIER = 1 << 50
SAYING: dict[type[Decision], tuple[str, ...]] = {
    d.IncidentRaised: ("place_note", "summary"),
    d.CommunityMapped: ("name", "size_note", "gaps"),
    d.CommunityRevised: ("name", "size_note", "gaps"),
    d.TensionSignalRecorded: ("text",),
    d.StakeholderContacted: ("summary",),
    d.LineApproved: ("text_en", "text_cy"),
    d.UpdateIssued: ("text_en", "text_cy"),
    d.QuestionRaised: ("text",),
    d.CommitmentMade: ("text",),
    d.DecisionRecorded: ("question", "rationale"),
    d.DebriefHeld: ("went_well", "improve"),
}
"""The fields in which a decision says something; the others are found on the timeline only."""
SAYING_TOPICS = frozenset(kind.TOPIC for kind in SAYING)


class Kind(StrEnum):
    ENTRY = "entry"
    INCIDENT = "incident"
    STAKEHOLDER = "stakeholder"

    def number(self, position: int) -> int:
        """Numbers rank: stakeholders before incidents before entries, in each the newest first."""
        return [*Kind].index(self) * TIER + position


@dataclass(frozen=True, slots=True)
class Document:
    """One text that can be found, who wrote it, and under whose keys it is sealed."""

    kind: Kind
    ref: str
    event_id: str
    recorded_at: datetime
    marking: str
    author: str
    subjects: tuple[str, ...]
    title: str
    body: str


def said(event: Recorded[Any]) -> Document | None:
    """What an entry says that can be read; None where there is nothing."""
    decision = event.decision
    fields = [getattr(decision, name) for name in SAYING.get(type(decision), ())]
    body = "\n".join(text for field in fields for text in _texts(field))
    raised = isinstance(decision, d.IncidentRaised)
    title = decision.title if raised else ""
    if any(map(_erased, (*fields, title))) or not (body or raised):
        return None
    return Document(
        kind=Kind.INCIDENT if raised else Kind.ENTRY,
        ref=event.ref,
        event_id=str(event.event_id),
        recorded_at=event.recorded_at,
        marking=event.by.marking,
        author=event.by.actor,
        subjects=tuple(subjects_of(event)),
        title=title,
        body=body,
    )


def name_of(stakeholder: Stakeholder) -> Document | None:
    """A stakeholder by name; None once the name has been erased."""
    name = stakeholder.described.name
    if name.text is None:
        return None
    return Document(
        kind=Kind.STAKEHOLDER,
        ref=stakeholder.ref,
        event_id="",
        recorded_at=stakeholder.registered_at,
        marking=Marking.OFFICIAL,
        author="",
        subjects=name.about,
        title=name.text,
        body="",
    )


def _texts(field: Any) -> Iterator[str]:
    if isinstance(field, tuple):
        for item in field:
            yield from _texts(item)
    text = field.text if isinstance(field, Personal) else field
    if isinstance(text, str) and text:
        yield text


def _erased(field: Any) -> bool:
    """Whether anything in a field can no longer be read."""
    if isinstance(field, Personal):
        return field.erased_on is not None
    if isinstance(field, tuple):
        return any(map(_erased, field))
    return isinstance(field, str) and is_erased(field)
