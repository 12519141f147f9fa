"""Publishing another version of the rules that priority and capacity are worked out with."""

from typing import Any, ClassVar, Final, Self

from domain.base import Aggregate, Decision, Provenance, Recorded, Rules, Value
from domain.capacity import CapacityRules
from domain.incident import Facts
from domain.priority import Band, Factor, PriorityRules
from domain.ruleset import RULESET_V1, Ruleset
from domain.vocabulary import Ref, Text

HIGHEST_SCORE: Final = 100
SUM_OF_WEIGHTS: Final = 25
LONGEST_PROFILE: Final = 52
A_WEEK: Final = 7 * 24 * 60
PER_CENT: Final = 100


class RulesetValues(Value):
    """What is to be different; a part that is left out stays as it is.

    The hours of milestones and deadlines are those of version 1 throughout.
    """

    priority: PriorityRules | None = None
    capacity: CapacityRules | None = None


class RulesetPublished(Decision):
    """`values` are both parts as they hold from now on; `version` follows the one in force."""

    TOPIC: ClassVar[str] = "ruleset.published"
    version: int = 0
    values: RulesetValues
    reason: Text
    by: Ref = ""


class PublishedRuleset(Aggregate):
    """One version. It is published once, and never changed."""

    SERIES: ClassVar[str] = "RULES"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.published: RulesetPublished
        self.by: Provenance

    @property
    def ruleset(self) -> Ruleset:
        """The whole ruleset as this version has it."""
        values = self.published.values
        return RULESET_V1.model_copy(
            update={
                "version": self.published.version,
                "priority": values.priority,
                "capacity": values.capacity,
            }
        )

    @classmethod
    def publish(cls, ref: str, published: RulesetPublished, by: Provenance, facts: Facts) -> Self:
        """Put another version in force, for every score and every figure from now on."""
        now, values, rules = facts.ruleset, published.values, Rules()
        version = now.version + 1
        least = now.min_reason
        rules.require(
            published.version in (0, version),
            "RulesetVersionTaken",
            f"Version {now.version} is in force. The next one is {version}.",
            field="version",
        )
        rules.require(
            len(published.reason) >= least,
            "ReasonTooShort",
            f"Say why, in at least {least} characters.",
            field="reason",
        )
        priority = values.priority or now.priority
        capacity = values.capacity or now.capacity
        rules.require(
            (priority, capacity) != (now.priority, now.capacity),
            "NothingChanged",
            f"These are the values of version {now.version}.",
            field="values",
        )
        _require_scores(rules, priority)
        _require_shares(rules, capacity)
        rules.check()
        told = RulesetValues(priority=priority, capacity=capacity)
        whole = {"version": version, "values": told, "by": by.actor}
        ruleset = cls(ref)
        ruleset.decide(published.model_copy(update=whole), by)
        return ruleset

    def evolve(self, event: Recorded[Any]) -> None:
        self.published, self.by = event.decision, event.by


def _require_scores(rules: Rules, priority: PriorityRules) -> None:
    """Scores run from 0 to 100, and a better band asks for more points and an earlier decision."""
    weights = [priority.weights.get(factor, -1) for factor in Factor]
    rules.require(
        min(weights) >= 0 and sum(weights) == SUM_OF_WEIGHTS,
        "WeightsNotWhole",
        f"Give all eight factors a weight from 0; together they are {SUM_OF_WEIGHTS}.",
        field="values.priority.weights",
    )
    least = [priority.least.get(band, -1) for band in Band]
    rules.require(
        least == sorted(set(least), reverse=True) and least[-1] == 0 and least[0] <= HIGHEST_SCORE,
        "BandsOutOfOrder",
        "P1 begins above P2, P2 above P3, P3 above P4, and P4 at 0 points.",
        field="values.priority.least",
    )
    hours = [priority.decision_hours.get(band, 0) for band in Band]
    rules.require(
        hours == sorted(hours) and hours[0] > 0,
        "DecisionHoursOutOfOrder",
        "A better band is decided no later than the next one.",
        field="values.priority.decision_hours",
    )
    rules.require(
        priority.uplift_a_day >= 0 and 0 <= priority.most_uplift <= HIGHEST_SCORE,
        "UpliftImpossible",
        "Waiting adds from 0 to 100 points.",
        field="values.priority.most_uplift",
    )
    _require_steps(rules, priority)


def _require_steps(rules: Rules, priority: PriorityRules) -> None:
    contacts = [least for least, _ in priority.active_contacts]
    rules.require(
        contacts == sorted(set(contacts), reverse=True) and contacts[-1:] == [0],
        "ContactStepsOutOfOrder",
        "Contacts go from most to none, and end at 0.",
        field="values.priority.active_contacts",
    )
    hours = [most for most, _ in priority.urgency_hours]
    rules.require(
        hours == sorted(set(hours)) and all(hour > 0 for hour in hours),
        "UrgencyStepsOutOfOrder",
        "Hours go from few to many.",
        field="values.priority.urgency_hours",
    )


def _require_shares(rules: Rules, capacity: CapacityRules) -> None:
    shares = (capacity.overhead_pct, capacity.reserve_pct)
    rules.require(
        all(0 <= share <= PER_CENT for share in shares),
        "ShareImpossible",
        "Overhead and reserve are from 0 to 100 per cent.",
        field="values.capacity.reserve_pct",
    )
    rules.require(
        0 < capacity.amber_above_pct <= capacity.red_above_pct,
        "LimitsOutOfOrder",
        "Amber begins below red.",
        field="values.capacity.amber_above_pct",
    )
    profiles = [*capacity.demand.values()]
    rules.require(
        {*capacity.demand} == {*RULESET_V1.capacity.demand}
        and all(0 < len(profile) <= LONGEST_PROFILE for profile in profiles)
        and all(0 <= minutes <= A_WEEK for profile in profiles for minutes in profile)
        and all(profile[0] > 0 for profile in profiles),
        "ProfileImpossible",
        "Critical and high-profile incidents each have from 1 to 52 weeks, of 0 to 10,080 minutes;"
        " the first week is not 0.",
        field="values.capacity.demand",
    )
    rules.require(
        0 < capacity.z90 < PER_CENT,
        "ShareImpossible",
        "The factor of the forecast is above 0.",
        field="values.capacity.z90",
    )


BODIES: Final = {"publish": RulesetPublished}
RULESET_DECISIONS: Final = (RulesetPublished,)
