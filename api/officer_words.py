"""The codes of officers' hours in the words of the people who read them."""

from types import MappingProxyType
from typing import Final

from api.words import ROLES, Words, plain
from domain.officer.staffing import OFFICERS

FLUENCIES: Final[Words] = MappingProxyType(
    {
        "basic": "A few words",
        "working": "Well enough to work in it",
        "fluent": "Fluently",
        "cy_official": "Welsh, for official business",
    }
)
ABSENCES: Final[Words] = MappingProxyType(
    {"leave": "Leave", "sick": "Sick", "training": "Training", "other": "Other"}
)
DUTIES: Final[Words] = MappingProxyType({"primary": "Primary", "deputy": "Deputy"})
LEVELS_OF_SKILL: Final[Words] = MappingProxyType(
    {"1": "1, has begun", "2": "2, works alone", "3": "3, teaches others"}
)
OFFICER_ROLES: Final[Words] = MappingProxyType({role: plain(ROLES, role) for role in OFFICERS})
RATINGS: Final[Words] = MappingProxyType({"green": "green", "amber": "amber", "red": "red"})


def worked(minutes: int) -> str:
    """25 h 10 min: time at work is counted in hours, never in days."""
    size = abs(minutes)
    parts = ((size // 60, "h"), (size % 60, "min"))
    said = " ".join(f"{many:,} {unit}" for many, unit in parts if many) or "0 min"
    return f"\N{MINUS SIGN}{said}" if minutes < 0 else said
