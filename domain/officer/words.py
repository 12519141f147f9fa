"""The closed lists of officers' work, in their users' words, and the weeks it is counted in."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

WORKING_DAYS: Final = 5


def _a_week(said: str) -> str:
    """2026-W53 is a week; 2025-W53 is none."""
    try:
        monday_of(said)
    except ValueError:
        raise PydanticCustomError("not_a_week", "There is no such week") from None
    return said


IsoWeek: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-W[0-9]{2}$"), AfterValidator(_a_week)
]
SkillLevel: TypeAlias = Annotated[int, Field(ge=1, le=3)]


def monday_of(week: str) -> date:
    """The day on which a week begins; ValueError where the year has no such week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def week_of(day: date) -> str:
    """The ISO week of a day: 2027-01-03 is in 2026-W53."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def working_days_of(week: str) -> list[date]:
    monday = monday_of(week)
    return [monday + timedelta(days=number) for number in range(WORKING_DAYS)]


class Region(StrEnum):
    """The seven areas that engagement is organised in (see domain.forces)."""

    LONDON = "london"
    MIDLANDS = "midlands"
    NORTH_EAST = "north-east"
    NORTH_WEST = "north-west"
    SOUTH_EAST = "south-east"
    SOUTH_WEST = "south-west"
    WALES = "wales"


class Skill(StrEnum):
    BEREAVEMENT = "bereavement"
    YOUTH = "youth"
    MEDIATION = "mediation"
    FAITH = "faith"
    MENTAL_HEALTH = "mental_health"
    DISABILITY = "disability"
    GYPSY_ROMA_TRAVELLER = "gypsy_roma_traveller"
    LGBT = "lgbt"
    MEDIA = "media"
    FACILITATION = "facilitation"
    EASY_READ = "easy_read"


class Fluency(StrEnum):
    """How well an officer speaks a language."""

    BASIC = "basic"
    WORKING = "working"
    FLUENT = "fluent"
    CY_OFFICIAL = "cy_official"


class AbsenceKind(StrEnum):
    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class DutyKind(StrEnum):
    PRIMARY = "primary"
    DEPUTY = "deputy"
