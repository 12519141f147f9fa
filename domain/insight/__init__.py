"""An insight: what was learned, who says that it holds, who was told, where it was used again."""

from collections.abc import Mapping

from domain.base import Value
from domain.insight import decisions as d
from domain.insight.circumstances import circumstances_of
from domain.insight.decisions import INSIGHT_DECISIONS
from domain.insight.facts import InsightFacts
from domain.insight.insight import Insight
from domain.insight.record import Offered
from domain.insight.words import (
    WIDTH,
    Audience,
    Channel,
    Confidence,
    InsightState,
    Kind,
    Phase,
    WhyNot,
)

__all__ = [
    "BODIES",
    "INSIGHT_DECISIONS",
    "WIDTH",
    "Audience",
    "Channel",
    "Confidence",
    "Insight",
    "InsightFacts",
    "InsightState",
    "Kind",
    "Offered",
    "Phase",
    "WhyNot",
    "circumstances_of",
]

BODIES: Mapping[str, type[Value]] = {
    "record": d.InsightRecorded,
    "validate": d.InsightValidated,
    "return": d.InsightReturned,
    "set-sharing": d.SharingSet,
    "share": d.InsightShared,
    "reuse": d.InsightReused,
    "dismiss": d.SuggestionDismissed,
    "supersede": d.InsightSuperseded,
    "retire": d.InsightRetired,
}
