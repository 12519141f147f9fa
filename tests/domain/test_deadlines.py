"""Everything still due, soonest first; and the open work of each person."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.incident import OutsideFacts, deadlines, open_work
from domain.incident import decisions as d
from domain.incident.decisions import FollowUp
from domain.personal import Personal
from domain.ruleset import RULESET_V1
from domain.vocabulary import Level
from domain.working_time import working_days_after
from tests.domain.scenario import DAY, HOUR, LONG_ENOUGH, MORNING, Scenario, raised, triaged

CONTACT = d.StakeholderContacted(
    stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
)
PROMISE = d.CommitmentMade(
    commitment="P1",
    to="STK-1",
    text="We will call",
    due_at=MORNING + HOUR,
    owner="OFC-03",
    promised_by="OFC-01",
)
ESCALATED = d.Escalated(reason=LONG_ENOUGH)


def due(scenario: Scenario, **facts: Any) -> dict[str, datetime]:
    found = deadlines(scenario.incident.response, RULESET_V1, OutsideFacts(**facts), scenario.now)
    assert found == sorted(found, key=lambda deadline: deadline.due)
    return {deadline.name: deadline.due for deadline in found}


def restoring() -> Scenario:
    return triaged().at(MORNING + DAY).given(d.MovedToRestoring(reason=LONG_ENOUGH))


def reviewing() -> Scenario:
    return restoring().at(MORNING + 2 * DAY).given(d.ReviewStarted(reason=LONG_ENOUGH))


def test_an_untriaged_incident_is_due_for_triage_first() -> None:
    assert next(iter(due(raised()))) == "triage"


def test_what_is_met_is_no_longer_due() -> None:
    assert "triage" not in due(triaged())
    assert "lead" in due(triaged())


def test_the_impact_is_reviewed_when_the_assessment_says() -> None:
    review = MORNING + 20 * HOUR
    scenario = triaged().given(d.ImpactAssessed(rating="red", next_review_at=review))

    assert due(scenario)["impact_review"] == review


def test_a_promise_is_due_until_it_is_kept() -> None:
    scenario = triaged().given(PROMISE)
    assert due(scenario)["commitment"] == MORNING + HOUR

    assert "commitment" not in due(scenario.given(d.CommitmentKept(commitment="P1")))


def test_a_new_stakeholder_is_offered_to_stay_informed_within_a_week_of_contact() -> None:
    scenario = triaged().given(CONTACT, occurred=MORNING)
    assert due(scenario, new_stakeholders=("STK-1",))["interest_offer"] == MORNING + 7 * DAY

    scenario.given(d.InterestOffered(stakeholder="STK-1", method="phone"))
    assert "interest_offer" not in due(scenario, new_stakeholders=("STK-1",))


def test_whoever_was_not_reached_is_not_due_an_offer() -> None:
    assert "interest_offer" not in due(triaged(), new_stakeholders=("STK-1",))


def test_an_offer_is_due_from_when_they_themselves_were_first_reached() -> None:
    scenario = triaged().given(CONTACT, occurred=MORNING - DAY)
    for days in (3, 2):
        other = CONTACT.model_copy(update={"stakeholder": "STK-2"})
        scenario.at(MORNING + 4 * DAY).given(other, occurred=MORNING + days * DAY)

    assert due(scenario, new_stakeholders=("STK-2",))["interest_offer"] == MORNING + 9 * DAY


def test_an_update_is_due_every_four_weeks_once_there_is_a_map() -> None:
    assert "update" not in due(triaged())
    mapped = triaged().given(d.CommunityMapped(community="C1", name="Neighbours"))
    assert due(mapped)["update"] == MORNING + 28 * DAY

    update = d.UpdateIssued(update="U1", audience=("C1",), text_en="x", channel="email")
    mapped.at(MORNING + 3 * DAY).given(update)
    assert due(mapped)["update"] == MORNING + 31 * DAY


def test_the_outcome_is_told_within_five_working_days_of_the_review() -> None:
    wednesday = MORNING + 2 * DAY
    scenario = reviewing()
    assert due(scenario)["outcome_update"] == wednesday + 7 * DAY

    scenario.given(d.UpdateIssued(update="U1", audience=("C1",), text_en="x", channel="email"))
    assert "outcome_update" not in due(scenario)
    at_the_start = reviewing()
    since = at_the_start.incident.response.review_since
    update = d.UpdateIssued(update="U1", audience=("C1",), text_en="x", channel="email")
    assert "outcome_update" not in due(at_the_start.given(update, occurred=since))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-03-02", "2026-03-09"), ("2026-03-06", "2026-03-13"), ("2026-03-07", "2026-03-13")],
)
def test_working_days_leave_out_weekends(moment: str, expected: str) -> None:
    start, end = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (moment, expected))

    assert working_days_after(start, 5) == end


def test_feedback_is_asked_within_a_fortnight_of_the_first_contact() -> None:
    scenario = triaged().given(CONTACT, occurred=MORNING)
    scenario.at(MORNING + DAY).given(CONTACT)

    assert due(scenario)["feedback"] == MORNING + 14 * DAY
    assert "feedback" not in due(scenario, feedback_opened_at=MORNING + DAY)


def test_the_debrief_is_held_within_four_weeks_of_restoring() -> None:
    scenario = restoring()
    assert due(scenario)["debrief"] == MORNING + 29 * DAY

    scenario.given(d.DebriefHeld(attendees=("OFC-01",), held_at=MORNING))
    assert "debrief" not in due(scenario)


@pytest.mark.parametrize(
    ("scenario", "hours"),
    [
        (triaged(), 24),
        (triaged(Level.HIGH_PROFILE), 72),
        (triaged(Level.MONITOR), 168),
        (restoring(), 336),
    ],
)
def test_silence_raises_an_alarm_by_level_and_state(scenario: Scenario, hours: int) -> None:
    last = scenario.incident.response.last_event_at

    assert due(scenario)["silence"] == last + hours * HOUR


def test_a_new_priority_stakeholder_is_spoken_to_after_the_crisis() -> None:
    closed = reviewing().given(d.IncidentClosed(summary="Done"))
    closed_at = closed.incident.response.last_event_at
    touch = due(closed, priority_stakeholders=("STK-1",))
    assert touch == {"after_crisis_touch": closed_at + 90 * DAY}

    closed.given(CONTACT)
    assert due(closed, priority_stakeholders=("STK-1",)) == {}


def test_a_deadline_says_whether_it_has_passed() -> None:
    scenario = triaged().given(PROMISE).at(MORNING + 2 * HOUR)
    response = scenario.incident.response

    found = deadlines(response, RULESET_V1, OutsideFacts(), scenario.now)
    assert [one.name for one in found if one.overdue] == ["commitment"]
    assert found[0].about == "P1"


class TestOpenWork:
    def work(self, scenario: Scenario) -> list[tuple[str, str, str | None, bool]]:
        found = open_work(scenario.incident.response, RULESET_V1, OutsideFacts(), scenario.now)
        return [(item.kind, item.id, item.owner, item.overdue) for item in found]

    def test_it_is_soonest_first_and_what_has_no_date_is_last(self) -> None:
        scenario = restoring().given(PROMISE)
        scenario.given(
            d.QuestionRaised(
                question="Q1",
                text=Personal(text="When?").of("INC-2026-0001"),
                asked_by="community",
                ref="C1",
                kind="fact",
            )
        )
        follow_up = FollowUp(text="Send it", owner="OFC-02", due=date(2026, 3, 5))
        scenario.given(CONTACT.model_copy(update={"follow_ups": (follow_up,)}))
        contact = scenario.incident.history[-1].event_id

        assert self.work(scenario) == [
            ("commitment", "P1", "OFC-03", True),
            ("follow_up", f"{contact}:0", "OFC-02", False),
            ("question", "Q1", None, False),
        ]

    def test_a_follow_up_is_overdue_after_its_day(self) -> None:
        follow_up = FollowUp(text="Send it", owner="OFC-02", due=date(2026, 3, 3))
        contact = CONTACT.model_copy(update={"follow_ups": (follow_up,)})
        scenario = restoring().given(contact)

        scenario.at(datetime(2026, 3, 3, 23, 59, tzinfo=UTC))
        assert not self.work(scenario)[0][3]
        scenario.at(datetime(2026, 3, 4, tzinfo=UTC))
        assert self.work(scenario)[0][3]

    def test_a_flag_is_the_investigations_until_it_is_acknowledged(self) -> None:
        scenario = restoring()
        pointer = scenario.incident.history[0].event_id
        scenario.given(d.RelevantMaterialFlagged(flag="F1", to="INV-01", pointer=pointer))
        assert self.work(scenario) == [("flag", "F1", "INV-01", False)]

        assert self.work(scenario.given(d.FlagAcknowledged(flag="F1", by="INV-01"))) == []

    def test_milestones_are_the_leads_while_the_response_is_managed(self) -> None:
        led = triaged().given(d.LeadAssigned(officer="OFC-02"))

        assert self.work(led)[0] == ("milestone", "agreed_line", "OFC-02", False)
        assert self.work(restoring()) == []
