"""An officer: their hours, skills, absences, allocations and duties, all in one stream.

One stream, because two allocations that were decided on the same free hours then cannot both be
recorded (domain rules §4.3).
"""

from collections.abc import Mapping

from domain.base import Value
from domain.officer import decisions as d
from domain.officer.duty import Duties
from domain.officer.facts import OfficerFacts
from domain.officer.hours import Hours
from domain.officer.rota import uncovered
from domain.officer.words import monday_of, week_of

__all__ = [
    "BODIES",
    "OFFICER_DECISIONS",
    "Hours",
    "Officer",
    "OfficerFacts",
    "monday_of",
    "uncovered",
    "week_of",
]

OFFICER_DECISIONS = (
    d.OfficerJoined,
    d.ContractChanged,
    d.SkillSet,
    d.LanguageSet,
    d.AbsenceRecorded,
    d.AbsenceCancelled,
    d.PlanHoursSet,
    d.Allocated,
    d.AllocationChanged,
    d.AllocationEnded,
    d.TimeSpent,
    d.DutyAssigned,
    d.DutySwapProposed,
    d.DutySwapDeclined,
    d.DutySwapWithdrawn,
    d.DutySwapped,
    d.DutyReleased,
    d.OfficerLeft,
)

BODIES: Mapping[str, type[Value]] = {
    "join": d.OfficerJoined,
    "change-contract": d.ContractChanged,
    "set-skill": d.SkillSet,
    "set-language": d.LanguageSet,
    "record-absence": d.AbsenceRecorded,
    "cancel-absence": d.AbsenceCancelled,
    "set-plan-hours": d.PlanHoursSet,
    "allocate": d.Allocated,
    "change-allocation": d.AllocationChanged,
    "end-allocation": d.AllocationEnded,
    "log-time": d.TimeSpent,
    "assign-duty": d.DutyAssigned,
    "swap-duty": d.DutySwapProposed,
    "agree-swap": d.SwapAgreed,
    "decline-swap": d.SwapDeclined,
    "withdraw-swap": d.DutySwapWithdrawn,
    "release-duty": d.DutyReleased,
    "leave": d.OfficerLeft,
}


class Officer(Duties):
    """Somebody of the engagement team, and every minute that is asked of them."""
