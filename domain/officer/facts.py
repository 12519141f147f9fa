"""What the rules of an officer's week ask of the world beyond it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.capacity import NOTHING, Load
from domain.incident import Facts


def _nowhere(request: str) -> str | None:
    return None


def _nobody(region: str, week: str) -> Load:
    return NOTHING


def _never(request: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerFacts(Facts):
    """`region_of` tells the region of a request that is open and scored, None for others.

    `is_first` tells whether a request is P1 now; `region_load` a region's week, in minutes, with
    what this command has changed so far. What a verb decides of one of the `officers`, who are
    colleagues by reference, is recorded together with its own.
    """

    region_of: Callable[[str], str | None] = _nowhere
    is_first: Callable[[str], bool] = _never
    region_load: Callable[[str, str], Load] = _nobody
    officers: Mapping[str, Any] = field(default_factory=dict)
