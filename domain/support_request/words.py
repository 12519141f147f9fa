"""The closed lists of support requests, and what each anchor means, in their users' words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.priority import Factor, Trigger


class Ask(StrEnum):
    """What a team asks for."""

    COMMUNITY_MAPPING = "community_mapping"
    FIRST_CONTACT = "first_contact"
    REFERENCE_GROUP = "reference_group"
    BRIEFING_EVENT = "briefing_event"
    ADVOCATE_GATEWAY = "advocate_gateway"
    LANGUAGE_SUPPORT = "language_support"
    TENSION_MONITORING = "tension_monitoring"
    FEEDBACK = "feedback"
    ADVICE_ONLY = "advice_only"


class RequestState(StrEnum):
    REQUESTED = "REQUESTED"
    SCORED = "SCORED"
    ACCEPTED = "ACCEPTED"
    PARTLY_ACCEPTED = "PARTLY_ACCEPTED"
    DEFERRED = "DEFERRED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    FULFILLED = "FULFILLED"


STAFFED: Final = frozenset({RequestState.ACCEPTED, RequestState.PARTLY_ACCEPTED})
OVER: Final = frozenset({RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.FULFILLED})

FACTORS: Final[Mapping[Factor, str]] = {
    Factor.SEVERITY: "Severity",
    Factor.TENSION: "Community tension",
    Factor.CONFIDENCE: "Groups with low confidence",
    Factor.FAMILY: "Family",
    Factor.RELATIONSHIP: "Relationship gap",
    Factor.PROFILE: "Public profile",
    Factor.URGENCY: "Urgency",
    Factor.MODE: "Mode of investigation",
}
ANCHORS: Final[Mapping[Factor, tuple[str, str, str, str, str]]] = {
    Factor.SEVERITY: (
        "None",
        "Minor injury or distress",
        "Serious injury",
        "Life-changing injury, or a death not in direct contact",
        "Death in custody, police shooting, or death during or after direct contact",
    ),
    Factor.TENSION: (
        "None",
        "Potential only",
        "Evidenced by one source",
        "Evidenced by two independent sources, or isolated and experienced",
        "Experienced now: disorder, protest or hate incidents",
    ),
    Factor.CONFIDENCE: (
        "No monitored group",
        "One group",
        "Two groups or more",
        "One group, and an earlier incident in the same district within 24 months",
        "As 3, and a promise or question to that community is overdue",
    ),
    Factor.FAMILY: (
        "Nobody bereaved or injured",
        "Engaged, with a single point of contact",
        "A single point of contact, and a specialist need",
        "No single point of contact",
        "Public loss of confidence, or contact has broken down",
    ),
    Factor.RELATIONSHIP: (
        "8 active contacts or more",
        "5 to 7 active contacts",
        "3 or 4 active contacts",
        "1 or 2 active contacts",
        "No active contact",
    ),
    Factor.PROFILE: ("None", "Local", "Regional", "National", "National and parliamentary"),
    Factor.URGENCY: (
        "More than 14 days",
        "Within 14 days",
        "Within 7 days",
        "Within 72 hours",
        "Within 24 hours",
    ),
    Factor.MODE: ("None", "Local", "Undecided", "Directed", "Independent"),
}
TRIGGERS: Final[Mapping[Trigger, str]] = {
    Trigger.RECENT_DEATH: "A fatal police shooting or a death in custody, at most 72 hours old",
    Trigger.TENSION_NOW: "Experienced now: disorder, protest or hate incidents",
    Trigger.DIRECTED: "A director gave this priority",
}
