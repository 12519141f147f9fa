"""What is kept for those who look back: decisions, debrief, holds, corrections, breaches."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Discriminator, JsonValue
from pydantic import Tag as Case

from domain.base import Decision
from domain.personal import Personal
from domain.sealing import JSON
from domain.vocabulary import (
    LEFT_OUT,
    Count,
    Moment,
    Name,
    Position,
    Ref,
    Str200,
    Str280,
    Text,
)


class DecisionRecorded(Decision):
    """`chosen` counts the options from 0; `known_at_position` is what its maker could see."""

    TOPIC: ClassVar[str] = "incident.decision-recorded"
    decision: Ref = LEFT_OUT
    question: Str280
    options: tuple[Str280, ...]
    chosen: Count
    rationale: Text
    known_at_position: Position | None = None
    consulted: tuple[Ref, ...] = ()


class DebriefHeld(Decision):
    TOPIC: ClassVar[str] = "incident.debrief-held"
    attendees: tuple[Ref, ...]
    went_well: tuple[Text, ...] = ()
    improve: tuple[Text, ...] = ()
    held_at: Moment | None = None


class NothingNewDeclared(Decision):
    TOPIC: ClassVar[str] = "incident.nothing-new-declared"
    by: Ref = LEFT_OUT
    reason: Text


class LegalHoldPlaced(Decision):
    TOPIC: ClassVar[str] = "incident.legal-hold-placed"
    basis: Str200
    review_at: date


class LegalHoldReleaseProposed(Decision):
    """The first of two people; the hold stays until the second says the same."""

    TOPIC: ClassVar[str] = "incident.legal-hold-release-proposed"
    basis: Str200
    second_person: Ref


class LegalHoldReleased(Decision):
    TOPIC: ClassVar[str] = "incident.legal-hold-released"
    basis: Str200
    review_at: date | None = None
    second_person: Ref


def _case(value: Any) -> str:
    sealed = isinstance(value, Mapping) and value.keys() == {"about", "sealed"}
    return "personal" if sealed or isinstance(value, Personal) else "plain"


class EntryCorrected(Decision):
    """A field of an earlier entry as it should have read. Personal text stays personal."""

    TOPIC: ClassVar[str] = "incident.entry-corrected"
    target: UUID
    field: Name
    to: Annotated[
        Annotated[Personal, Case("personal")] | Annotated[JsonValue, *JSON, Case("plain")],
        Discriminator(_case),
    ]
    reason: Text


class RetentionReviewed(Decision):
    """The record is kept until a day, for a reason; then it is asked again."""

    TOPIC: ClassVar[str] = "incident.retention-reviewed"
    keep_until: date
    reason: Str200


class MilestoneBreachExplained(Decision):
    TOPIC: ClassVar[str] = "incident.milestone-breach-explained"
    milestone: Name
    why: Text
