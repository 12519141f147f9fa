"""An officer's employment: joining, hours, skills, absence, leaving (domain rules §4.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Self

from domain.base import Provenance, Rules
from domain.incident.referring import highest_marking
from domain.officer.decisions import (
    AbsenceCancelled,
    AbsenceRecorded,
    ContractChanged,
    Duty,
    DutyReleased,
    LanguageSet,
    OfficerJoined,
    OfficerLeft,
    PlanHoursSet,
    SkillSet,
)
from domain.officer.facts import OfficerFacts
from domain.officer.record import Record
from domain.officer.rota import part_of, whole_days
from domain.officer.words import WORKING_DAYS, AbsenceKind
from domain.vocabulary import Marking, Role

MOST_A_DAY: Final = 24 * 60
MOST_A_WEEK: Final = 7 * MOST_A_DAY
LONGEST_ABSENCE: Final = timedelta(days=365)
OFFICERS: Final = (Role.DUTY_OFFICER, Role.SE_OFFICER, Role.REGIONAL_LEAD, Role.HEAD_OF_SE)


class Staffing(Record):
    @classmethod
    def join(cls, ref: str, joined: OfficerJoined, by: Provenance, facts: OfficerFacts) -> Self:
        officer, rules = cls(ref), Rules()
        rules.require(
            bool((joined.name.text or "").strip()), "NameMissing", "Give a name.", field="name"
        )
        rules.require(
            joined.role in OFFICERS,
            "NotAnOfficersRole",
            f"An officer is one of these: {', '.join(OFFICERS)}.",
            field="role",
        )
        require_hours(rules, joined.contracted, "contracted")
        rules.check()
        officer.decide(joined.model_copy(update={"name": joined.name.of(ref)}), by)
        return officer

    def change_contract(
        self, changed: ContractChanged, by: Provenance, facts: OfficerFacts
    ) -> None:
        """A fact, also where less is left than is allocated: then the week reads as too full."""
        rules = self.rules(by)
        require_hours(rules, changed.contracted, "contracted")
        rules.require(
            changed.since >= self.joined.start,
            "ContractBeforeStart",
            f"They start on {self.joined.start}. A contract cannot change before that.",
            field="from",
        )
        rules.check()
        self.decide(changed, by)

    def set_skill(self, skill: SkillSet, by: Provenance, facts: OfficerFacts) -> None:
        self.rules(by).check()
        self.decide(skill, by)

    def set_language(self, language: LanguageSet, by: Provenance, facts: OfficerFacts) -> None:
        self.rules(by).check()
        self.decide(language, by)

    def set_plan_hours(self, planned: PlanHoursSet, by: Provenance, facts: OfficerFacts) -> None:
        """Work for the engagement plan takes what is free, as an allocation does."""
        rules = self.rules(by)
        more = planned.minutes - self.hours.plan.get(planned.week, 0)
        short = more - max(self.free_in(planned.week, facts), 0)
        rules.require(
            short <= 0,
            "NotEnoughFree",
            f"{self.ref} is {short:,} minutes short in {planned.week}.",
            field="minutes",
        )
        rules.check()
        self.decide(planned, by)

    def record_absence(self, absence: AbsenceRecorded, by: Provenance, facts: OfficerFacts) -> None:
        """A fact, also over an allocation, and also late. Who is sick is relieved of the duty."""
        rules = self.rules(by)
        self._check_period(rules, absence)
        rules.check()
        by_day = absence.by_day or self._shares(absence.since, absence.to)
        clashing = self._duties_within(absence.since, absence.to)
        sick = absence.kind == AbsenceKind.SICK
        self._check_days(rules, absence, by_day)
        rules.require(
            sick or not clashing,
            "StillOnDuty",
            f"{self.ref} is on duty then. Swap the duty first, or release it.",
            field="from",
        )
        rules.check()
        number = absence.absence or self.hours.next_absence
        told = {"absence": number, "by_day": by_day}
        self.decide(absence.model_copy(update=told), _sensitive(by) if sick else by)
        for duty in clashing:
            self.decide(DutyReleased(since=duty.since, to=duty.to, kind=duty.kind), by)

    def cancel_absence(
        self, cancelled: AbsenceCancelled, by: Provenance, facts: OfficerFacts
    ) -> None:
        rules = self.rules(by)
        known = self.hours.absences.get(cancelled.absence)
        rules.require(
            known is not None,
            "AbsenceUnknown",
            f"There is no absence {cancelled.absence}.",
            field="absence",
        )
        rules.check()
        sick = known is not None and known.kind == AbsenceKind.SICK
        self.decide(cancelled, _sensitive(by) if sick else by)

    def leave(self, left: OfficerLeft, by: Provenance, facts: OfficerFacts) -> None:
        rules = self.rules(by)
        rules.require(
            not self.hours.open_requests,
            "AllocationOpen",
            f"They are allocated to {', '.join(sorted(self.hours.open_requests))}."
            " End that first, so that somebody else takes it on.",
        )
        rules.require(
            left.on >= self.joined.start,
            "LeavesBeforeStart",
            f"They start on {self.joined.start}.",
            field="on",
        )
        _, last = whole_days(left.on, left.on)
        rules.require(
            all(duty.to <= last for duty in self.duties),
            "StillOnDuty",
            f"{self.ref} is on duty after that. Swap the duty first, or release it.",
            field="on",
        )
        rules.check()
        self.decide(left, by)

    def _check_period(self, rules: Rules, absence: AbsenceRecorded) -> None:
        rules.require(
            absence.absence not in self.hours.absences_ever,
            "AbsenceAlreadyRecorded",
            f"{absence.absence} was given to an absence already. Leave the number out.",
            field="absence",
        )
        rules.require(
            absence.since <= absence.to,
            "EndsBeforeItBegins",
            "It ends before it begins.",
            field="to",
        )
        rules.require(
            absence.to - absence.since <= LONGEST_ABSENCE,
            "AbsenceTooLong",
            "Record an absence of more than a year in parts.",
            field="to",
        )

    def _check_days(
        self, rules: Rules, absence: AbsenceRecorded, by_day: Mapping[date, int]
    ) -> None:
        rules.require(
            all(absence.since <= day <= absence.to for day in by_day),
            "DayOutsideAbsence",
            "A day is not within the absence.",
            field="by_day",
        )
        rules.require(
            all(minutes <= MOST_A_DAY for minutes in by_day.values()),
            "DayTooLong",
            "A day has 1,440 minutes.",
            field="by_day",
        )
        already = {day for one in self.hours.absences.values() for day in one.by_day}
        rules.require(
            already.isdisjoint(by_day),
            "AbsenceOverlaps",
            "They are recorded as absent on some of these days already.",
            field="from",
        )

    def _shares(self, since: date, to: date) -> dict[date, int]:
        """The contract's share of every Monday to Friday in between."""
        days = (since + timedelta(days=number) for number in range((to - since).days + 1))
        return {day: self.hours.share_of(day) for day in days if day.weekday() < WORKING_DAYS}

    def _duties_within(self, since: date, to: date) -> list[Duty]:
        begins, ends = whole_days(since, to)
        parts = (part_of(duty, begins, ends) for duty in self.duties)
        return [part for part in parts if part]


def require_hours(rules: Rules, minutes: int, field: str) -> None:
    rules.require(
        minutes <= MOST_A_WEEK, "HoursImpossible", "A week has 10,080 minutes.", field=field
    )


def _sensitive(by: Provenance) -> Provenance:
    marking = highest_marking(by.marking, Marking.OFFICIAL_SENSITIVE)
    return by.model_copy(update={"marking": marking})
