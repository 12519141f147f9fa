"""What is recorded of an officer: hours, skills, absences, allocations, time spent, duty."""

from datetime import date
from typing import ClassVar, Final

from pydantic import ConfigDict, Field

from domain.base import Decision, Value
from domain.officer.words import (
    AbsenceKind,
    DutyKind,
    Fluency,
    IsoWeek,
    Region,
    Skill,
    SkillLevel,
)
from domain.personal import Personal
from domain.vocabulary import LEFT_OUT, Lang, Minutes, Moment, Ref, Role, Text

MOST_WEEKS: Final = 106
MOST_DAYS: Final = 366


class FromOnwards(Decision):
    """A decision that says from when: `from` in the catalogue, `since` here."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)


class Duty(Value):
    """One stretch of duty, in UTC."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    since: Moment = Field(alias="from")
    to: Moment
    kind: DutyKind


class OfficerJoined(Decision):
    """`contracted` is minutes a week; `start` is the first day of work."""

    TOPIC: ClassVar[str] = "officer.joined"
    name: Personal
    region: Region
    contracted: Minutes
    role: Role = Role.SE_OFFICER
    start: date


class ContractChanged(FromOnwards):
    TOPIC: ClassVar[str] = "officer.contract-changed"
    contracted: Minutes
    since: date = Field(alias="from")


class SkillSet(Decision):
    TOPIC: ClassVar[str] = "officer.skill-set"
    skill: Skill
    level: SkillLevel


class LanguageSet(Decision):
    TOPIC: ClassVar[str] = "officer.language-set"
    lang: Lang
    level: Fluency


class AbsenceRecorded(FromOnwards):
    """`by_day` is the minutes lost on each day; the contract's share of a day where left out."""

    TOPIC: ClassVar[str] = "officer.absence-recorded"
    absence: Ref = LEFT_OUT
    since: date = Field(alias="from")
    to: date
    by_day: dict[date, Minutes] = Field(default_factory=dict, max_length=MOST_DAYS)
    kind: AbsenceKind


class AbsenceCancelled(Decision):
    TOPIC: ClassVar[str] = "officer.absence-cancelled"
    absence: Ref


class PlanHoursSet(Decision):
    TOPIC: ClassVar[str] = "officer.plan-hours-set"
    week: IsoWeek
    minutes: Minutes


class Allocated(Decision):
    """Minutes a week for a request. A loan is work for another region than the officer's own.

    `authorised_by` is the head who let it go beyond what is free, or beyond the reserve.
    """

    TOPIC: ClassVar[str] = "officer.allocated"
    request: Ref
    by_week: dict[IsoWeek, Minutes] = Field(max_length=MOST_WEEKS)
    loan: bool = False
    lender: Region | None = None
    authorised_by: Ref | None = None
    reason: Text | None = None


class AllocationChanged(Decision):
    """The whole allocation as it now is, not a difference."""

    TOPIC: ClassVar[str] = "officer.allocation-changed"
    request: Ref
    by_week: dict[IsoWeek, Minutes] = Field(max_length=MOST_WEEKS)
    loan: bool = False
    lender: Region | None = None
    authorised_by: Ref | None = None
    reason: Text | None = None


class AllocationEnded(Decision):
    """Weeks that have begun stay as they are; those still to come are free again."""

    TOPIC: ClassVar[str] = "officer.allocation-ended"
    request: Ref
    reason: Text | None = None


class TimeSpent(Decision):
    """The whole of what was spent on a request that day: said again, the later word holds."""

    TOPIC: ClassVar[str] = "officer.time-spent"
    request: Ref
    date: date
    minutes: Minutes


class OfDuty(FromOnwards):
    """A stretch of duty, and the colleague it comes from or goes to: `with` in the catalogue."""

    since: Moment = Field(alias="from")
    to: Moment
    kind: DutyKind

    @property
    def duty(self) -> Duty:
        return Duty(since=self.since, to=self.to, kind=self.kind)


class DutyAssigned(OfDuty):
    """`with` is the colleague who gave it, where it was a swap with nothing in return."""

    TOPIC: ClassVar[str] = "officer.duty-assigned"
    partner: Ref | None = Field(default=None, alias="with")


class DutySwapProposed(OfDuty):
    """Nothing changes hands before the colleague agrees. `note` is what they take over."""

    TOPIC: ClassVar[str] = "officer.duty-swap-proposed"
    partner: Ref = Field(alias="with")
    note: Text
    in_return: Duty | None = None


class DutySwapDeclined(OfDuty):
    """The colleague does not take it: the duty stays where it was."""

    TOPIC: ClassVar[str] = "officer.duty-swap-declined"
    partner: Ref = Field(alias="with")


class DutySwapWithdrawn(OfDuty):
    """It is not offered any more; `with` is the colleague who was asked, and is filled in."""

    TOPIC: ClassVar[str] = "officer.duty-swap-withdrawn"
    partner: Ref = Field(default=LEFT_OUT, alias="with")


class DutySwapped(OfDuty):
    """This duty went to the colleague; `in_return` came from them. Both have agreed."""

    TOPIC: ClassVar[str] = "officer.duty-swapped"
    partner: Ref = Field(alias="with")
    note: Text
    in_return: Duty | None = None


class DutyReleased(OfDuty):
    """All of a duty, or the part of it that is named, is nobody's again.

    `note` is what whoever comes next takes over; a duty that an absence ends has none.
    """

    TOPIC: ClassVar[str] = "officer.duty-released"
    partner: Ref | None = Field(default=None, alias="with")
    note: Text | None = None


class SwapAgreed(OfDuty):
    """What the colleague says to a proposal: which duty they take, and from whom."""

    partner: Ref = Field(alias="with")


class SwapDeclined(OfDuty):
    """What the colleague says to a proposal: which duty they do not take, and from whom."""

    partner: Ref = Field(alias="with")


class OfficerLeft(Decision):
    TOPIC: ClassVar[str] = "officer.left"
    on: date
