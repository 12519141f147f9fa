"""What if: the question somebody asks, where its demand comes from, and both sides of it."""

from api.what_if.question import (
    HAPPENED,
    LEVELS,
    MADE_UP,
    MADE_UP_RATES,
    Asked,
    Question,
    asked_of,
    rate_name,
)
from api.what_if.sides import Comparison, Employed, Step
from api.what_if.sources import comparison, officers_now

__all__ = [
    "HAPPENED",
    "LEVELS",
    "MADE_UP",
    "MADE_UP_RATES",
    "Asked",
    "Comparison",
    "Employed",
    "Question",
    "Step",
    "asked_of",
    "comparison",
    "officers_now",
    "rate_name",
]
