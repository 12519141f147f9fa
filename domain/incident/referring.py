"""Which entries an entry refers to, so that it is never read more widely than they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from domain.base import Decision, Recorded, Value
from domain.incident.decisions import (
    CommitmentMade,
    CommunityMapped,
    DecisionRecorded,
    LineApproved,
    QuestionRaised,
    RelevantMaterialFlagged,
    UpdateIssued,
)
from domain.vocabulary import Marking

Event: TypeAlias = Recorded[Any]

OPENED_BY: Final[Mapping[type[Decision], str]] = {
    CommitmentMade: "commitment",
    CommunityMapped: "community",
    DecisionRecorded: "decision",
    LineApproved: "line",
    QuestionRaised: "question",
    RelevantMaterialFlagged: "flag",
    UpdateIssued: "update",
}
"""The field in which each of these gives a number that later entries refer to it by."""

REFERRING: Final = (
    "target",
    "contact",
    "pointer",
    "commitment",
    "community",
    "flag",
    "line",
    "lines",
    "question",
    "replacement",
)


def entries_by_name(history: Iterable[Event]) -> dict[str, Event]:
    """Every entry by its event id, and by the number it gave to what it opened."""
    found: dict[str, Event] = {}
    for event in history:
        found[str(event.event_id)] = event
        field = OPENED_BY.get(type(event.decision))
        if field is not None:
            found[str(getattr(event.decision, field))] = event
    return found


def referred_to(proposed: Value, history: Iterable[Event]) -> list[Event]:
    """The entries of this history that what is proposed refers to."""
    names = {str(name) for field in REFERRING for name in _each(getattr(proposed, field, None))}
    known = entries_by_name(history) if names else {}
    return [event for name, event in known.items() if name in names]


def least_marking(proposed: Value, history: Sequence[Event]) -> Marking:
    """What an entry is marked at least: as its incident is, and as what it refers to."""
    sensitive = [event for event in history if event.by.marking == Marking.OFFICIAL_SENSITIVE]
    bound = sensitive[:1] == [*history[:1]] or referred_to(proposed, sensitive)
    return Marking.OFFICIAL_SENSITIVE if sensitive and bound else Marking.OFFICIAL


def highest_marking(*markings: str) -> Marking:
    sensitive = Marking.OFFICIAL_SENSITIVE in markings
    return Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL


def _each(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple) else (value,)


def names_in(decision: Decision) -> set[str]:
    """The communities and people that a decision is about."""
    named: set[str] = set()
    for field in ("stakeholder", "community", "ref", "to"):
        value = getattr(decision, field, None)
        named |= {value} if isinstance(value, str) else set()
    named.update(getattr(decision, "communities", ()), getattr(decision, "audience", ()))
    named.update(impact.community for impact in getattr(decision, "per_community", ()))
    named.update(contact.stakeholder for contact in getattr(decision, "contacts", ()))
    return named
