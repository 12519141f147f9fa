"""Who was spoken to, what was said, and what was promised for afterwards."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.base import Decision, Value
from domain.personal import Personal
from domain.vocabulary import (
    LEFT_OUT,
    Channel,
    Count,
    Direction,
    Ladder,
    Lang,
    Minutes,
    Purpose,
    Ref,
    Sentiment,
    Str200,
    Tag,
)


class FollowUp(Value):
    """Something to be done after a contact; its owner is the officer where it is left out."""

    text: Str200
    owner: Ref = LEFT_OUT
    due: date


class StakeholderContacted(Decision):
    """One attempt or exchange; the officer is the person who records it where it is left out."""

    TOPIC: ClassVar[str] = "incident.stakeholder-contacted"
    ABOUT: ClassVar[tuple[str, ...]] = ("stakeholder",)
    stakeholder: Ref
    direction: Direction = Direction.OUT
    channel: Channel
    reached: bool
    purpose: Purpose
    ladder: Ladder = Ladder.INFORM
    lines: tuple[Ref, ...] = ()
    summary: Personal | None = None
    issues: tuple[Tag, ...] = ()
    sentiment: Sentiment | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    duration: Minutes = 0
    officer: Ref = LEFT_OUT
    language: Lang = "en"


class FollowUpDone(Decision):
    TOPIC: ClassVar[str] = "incident.follow-up-done"
    contact: UUID
    index: Count
    note: Str200 | None = None
