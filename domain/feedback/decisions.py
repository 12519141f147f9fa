"""What is recorded of a feedback round: nothing that joins a token to an answer (rule F1)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from domain.base import Decision, Value
from domain.feedback.words import Group, Measure, Mode, Outcome
from domain.vocabulary import Count, Ladder, Lang, Moment, Name, Ref, Str200, Text


class RoundOpened(Decision):
    """`ref` is the incident. `level` and `can_change` are what the form promises first.

    Questions that are left out are those that community members are asked, in the version now.
    """

    TOPIC: ClassVar[str] = "feedback-round.opened"
    ref: Ref
    questions: tuple[Measure, ...] = ()
    questions_version: Name = ""
    languages: tuple[Lang, ...] = ("en",)
    mode: Mode = Mode.TOKEN
    closes_at: Moment
    level: Ladder
    can_change: Text
    can_change_cy: Text | None = None
    results_by: date | None = None


class TokensIssued(Decision):
    """`batch` is the next one where it is left out, as 0."""

    TOPIC: ClassVar[str] = "feedback-round.tokens-issued"
    batch: Count = 0
    count: Count


class TokenRedeemed(Decision):
    TOPIC: ClassVar[str] = "feedback-round.token-redeemed"
    batch: Count


class ResponseReceived(Decision):
    """`received_on` is the day it was put on the record; no finer time is kept."""

    TOPIC: ClassVar[str] = "feedback-round.response-received"
    received_on: date | None = None
    language: Lang = "en"
    answers: dict[Measure, Name] = Field(default_factory=dict)
    demographics: dict[Name, Name] | None = None
    free_text: Text | None = None


class ResponseScreened(Decision):
    TOPIC: ClassVar[str] = "feedback-round.response-screened"
    response: UUID
    outcome: Outcome
    action: Str200 | None = None


class RoundClosed(Decision):
    TOPIC: ClassVar[str] = "feedback-round.closed"


class Row(Value):
    """A measure of a group as it is reported; without figures where it is hidden."""

    measure: Measure
    group: Group
    k: Count | None = None
    n: Count | None = None
    hidden: bool


class RoundReported(Decision):
    """`rows` are worked out from the answers, whatever a request says."""

    TOPIC: ClassVar[str] = "feedback-round.reported"
    rows: tuple[Row, ...] = ()


class ParticipantsToldResult(Decision):
    TOPIC: ClassVar[str] = "feedback-round.participants-told-result"
    count: Count
    what_changed: Text


ROUND_DECISIONS = (
    RoundOpened,
    TokensIssued,
    TokenRedeemed,
    ResponseReceived,
    ResponseScreened,
    RoundClosed,
    RoundReported,
    ParticipantsToldResult,
)
