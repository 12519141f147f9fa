"""A request for support: asked, scored, decided with officers, and brought to an end."""

from collections.abc import Mapping

from domain.base import Value
from domain.support_request import decisions as d
from domain.support_request.computing import active_contacts
from domain.support_request.deciding import Deciding
from domain.support_request.decisions import REQUEST_DECISIONS
from domain.support_request.explaining import Line, LineKind, explained, standing
from domain.support_request.facts import NATIONAL, RequestFacts, region_of
from domain.support_request.words import (
    ANCHORS,
    FACTORS,
    OVER,
    STAFFED,
    TRIGGERS,
    Ask,
    RequestState,
)

__all__ = [
    "ANCHORS",
    "BODIES",
    "FACTORS",
    "NATIONAL",
    "OVER",
    "REQUEST_DECISIONS",
    "STAFFED",
    "TRIGGERS",
    "Ask",
    "Line",
    "LineKind",
    "RequestFacts",
    "RequestState",
    "SupportRequest",
    "active_contacts",
    "explained",
    "region_of",
    "standing",
]

BODIES: Mapping[str, type[Value]] = {
    "request": d.SupportRequested,
    "score": d.ScoreProposed,
    "override-band": d.BandOverridden,
    "direct-as-priority": d.DirectedAsPriority,
    "accept": d.RequestAccepted,
    "accept-in-part": d.RequestPartlyAccepted,
    "defer": d.RequestDeferred,
    "decline": d.RequestDeclined,
    "withdraw": d.RequestWithdrawn,
    "fulfil": d.FulfilmentProposed,
    "rate": d.RequesterRated,
}


class SupportRequest(Deciding):
    """One request. Every verb raises Refusal with every broken rule, or records."""
