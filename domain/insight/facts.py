"""What the rules of an insight ask of the world beyond it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from domain.support_request import RequestFacts

if TYPE_CHECKING:
    from domain.insight.record import Record


def _none(incident: str) -> Collection[UUID]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightFacts(RequestFacts):
    """Insights by reference, as they are now; what a verb changes in one is recorded with it.

    `entries_beside` names the entries of records that belong to an incident, such as what those
    who took part answered.
    """

    insights: "Mapping[str, Record]" = field(default_factory=dict)
    entries_beside: Callable[[str], Collection[UUID]] = _none
