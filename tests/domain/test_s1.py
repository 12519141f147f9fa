"""Acceptance scenario S1: a critical response, its first 72 hours and its closing guards."""

from datetime import datetime
from typing import Any

import pytest

from domain.incident import Known, OutsideFacts, figures, outside_facts
from domain.ruleset import RULESET_V1
from domain.vocabulary import Segment
from tests.domain.scenario import LONG_ENOUGH, Scenario, moment

EARLIER = moment("01 09:00")
MAPPING = moment("02 12:20")
ACCEPTED = moment("04 11:00")
PLANNED = OutsideFacts(plan_approved_at=moment("04 15:00"), open_allocations=("OFC-A",))
POLICE, ACCOUNTABILITY = Segment.POLICE, Segment.POLICE_ACCOUNTABILITY

REGISTER = {
    "STK-1": Known(registered_at=EARLIER, segment=POLICE),
    "STK-2": Known(registered_at=EARLIER, segment=POLICE),
    "STK-3": Known(registered_at=EARLIER, segment=ACCOUNTABILITY),
    "STK-4": Known(registered_at=EARLIER),
    "STK-5": Known(registered_at=EARLIER),
    "STK-6": Known(registered_at=EARLIER),
    "STK-7": Known(registered_at=MAPPING, interest_registered_at=ACCEPTED),
    "STK-8": Known(registered_at=MAPPING, interest_registered_at=ACCEPTED),
    "STK-9": Known(registered_at=MAPPING),
}
COMMUNITIES = {
    "Somali community [F]": ["STK-1", "STK-4", "STK-5", "STK-7"],
    "Young people [F]": ["STK-2", "STK-6", "STK-8"],
    "Campaigners [F]": ["STK-3", "STK-9"],
}
CONTACTS = [
    ("02 16:45", "STK-4", True),
    ("02 17:00", "STK-5", True),
    ("02 17:20", "STK-1", True),
    ("02 17:40", "STK-7", True),
    ("02 18:10", "STK-6", True),
    ("02 18:30", "STK-2", False),
    ("02 19:00", "STK-8", True),
    ("03 07:40", "STK-3", False),
    ("03 08:10", "STK-9", True),
]


@pytest.fixture
def response() -> Scenario:
    story = Scenario(REGISTER)
    _opened(story)
    _mapped_and_contacted(story)
    story.at(moment("03 09:00")).done("assess-impact", rating="amber")
    for stakeholder in ("STK-7", "STK-8", "STK-9"):
        story.at(moment("04 10:00")).done("offer-interest", stakeholder=stakeholder, method="phone")
    story.done("decline-interest", stakeholder="STK-9")
    return story.at(moment("04 15:00"))


def _opened(story: Scenario) -> None:
    story.at(moment("02 08:15")).done(
        "raise",
        title="A man dies after police contact [F]",
        incident_type="death_following_contact",
        pfa="E23000003",
        summary="Fictional.",
        bereaved="yes",
        occurred=moment("01 22:40"),
    )
    story.at(moment("02 09:05")).done(
        "triage",
        level="critical",
        rationale=LONG_ENOUGH,
        initial_tension="amber",
        due_regard=LONG_ENOUGH,
    )
    story.at(moment("02 09:40")).done("assign-lead", officer="OFC-A")
    story.at(moment("02 11:30")).done(
        "confirm-family-spoc", spoc_role="family_liaison_manager", family_ref=["FAM-1"]
    )
    story.at(moment("02 12:00")).done("approve-line", text_en="Fictional.", role="investigator")


def _mapped_and_contacted(story: Scenario) -> None:
    story.at(moment("02 13:00"))
    for name, people in COMMUNITIES.items():
        contacts = [{"stakeholder": stakeholder} for stakeholder in people]
        story.at(moment("02 13:00")).done("map-community", name=name, contacts=contacts)
    for at, stakeholder, reached in CONTACTS:
        story.at(moment(at)).done(
            "record-contact",
            stakeholder=stakeholder,
            channel="phone",
            reached=reached,
            purpose="inform" if reached else "introduce",
            lines=["L1"] if reached else [],
        )


def read(story: Scenario, now: datetime, outside: OutsideFacts) -> Any:
    response = story.incident.response
    facts = outside_facts(response, REGISTER, outside)
    return figures(response, REGISTER, RULESET_V1, facts, now)


def test_every_figure_is_as_the_scenario_expects(response: Scenario) -> None:
    figured = read(response, moment("04 15:00"), PLANNED)

    assert figured.raise_lateness == 575
    assert (figured.milestones_met, figured.milestones_of, figured.milestones_rate) == (7, 8, 87.5)
    assert (figured.contacts, figured.attempted, figured.reached) == (9, 9, 7)
    assert (figured.reach, figured.preparedness) == (77.8, 66.7)
    assert (figured.offered, figured.offer_rate, figured.acceptance) == (3, 100.0, 66.7)
    assert figured.next_review_at == moment("06 09:00")
    assert figured.late_entries == 0


def test_every_milestone_is_as_the_scenario_expects(response: Scenario) -> None:
    figured = read(response, moment("04 15:00"), PLANNED)

    assert {mark.name: (mark.elapsed, mark.slack) for mark in figured.milestones} == {
        "triage": (50, 70),
        "lead": (85, 155),
        "family_spoc": (195, 1245),
        "agreed_line": (225, 135),
        "map": (285, 435),
        "first_contact": (510, 930),
        "impact": (1485, -45),
        "plan": (3285, 1035),
    }
    assert [mark.name for mark in figured.milestones if mark.late] == ["impact"]


def test_restoring_is_open_and_the_review_waits_for_the_feedback_round(response: Scenario) -> None:
    response.knowing(outside=PLANNED)
    response.at(moment("05 09:00")).done("move-to-restoring", reason=LONG_ENOUGH)

    response.when("start-review", reason=LONG_ENOUGH).then_refused("FeedbackRoundNotOpened")

    opened = PLANNED.model_copy(update={"feedback_opened_at": moment("06 09:00")})
    response.knowing(outside=opened).at(moment("06 09:00")).done("start-review", reason=LONG_ENOUGH)
    response.when("close", summary=LONG_ENOUGH).then_refused(
        "FeedbackNotReported",
        "ParticipantsNotTold",
        "DebriefNotHeld",
        "NothingLearned",
        "AllocationOpen",
    )
