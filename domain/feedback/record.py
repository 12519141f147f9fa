"""The record of one feedback round, as its decisions add up (domain rules §4.6)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from domain.base import Aggregate, Recorded
from domain.feedback import decisions as d
from domain.feedback.bank import BANK, Question
from domain.feedback.words import Mode, Outcome, RoundState


@dataclass(kw_only=True)
class Response:
    """One answered form, and what somebody found who read its comment."""

    id: UUID
    given: d.ResponseReceived
    screened: d.ResponseScreened | None = None

    @property
    def waits(self) -> bool:
        """There is a comment, and nobody has read it yet."""
        return bool(self.given.free_text) and self.screened is None

    @property
    def quotable(self) -> bool:
        return self.screened is not None and self.screened.outcome is Outcome.OK


class Record(Aggregate):
    """`issued` counts tokens by batch, `redeemed` those that were used."""

    SERIES: ClassVar[str] = "FB"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.opened: d.RoundOpened
        self.opened_at: datetime
        self.opened_by = ""
        self.marking = ""
        self.state = RoundState.OPEN
        self.issued: Counter[int] = Counter()
        self.redeemed: Counter[int] = Counter()
        self.responses: dict[UUID, Response] = {}
        self.closed_at: datetime | None = None
        self.reported: d.RoundReported | None = None
        self.reported_at: datetime | None = None
        self.told: d.ParticipantsToldResult | None = None
        self.told_at: datetime | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        bank = BANK[self.opened.questions_version]
        return tuple(bank[measure] for measure in self.opened.questions)

    @property
    def tokens(self) -> int:
        return sum(self.issued.values())

    @property
    def by_token(self) -> bool:
        return self.opened.mode is Mode.TOKEN

    def takes_answers(self, now: datetime) -> bool:
        return self.state is RoundState.OPEN and now < self.opened.closes_at

    def evolve(self, event: Recorded[Any]) -> None:
        at, told = event.recorded_at, event.decision
        match told:
            case d.RoundOpened():
                self.opened, self.opened_at = told, at
                self.opened_by, self.marking = event.by.actor, event.by.marking
            case d.TokensIssued():
                self.issued[told.batch] += told.count
            case d.TokenRedeemed():
                self.redeemed[told.batch] += 1
            case d.ResponseReceived():
                self.responses[event.event_id] = Response(id=event.event_id, given=told)
            case d.ResponseScreened():
                self.responses[told.response].screened = told
            case d.RoundClosed():
                self.state, self.closed_at = RoundState.CLOSED, at
            case d.RoundReported():
                self.state, self.reported, self.reported_at = RoundState.REPORTED, told, at
            case d.ParticipantsToldResult():
                self.state, self.told, self.told_at = RoundState.TOLD, told, at
