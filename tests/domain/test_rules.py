"""Another version of the rules: whole, in order, with a reason, and never changed afterwards."""

from dataclasses import replace

import pytest

from domain.base import Provenance, Refusal
from domain.capacity import CAPACITY_V1
from domain.incident import Facts
from domain.priority import PRIORITY_V1, Band, Factor
from domain.rules import PublishedRuleset, RulesetPublished, RulesetValues
from domain.vocabulary import Role
from tests.domain.scenario import LONG_ENOUGH, MORNING, signed

HEAVIER = {**PRIORITY_V1.weights, Factor.TENSION: 6, Factor.SEVERITY: 4}


def head() -> Provenance:
    return signed(1, MORNING, None, Role.HEAD_OF_SE, "H")


def published(
    values: RulesetValues, version: int = 0, reason: str = LONG_ENOUGH
) -> RulesetPublished:
    return RulesetPublished(version=version, values=values, reason=reason)


def priority(**changed: object) -> RulesetValues:
    return RulesetValues(priority=PRIORITY_V1.model_copy(update=changed))


def capacity(**changed: object) -> RulesetValues:
    return RulesetValues(capacity=CAPACITY_V1.model_copy(update=changed))


def refused(body: RulesetPublished) -> set[str]:
    with pytest.raises(Refusal) as caught:
        PublishedRuleset.publish("RULES-0001", body, head(), Facts())
    return {reason.code for reason in caught.value.reasons}


def test_a_part_that_is_left_out_stays_as_it_is() -> None:
    ruleset = PublishedRuleset.publish(
        "RULES-0001", published(priority(weights=HEAVIER)), head(), Facts()
    )
    assert ruleset.ruleset.version == 2
    assert ruleset.ruleset.priority.weights[Factor.TENSION] == 6
    assert ruleset.ruleset.capacity == CAPACITY_V1
    assert ruleset.published.by == "H"


def test_the_next_version_builds_on_the_one_in_force() -> None:
    second = PublishedRuleset.publish(
        "RULES-0001", published(priority(weights=HEAVIER)), head(), Facts()
    )
    facts = replace(Facts(), ruleset=second.ruleset)
    third = PublishedRuleset.publish(
        "RULES-0002", published(capacity(reserve_pct=25), version=3), head(), facts
    )
    assert third.ruleset.version == 3
    assert third.ruleset.priority.weights == HEAVIER
    assert third.ruleset.capacity.reserve_pct == 25


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (priority(), "NothingChanged"),
        (priority(weights={**HEAVIER, Factor.MODE: 2}), "WeightsNotWhole"),
        (priority(weights={Factor.SEVERITY: 25}), "WeightsNotWhole"),
        (priority(weights={**HEAVIER, Factor.MODE: -1, Factor.PROFILE: 4}), "WeightsNotWhole"),
        (priority(least={**PRIORITY_V1.least, Band.P2: 70}), "BandsOutOfOrder"),
        (priority(least={**PRIORITY_V1.least, Band.P4: 1}), "BandsOutOfOrder"),
        (priority(least={**PRIORITY_V1.least, Band.P1: 101}), "BandsOutOfOrder"),
        (
            priority(decision_hours={**PRIORITY_V1.decision_hours, Band.P1: 9}),
            "DecisionHoursOutOfOrder",
        ),
        (priority(most_uplift=101), "UpliftImpossible"),
        (priority(uplift_a_day=-1), "UpliftImpossible"),
        (priority(active_contacts=((5, 0), (8, 1), (0, 4))), "ContactStepsOutOfOrder"),
        (priority(active_contacts=((8, 0),)), "ContactStepsOutOfOrder"),
        (priority(urgency_hours=((72, 3), (24, 4))), "UrgencyStepsOutOfOrder"),
        (capacity(overhead_pct=101), "ShareImpossible"),
        (capacity(reserve_pct=-1), "ShareImpossible"),
        (capacity(amber_above_pct=101), "LimitsOutOfOrder"),
        (capacity(demand={}), "ProfileImpossible"),
        (capacity(demand=dict.fromkeys(CAPACITY_V1.demand, ())), "ProfileImpossible"),
        (capacity(demand=dict.fromkeys(CAPACITY_V1.demand, (0, 5))), "ProfileImpossible"),
        (capacity(z90=0), "ShareImpossible"),
    ],
)
def test_what_would_make_no_sense_is_refused(values: RulesetValues, code: str) -> None:
    assert refused(published(values)) == {code}


def test_every_reason_at_once() -> None:
    body = published(priority(weights={}, least={}), version=7, reason="Better.")
    codes = {"RulesetVersionTaken", "ReasonTooShort", "WeightsNotWhole", "BandsOutOfOrder"}
    assert refused(body) == codes
