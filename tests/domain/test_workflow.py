"""The workflow: next steps with what blocks them, and the seven commitments with their evidence."""

import pytest

from domain.incident import OutsideFacts, Workflow, figures, outside_facts, workflow
from domain.incident import decisions as d
from domain.incident.decisions import MappedContact
from domain.ruleset import RULESET_V1
from domain.vocabulary import State
from tests.domain.scenario import DAY, FAMILIAR, MORNING, Scenario, raised, triaged

COMMUNITY = d.CommunityMapped(
    community="C1", name="Neighbours", contacts=(MappedContact(stakeholder="STK-1"),)
)
CONTACT = d.StakeholderContacted(
    stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
)


def read(scenario: Scenario, facts: OutsideFacts | None = None) -> Workflow:
    response, register = scenario.incident.response, scenario.facts.register
    known = outside_facts(response, register, facts)
    figured = figures(response, register, RULESET_V1, known, scenario.now)
    return workflow(response, figured, known, scenario.now)


def owed(scenario: Scenario, box1: int, facts: OutsideFacts | None = None) -> list[str]:
    return [one.text for one in read(scenario, facts).commitments[box1 - 1].owed]


def evidence(scenario: Scenario, box1: int, facts: OutsideFacts | None = None) -> list[str]:
    return [one.text for one in read(scenario, facts).commitments[box1 - 1].evidence]


def test_the_seven_commitments_are_always_there() -> None:
    assert [one.box1 for one in read(raised()).commitments] == [1, 2, 3, 4, 5, 6, 7]


def test_nothing_is_claimed_before_anything_is_done() -> None:
    assert [one.evidence for one in read(raised()).commitments] == [()] * 7


def test_next_steps_carry_what_blocks_them() -> None:
    [step] = read(triaged()).next

    assert (step.state, step.allowed) == (State.RESTORING, False)
    assert [reason.code for reason in step.reasons] == ["PlanNotApproved"]


def test_a_step_with_nothing_in_its_way_is_open() -> None:
    [step] = read(triaged(), OutsideFacts(plan_approved_at=MORNING)).next

    assert step.allowed


def test_an_untriaged_incident_waits_for_triage() -> None:
    assert {step.reasons[0].code for step in read(raised()).next} == {"NotTriaged"}


def test_partnerships_show_who_was_reached_and_whom_we_owe() -> None:
    assert owed(triaged(), 1) == ["Map the communities that are affected"]
    mapped = triaged().given(COMMUNITY)
    assert owed(mapped, 1) == ["Reach somebody in Neighbours"]

    mapped.given(CONTACT)
    assert owed(mapped, 1) == []
    assert evidence(mapped, 1)[-1] == "Neighbours: 1 of 1 reached"


def test_evidence_leads_to_its_entry() -> None:
    scenario = triaged().given(d.LeadAssigned(officer="OFC-02"))

    [led] = read(scenario).commitments[1].evidence
    assert led.event_id == scenario.incident.history[-1].event_id


def test_relationships_show_new_priority_stakeholders_without_an_owner() -> None:
    new = FAMILIAR.model_copy(update={"registered_at": MORNING + DAY, "priority": True})
    scenario = triaged().knowing(register={"STK-1": new}).given(CONTACT)

    assert owed(scenario, 4) == ["Give STK-1 a relationship owner"]
    assert owed(scenario, 6) == ["Offer it to STK-1, or say why they are exempt"]


@pytest.mark.parametrize(
    ("facts", "still_owed"),
    [
        (OutsideFacts(), "Open a feedback round"),
        (OutsideFacts(feedback_opened_at=MORNING), "Report the feedback"),
        (
            OutsideFacts(feedback_opened_at=MORNING, feedback_reported_at=MORNING),
            "Tell those who took part what came of it",
        ),
    ],
)
def test_feedback_owes_one_step_at_a_time(facts: OutsideFacts, still_owed: str) -> None:
    assert owed(triaged(), 7, facts) == [still_owed]


def test_lessons_are_owed_until_something_is_learned_or_signed_away() -> None:
    scenario = triaged().given(d.DebriefHeld(attendees=("OFC-01",), held_at=MORNING))

    assert owed(scenario, 5) == ["Validate an insight, or sign that there is nothing new"]
    assert owed(scenario, 5, OutsideFacts(validated_insights=1)) == []
