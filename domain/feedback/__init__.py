"""A feedback round: did it work? Asked of those who were concerned, without knowing who says it."""

from collections.abc import Mapping

from domain.base import Value
from domain.feedback import decisions as d
from domain.feedback.about import ABOUT
from domain.feedback.bank import BANK, Question
from domain.feedback.decisions import ROUND_DECISIONS, ResponseReceived
from domain.feedback.facts import FeedbackFacts, Waiting
from domain.feedback.figures import Figure, RoundFigures, change, round_figures
from domain.feedback.record import Response
from domain.feedback.round import FeedbackRound
from domain.feedback.words import Group, Measure, Mode, Outcome, RoundState

__all__ = [
    "ABOUT",
    "BANK",
    "BODIES",
    "ROUND_DECISIONS",
    "FeedbackFacts",
    "FeedbackRound",
    "Figure",
    "Group",
    "Measure",
    "Mode",
    "Outcome",
    "Question",
    "Response",
    "ResponseReceived",
    "RoundFigures",
    "RoundState",
    "Waiting",
    "change",
    "round_figures",
]

BODIES: Mapping[str, type[Value]] = {
    "open": d.RoundOpened,
    "issue-tokens": d.TokensIssued,
    "enter": d.ResponseReceived,
    "screen": d.ResponseScreened,
    "close": d.RoundClosed,
    "report": d.RoundReported,
    "tell-participants": d.ParticipantsToldResult,
}
