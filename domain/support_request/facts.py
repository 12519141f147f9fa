"""What the rules of a request for support ask of the world beyond it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.forces import Force
from domain.incident import Incident
from domain.officer import Officer, OfficerFacts

NATIONAL: Final = "national"
"""The region of what is about a body that belongs to no region: whoever helps is lent."""


def _nobody_reached(stakeholders: Collection[str], since: datetime) -> frozenset[str]:
    return frozenset()


def _nobody_else(request: str) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts(OfficerFacts):
    """Incidents and officers by reference; what a verb changes in an officer is recorded with it.

    `reached_since` tells which stakeholders any response reached since a time, and `allocated_to`
    which officers are allocated to a request, also those whom no acceptance named.
    """

    incidents: Mapping[str, Incident] = field(default_factory=dict)
    officers: Mapping[str, Officer] = field(default_factory=dict)
    reached_since: Callable[[Collection[str], datetime], frozenset[str]] = _nobody_reached
    allocated_to: Callable[[str], Collection[str]] = _nobody_else


def region_of(incident: Incident, forces: Mapping[str, Force]) -> str:
    """The region that a request for this incident belongs to: that of its police force."""
    force = forces.get(incident.response.pfa or "")
    return force.region if force else NATIONAL
