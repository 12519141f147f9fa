"""Where a briefing stands."""

from enum import StrEnum


class BriefingState(StrEnum):
    COMPILED = "COMPILED"
    PUBLISHED = "PUBLISHED"
