"""What can be decided about forgetting somebody: asked, decided for each stream, carried out."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.base import Decision, Value
from domain.vocabulary import LEFT_OUT, Channel, Name, Ref, Str200


class Outcome(StrEnum):
    """What becomes of what is known about somebody in one stream."""

    ERASE = "erase"
    RESTRICT = "restrict"
    REFUSE = "refuse"


class StreamDecision(Value):
    """One stream, what becomes of it, and why."""

    stream: Ref
    outcome: Outcome
    ground: Str200


class ErasureRequested(Decision):
    """They asked to be forgotten; `identity_checked` says that it was they who asked."""

    TOPIC: ClassVar[str] = "stakeholder.erasure-requested"
    channel: Channel
    identity_checked: bool


class ErasureDecided(Decision):
    """`second_person` is whom the decider proposes to confirm it."""

    TOPIC: ClassVar[str] = "stakeholder.erasure-decided"
    OUTLIVES: ClassVar[bool] = True
    per_stream: tuple[StreamDecision, ...]
    by: Ref = LEFT_OUT
    second_person: Ref | None = None


class ErasureConfirmation(Value):
    """What a second person sends to confirm: that they do is all there is to say."""


class SubjectKeyDestroyed(Decision):
    """Nothing in `stream` about them can be read again; in no backup either from a day on."""

    TOPIC: ClassVar[str] = "stakeholder.subject-key-destroyed"
    stream: Ref
    key_ref: Name
    backups_gone_by: date


class ProcessingRestricted(Decision):
    """What `stream` says about them is for information governance alone."""

    TOPIC: ClassVar[str] = "stakeholder.processing-restricted"
    OUTLIVES: ClassVar[bool] = True
    stream: Ref
    ground: Str200


class RestrictionLifted(Decision):
    TOPIC: ClassVar[str] = "stakeholder.restriction-lifted"
    OUTLIVES: ClassVar[bool] = True
    stream: Ref
    ground: Str200


class RetentionReviewed(Decision):
    """They are kept in the register until a day, for a reason; then it is asked again."""

    TOPIC: ClassVar[str] = "stakeholder.retention-reviewed"
    OUTLIVES: ClassVar[bool] = True
    keep_until: date
    reason: Str200
