"""What is recorded of an insight, from what was learned to where it was used again."""

from typing import ClassVar
from uuid import UUID

from domain.base import Decision
from domain.insight.words import Audience, Channel, Confidence, Kind, Phase, WhyNot
from domain.lessons import Parts
from domain.vocabulary import (
    LEFT_OUT,
    IncidentType,
    Moment,
    Pfa,
    Ref,
    Str200,
    Str280,
    Tag,
    Text,
)


class InsightRecorded(Decision):
    """`incident` is where it was learned, if in one; `evidence` are entries of its record.

    Where an incident is named, what is left out of type and force is that incident's. `region` is
    the force's.
    """

    TOPIC: ClassVar[str] = "insight.recorded"
    statement: Str280
    detail: Text | None = None
    kind: Kind
    themes: tuple[Tag, ...]
    phase: Phase
    incident: Ref | None = None
    incident_type: IncidentType | None = None
    communities: tuple[Tag, ...] = ()
    pfa: Pfa | None = None
    region: Tag | None = None
    evidence: tuple[UUID, ...] = ()
    confidence: Confidence


class InsightValidated(Decision):
    TOPIC: ClassVar[str] = "insight.validated"
    by: Ref = LEFT_OUT
    note: Text | None = None


class InsightReturned(Decision):
    TOPIC: ClassVar[str] = "insight.returned"
    by: Ref = LEFT_OUT
    note: Text


class SharingSet(Decision):
    TOPIC: ClassVar[str] = "insight.sharing-set"
    audience: Audience
    redaction_checked_by: Ref | None = None


class InsightShared(Decision):
    TOPIC: ClassVar[str] = "insight.shared"
    audience: Audience
    channel: Channel
    at: Moment | None = None


class InsightSuggested(Decision):
    """Suggested to the team of an incident; `parts` add up to `score`, 0 to 100."""

    TOPIC: ClassVar[str] = "insight.suggested"
    incident: Ref
    score: int
    parts: Parts


class InsightReused(Decision):
    TOPIC: ClassVar[str] = "insight.reused"
    incident: Ref
    how: Text
    outcome: Text | None = None


class SuggestionDismissed(Decision):
    TOPIC: ClassVar[str] = "insight.suggestion-dismissed"
    incident: Ref
    reason: WhyNot
    note: Str200 | None = None


class InsightSuperseded(Decision):
    """`by` is the insight that stands in its place."""

    TOPIC: ClassVar[str] = "insight.superseded"
    by: Ref
    reason: Text


class InsightRetired(Decision):
    TOPIC: ClassVar[str] = "insight.retired"
    reason: Text


INSIGHT_DECISIONS = (
    InsightRecorded,
    InsightValidated,
    InsightReturned,
    SharingSet,
    InsightShared,
    InsightSuggested,
    InsightReused,
    SuggestionDismissed,
    InsightSuperseded,
    InsightRetired,
)
