"""What may be said outside: agreed lines, and the updates that carry them."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from domain.base import Decision, Value
from domain.vocabulary import LEFT_OUT, Channel, Count, Lang, Moment, Ref, Str80, Tag, Text


class LineApproved(Decision):
    TOPIC: ClassVar[str] = "incident.line-approved"
    line: Ref
    text_en: Text
    text_cy: Text | None = None
    translator: Str80 | None = None
    audience: tuple[Tag, ...] = ()
    approved_by: Ref
    valid_from: Moment
    valid_to: Moment | None = None


class LineWithdrawn(Decision):
    TOPIC: ClassVar[str] = "incident.line-withdrawn"
    line: Ref
    reason: Text
    replacement: Ref | None = None
    contacts_affected: tuple[UUID, ...] = ()


class LineCorrected(Decision):
    """The line was wrong: everybody who was given it is listed, so that each can be told."""

    TOPIC: ClassVar[str] = "incident.line-corrected"
    line: Ref
    reason: Text
    replacement: Ref | None = None
    contacts_affected: tuple[UUID, ...] = ()


class UpdateIssued(Decision):
    TOPIC: ClassVar[str] = "incident.update-issued"
    update: Ref = LEFT_OUT
    audience: tuple[Ref, ...]
    text_en: Text
    text_cy: Text | None = None
    channel: Channel
    lines: tuple[Ref, ...] = ()
    recipients: dict[Lang, Count] = Field(default_factory=dict)


class LineProposed(Value):
    """A line to approve: by whoever asks, valid from when that happened, where left out."""

    line: Ref = LEFT_OUT
    text_en: Text
    text_cy: Text | None = None
    translator: Str80 | None = None
    audience: tuple[Tag, ...] = ()
    approved_by: Ref = LEFT_OUT
    valid_from: Moment | None = None
    valid_to: Moment | None = None
