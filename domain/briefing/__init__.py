"""A briefing: what was learned lately, put together, published, and read by colleagues."""

from collections.abc import Mapping

from domain.base import Value
from domain.briefing import decisions as d
from domain.briefing.briefing import Briefing, next_period, not_for
from domain.briefing.decisions import BRIEFING_DECISIONS, Period
from domain.briefing.record import Published
from domain.briefing.words import BriefingState

__all__ = [
    "BODIES",
    "BRIEFING_DECISIONS",
    "Briefing",
    "BriefingState",
    "Period",
    "Published",
    "next_period",
    "not_for",
]

BODIES: Mapping[str, type[Value]] = {
    "compile": d.BriefingCompiled,
    "publish": d.BriefingPublished,
    "mark-read": d.BriefingRead,
}
