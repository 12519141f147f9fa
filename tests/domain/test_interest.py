"""Offers to be kept informed."""

from domain.incident import decisions as d
from tests.domain.scenario import FAMILIAR, REGISTER, Scenario, triaged


def offered() -> Scenario:
    scenario = triaged()
    scenario.done("offer-interest", stakeholder="STK-1", method="phone")
    return scenario


def test_interest_is_offered() -> None:
    assert offered().incident.response.interest["STK-1"].offered_at is not None


def test_it_is_offered_to_people_in_the_register() -> None:
    triaged().when("offer-interest", stakeholder="STK-77", method="link").then_refused(
        "StakeholderUnknown"
    )


def test_it_is_offered_once() -> None:
    offered().when("offer-interest", stakeholder="STK-1", method="link").then_refused(
        "InterestAlreadyOffered"
    )


def test_a_bereaved_family_is_exempt_and_never_asked() -> None:
    family = FAMILIAR.model_copy(update={"bereaved": True})
    scenario = triaged().knowing(register={**REGISTER, "STK-1": family})

    scenario.when("offer-interest", stakeholder="STK-1", method="phone")
    scenario.then_refused("BereavedAreExempt")
    scenario.when("exempt-interest", stakeholder="STK-1", reason="bereaved")
    scenario.then(d.InterestExempted)


def test_it_is_declined_after_an_offer_and_once() -> None:
    triaged().when("decline-interest", stakeholder="STK-1").then_refused("InterestNotOffered")
    declined = offered().when("decline-interest", stakeholder="STK-1").then(d.InterestDeclined)

    declined.when("decline-interest", stakeholder="STK-1").then_refused("InterestAlreadyDeclined")


def test_who_is_exempt_is_not_asked_and_exempted_once() -> None:
    exempt = triaged().when("exempt-interest", stakeholder="STK-1", reason="vulnerable")
    exempt.then(d.InterestExempted)

    exempt.when("offer-interest", stakeholder="STK-1", method="phone")
    exempt.then_refused("InterestExempt")
    exempt.when("exempt-interest", stakeholder="STK-1", reason="vulnerable")
    exempt.then_refused("InterestAlreadyExempt")


def test_strangers_are_not_exempted() -> None:
    triaged().when("exempt-interest", stakeholder="STK-77", reason="vulnerable").then_refused(
        "StakeholderUnknown"
    )
