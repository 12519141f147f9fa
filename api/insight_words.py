"""The words of insights, as people say them: kinds, phases, audiences, reasons."""

from collections.abc import Mapping
from typing import Final

from domain.insight import Audience, Channel, Confidence, InsightState, Kind, Phase, WhyNot

KINDS: Final[Mapping[str, str]] = {
    Kind.OBSERVATION: "Observation",
    Kind.LESSON: "Lesson",
    Kind.PRACTICE: "Good practice",
    Kind.BARRIER: "Barrier",
}
PHASES: Final[Mapping[str, str]] = {
    Phase.PREPARING: "Preparing",
    Phase.MANAGING: "Managing the response",
    Phase.RESTORING: "Restoring",
}
CONFIDENCE: Final[Mapping[str, str]] = {
    Confidence.LOW: "Low",
    Confidence.MEDIUM: "Medium",
    Confidence.HIGH: "High",
}
AUDIENCES: Final[Mapping[str, str]] = {
    Audience.TEAM: "The engagement team",
    Audience.ORGANISATION: "The whole organisation",
    Audience.PARTNERS: "Partners",
    Audience.PUBLIC: "The public",
}
CHANNELS: Final[Mapping[str, str]] = {
    Channel.BRIEFING: "Briefing",
    Channel.MEETING: "Meeting",
    Channel.EMAIL: "Email",
    Channel.TRAINING: "Training",
    Channel.PUBLICATION: "Publication",
}
WHY_NOT: Final[Mapping[str, str]] = {
    WhyNot.NOT_RELEVANT: "Not relevant here",
    WhyNot.ALREADY_DONE: "Done already",
    WhyNot.OUT_OF_DATE: "Out of date",
    WhyNot.NOT_POSSIBLE: "Not possible",
}
STATES: Final[Mapping[str, str]] = {
    InsightState.RECORDED: "Not validated yet",
    InsightState.RETURNED: "Given back",
    InsightState.VALIDATED: "Validated",
    InsightState.SUPERSEDED: "Superseded",
    InsightState.RETIRED: "Retired",
}
PARTS: Final[Mapping[str, str]] = {
    "type": "same type of incident",
    "community": "communities in common",
    "theme": "themes in common",
    "place": "same force or area",
    "recency": "how recent",
}
