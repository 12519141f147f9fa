"""What the rules of an insight ask of the world beyond it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.support_request import RequestFacts

if TYPE_CHECKING:
    from domain.insight.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightFacts(RequestFacts):
    """Insights by reference, as they are now; what a verb changes in one is recorded with it."""

    insights: "Mapping[str, Record]" = field(default_factory=dict)
