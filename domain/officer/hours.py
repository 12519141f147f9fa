"""An officer's hours as they add up, week by week, in integer minutes (domain rules §7)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count, takewhile
from typing import Any

from domain.base import Recorded
from domain.capacity import Week, half_up
from domain.officer.decisions import (
    AbsenceCancelled,
    AbsenceRecorded,
    Allocated,
    AllocationChanged,
    AllocationEnded,
    ContractChanged,
    OfficerJoined,
    OfficerLeft,
    PlanHoursSet,
    TimeSpent,
)
from domain.officer.words import WORKING_DAYS, week_of, working_days_of


@dataclass
class Hours:
    """What was agreed, lost, planned, allocated and spent.

    `allocations` hold also the weeks of those that ended: they were worked, and stay.
    """

    contracts: list[tuple[date, int]] = field(default_factory=list)
    absences: dict[str, AbsenceRecorded] = field(default_factory=dict)
    absences_ever: set[str] = field(default_factory=set)
    lost: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    plan: dict[str, int] = field(default_factory=dict)
    allocations: dict[str, dict[str, int]] = field(default_factory=dict)
    ended: dict[str, dict[str, int]] = field(default_factory=dict)
    open_requests: set[str] = field(default_factory=set)
    spent: defaultdict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))
    left_on: date | None = None

    @property
    def next_absence(self) -> str:
        """A number that no absence has ever had."""
        numbers = (f"A{number}" for number in count(len(self.absences_ever) + 1))
        return next(number for number in numbers if number not in self.absences_ever)

    def contracted_on(self, day: date) -> int:
        """The weekly minutes of the contract that holds on a day; 0 before the start and after."""
        if self.left_on is not None and day > self.left_on:
            return 0
        return next((minutes for since, minutes in reversed(self.contracts) if since <= day), 0)

    def share_of(self, day: date) -> int:
        """What the contract makes of one working day; the five of a week are exactly the week."""
        until = list(takewhile(lambda other: other < day, working_days_of(week_of(day))))
        return self._contracted([*until, day]) - self._contracted(until)

    def week(self, week: str) -> Week:
        """A week with a change of contract counts each working day under the one that holds."""
        contracted = self._contracted(working_days_of(week))
        return Week(
            contracted=contracted,
            absence=min(self.lost.get(week, 0), contracted),
            committed=sum(by_week.get(week, 0) for by_week in self.allocations.values()),
            plan=self.plan.get(week, 0),
        )

    def _contracted(self, days: list[date]) -> int:
        return half_up(Fraction(sum(map(self.contracted_on, days)), WORKING_DAYS))

    def remember(self, event: Recorded[Any]) -> None:
        decision = event.decision
        match decision:
            case OfficerJoined():
                self.contracts.append((decision.start, decision.contracted))
            case ContractChanged():
                self._change(decision.since, decision.contracted)
            case AbsenceRecorded():
                self.absences[decision.absence] = decision
                self.absences_ever.add(decision.absence)
                self._lose(decision, 1)
            case AbsenceCancelled():
                self._lose(self.absences.pop(decision.absence), -1)
            case PlanHoursSet():
                self.plan[decision.week] = decision.minutes
            case Allocated() | AllocationChanged():
                kept = self.ended.get(decision.request, {})
                self.allocations[decision.request] = {**kept, **decision.by_week}
                self.open_requests.add(decision.request)
            case AllocationEnded():
                self._end(decision.request, week_of(event.occurred_at.date()))
            case TimeSpent():
                self.spent[decision.request][decision.date] = decision.minutes
            case OfficerLeft():
                self.left_on = decision.on

    def _change(self, since: date, minutes: int) -> None:
        kept = [contract for contract in self.contracts if contract[0] != since]
        self.contracts = sorted([*kept, (since, minutes)])

    def _lose(self, absence: AbsenceRecorded, sign: int) -> None:
        for day, minutes in absence.by_day.items():
            self.lost[week_of(day)] += sign * minutes

    def _end(self, request: str, this_week: str) -> None:
        held = self.allocations.get(request, {})
        kept = {week: minutes for week, minutes in held.items() if week <= this_week}
        self.allocations[request] = self.ended[request] = kept
        self.open_requests.discard(request)
