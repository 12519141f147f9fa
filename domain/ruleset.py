"""The configurable figures of the model, in numbered versions that every result can quote."""

from collections.abc import Mapping
from typing import Final

from domain.base import Value
from domain.capacity import CAPACITY_V1, CapacityRules
from domain.priority import PRIORITY_V1, PriorityRules
from domain.vocabulary import Level, Rating, State


class Ruleset(Value):
    """Hours, days, weights and shares that the rules use (domain rules §5 to §7).

    None of them is printed in a source.
    """

    version: int
    milestone_hours: Mapping[Level, Mapping[str, int]]
    impact_review_hours: Mapping[Rating, int]
    silence_hours: Mapping[Level, int]
    silence_hours_after: Mapping[State, int]
    late_entry_hours: int
    interest_offer_days: int
    feedback_days: int
    debrief_days: int
    update_days: int
    outcome_working_days: int
    after_crisis_touch_days: int
    priority: PriorityRules
    capacity: CapacityRules
    min_rationale: int = 20
    min_reason: int = 20
    min_decision_rationale: int = 30
    min_correction_reason: int = 10

    def silence(self, state: State, level: Level | None) -> int:
        """The hours with nothing recorded that raise the alarm; untriaged counts as critical."""
        after = self.silence_hours_after.get(state)
        return after or self.silence_hours[level or Level.CRITICAL]


_CRITICAL = {
    "triage": 2,
    "lead": 4,
    "agreed_line": 6,
    "map": 12,
    "first_contact": 24,
    "family_spoc": 24,
    "impact": 24,
    "plan": 72,
}
_HIGH_PROFILE = {
    "triage": 4,
    "lead": 24,
    "agreed_line": 24,
    "map": 48,
    "first_contact": 72,
    "family_spoc": 24,
    "impact": 72,
    "plan": 120,
}

RULESET_V1: Final = Ruleset(
    version=1,
    milestone_hours={
        Level.CRITICAL: _CRITICAL,
        Level.HIGH_PROFILE: _HIGH_PROFILE,
        Level.MONITOR: {"triage": _HIGH_PROFILE["triage"]},
        Level.NOT_FOR_SE: {"triage": _HIGH_PROFILE["triage"]},
    },
    impact_review_hours={Rating.RED: 24, Rating.AMBER: 72, Rating.GREEN: 168},
    silence_hours={
        Level.CRITICAL: 24,
        Level.HIGH_PROFILE: 72,
        Level.MONITOR: 168,
        Level.NOT_FOR_SE: 168,
    },
    silence_hours_after={State.RESTORING: 336, State.REVIEW: 336},
    late_entry_hours=24,
    interest_offer_days=7,
    feedback_days=14,
    debrief_days=28,
    update_days=28,
    outcome_working_days=5,
    after_crisis_touch_days=90,
    priority=PRIORITY_V1,
    capacity=CAPACITY_V1,
)
