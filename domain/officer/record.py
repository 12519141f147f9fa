"""One officer, as their decisions add up: what they can do, their hours and their duties."""

from datetime import date
from typing import Any, ClassVar, NamedTuple

from domain.base import Aggregate, Provenance, Recorded, Rules
from domain.capacity import load_of
from domain.officer.decisions import (
    Duty,
    DutyAssigned,
    DutyReleased,
    DutySwapDeclined,
    DutySwapped,
    DutySwapProposed,
    DutySwapWithdrawn,
    LanguageSet,
    OfficerJoined,
    SkillSet,
)
from domain.officer.facts import OfficerFacts
from domain.officer.hours import Hours
from domain.officer.rota import holds, without
from domain.officer.words import Fluency, Skill


class Offer(NamedTuple):
    """A swap that waits for the colleague, and whose word it was."""

    swap: DutySwapProposed
    said_by: str


class Record(Aggregate):
    """What every rule about an officer asks of their history."""

    SERIES: ClassVar[str] = "OFC"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.joined: OfficerJoined
        self.skills: dict[Skill, int] = {}
        self.languages: dict[str, Fluency] = {}
        self.hours = Hours()
        self.duties: list[Duty] = []
        self.offers: list[Offer] = []

    @property
    def region(self) -> str:
        return self.joined.region

    def active_on(self, day: date) -> bool:
        left = self.hours.left_on
        return self.joined.start <= day and (left is None or day <= left)

    def free_in(self, week: str, facts: OfficerFacts, *, without: str = "") -> int:
        """Free minutes of a week, leaving one request's allocation out of the count."""
        taken = self.hours.allocations.get(without, {}).get(week, 0)
        return load_of(self.hours.week(week), facts.ruleset.capacity).free + taken

    def rules(self, by: Provenance) -> Rules:
        """Rules for a verb that is for officers who have not left."""
        rules, left = Rules(), self.hours.left_on
        rules.require(
            left is None or by.recorded_at.date() <= left,
            "OfficerLeft",
            f"{self.ref} left on {left}.",
        )
        return rules

    def evolve(self, event: Recorded[Any]) -> None:
        decision = event.decision
        match decision:
            case OfficerJoined():
                self.joined = decision
            case SkillSet():
                self.skills[decision.skill] = decision.level
            case LanguageSet():
                self.languages[decision.lang] = decision.level
            case DutySwapProposed():
                others = [one for one in self.offers if one.swap.duty != decision.duty]
                self.offers = [*others, Offer(decision, event.by.actor)]
            case DutySwapDeclined() | DutySwapWithdrawn():
                self.offers = [one for one in self.offers if one.swap.duty != decision.duty]
            case DutyAssigned():
                self._hold(decision.duty)
            case DutyReleased():
                self._give(decision.duty)
            case DutySwapped():
                self._give(decision.duty)
                if decision.in_return:
                    self._hold(decision.in_return)
        self.hours.remember(event)

    def _hold(self, duty: Duty) -> None:
        self.duties = sorted([*self.duties, duty], key=lambda one: one.since)

    def _give(self, duty: Duty) -> None:
        self.duties = without(self.duties, duty)
        self.offers = [one for one in self.offers if holds(self.duties, one.swap.duty)]
