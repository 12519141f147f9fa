"""What if: demand against an arrangement of officers, replayed without writing anything."""

from domain.what_if.made_up import BANDS, Rates, made_up
from domain.what_if.replaying import Replay, replay
from domain.what_if.words import (
    Arrival,
    Lending,
    Loan,
    Outcome,
    Staffed,
    Terms,
    Use,
    Waits,
)

__all__ = [
    "BANDS",
    "Arrival",
    "Lending",
    "Loan",
    "Outcome",
    "Rates",
    "Replay",
    "Staffed",
    "Terms",
    "Use",
    "Waits",
    "made_up",
    "replay",
]
