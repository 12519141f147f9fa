"""The closed lists of insights: what kind, learned when, how sure, and who may be told."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    OBSERVATION = "observation"
    LESSON = "lesson"
    PRACTICE = "practice"
    BARRIER = "barrier"


class Phase(StrEnum):
    """When in a response it was learned."""

    PREPARING = "preparing"
    MANAGING = "managing"
    RESTORING = "restoring"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Audience(StrEnum):
    """Who may be told, the narrowest first."""

    TEAM = "team"
    ORGANISATION = "organisation"
    PARTNERS = "partners"
    PUBLIC = "public"


class Channel(StrEnum):
    """How it was shared."""

    BRIEFING = "briefing"
    MEETING = "meeting"
    EMAIL = "email"
    TRAINING = "training"
    PUBLICATION = "publication"


class WhyNot(StrEnum):
    """Why a suggested lesson is not used."""

    NOT_RELEVANT = "not_relevant"
    ALREADY_DONE = "already_done"
    OUT_OF_DATE = "out_of_date"
    NOT_POSSIBLE = "not_possible"


class InsightState(StrEnum):
    RECORDED = "RECORDED"
    RETURNED = "RETURNED"
    VALIDATED = "VALIDATED"
    SUPERSEDED = "SUPERSEDED"
    RETIRED = "RETIRED"


OVER: Final = frozenset({InsightState.SUPERSEDED, InsightState.RETIRED})
WIDTH: Final[Mapping[Audience, int]] = {each: number for number, each in enumerate(Audience)}
