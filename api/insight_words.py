"""The words of insights, as people say them: kinds, phases, themes, audiences, reasons."""

from typing import Final

from domain.insight import Audience, Channel, Confidence, InsightState, Kind, Phase, WhyNot
from domain.lessons import Theme

KINDS: Final = {
    Kind.OBSERVATION: "Observation",
    Kind.LESSON: "Lesson",
    Kind.PRACTICE: "Good practice",
    Kind.BARRIER: "Barrier",
}
PHASES: Final = {
    Phase.PREPARING: "Preparing",
    Phase.MANAGING: "Managing the response",
    Phase.RESTORING: "Restoring",
}
CONFIDENCE: Final = {
    Confidence.LOW: "Low",
    Confidence.MEDIUM: "Medium",
    Confidence.HIGH: "High",
}
AUDIENCES: Final = {
    Audience.TEAM: "The engagement team",
    Audience.ORGANISATION: "The whole organisation",
    Audience.PARTNERS: "Partners",
    Audience.PUBLIC: "The public",
}
CHANNELS: Final = {
    Channel.BRIEFING: "Briefing",
    Channel.MEETING: "Meeting",
    Channel.EMAIL: "Email",
    Channel.TRAINING: "Training",
    Channel.PUBLICATION: "Publication",
}
WHY_NOT: Final = {
    WhyNot.NOT_RELEVANT: "Not relevant here",
    WhyNot.ALREADY_DONE: "Done already",
    WhyNot.OUT_OF_DATE: "Out of date",
    WhyNot.NOT_POSSIBLE: "Not possible",
}
STATES: Final = {
    InsightState.RECORDED: "Not validated yet",
    InsightState.RETURNED: "Given back",
    InsightState.VALIDATED: "Validated",
    InsightState.SUPERSEDED: "Superseded",
    InsightState.RETIRED: "Retired",
}
THEMES: Final = {
    Theme.POWERLESSNESS: "Powerlessness",
    Theme.MINORITY_VOICES: "Marginal and minority voices",
    Theme.DYNAMICS_OF_TRUST: "Dynamics of trust",
    Theme.SOCIAL_INFLUENCES: "Social influences",
    Theme.VISIBILITY_AND_ACCESSIBILITY: "Visibility and accessibility",
    Theme.INFORMATION_UPDATES: "Information and updates",
    Theme.TECHNICAL_LANGUAGE: "Language too technical",
    Theme.LANGUAGE_ACCESS: "Language access",
    Theme.INDEPENDENCE: "Independence",
    Theme.FEAR_OF_REPERCUSSIONS: "Fear of repercussions",
    Theme.DISCRIMINATION: "Discrimination",
    Theme.FAMILY_LIAISON: "Family liaison",
    Theme.FAITH_AND_CULTURE: "Faith and culture",
    Theme.VENUE_AND_LOGISTICS: "Venue and logistics",
    Theme.MEDIA_AND_RUMOUR: "Media and rumour",
    Theme.PARTNERS_AND_ADVOCATES: "Partners and advocates",
    Theme.CAPACITY: "Capacity",
}
PARTS: Final = {
    "type": "same type of incident",
    "community": "communities in common",
    "theme": "themes in common",
    "place": "same force or area",
    "recency": "how recent",
}
