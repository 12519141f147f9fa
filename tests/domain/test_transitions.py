"""From state to state, past guards, and past guards that the head sets aside."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from domain.incident import NEXT, OutsideFacts, blocking
from domain.incident import decisions as d
from domain.vocabulary import Level, State
from tests.domain.scenario import (
    DAY,
    FAMILIAR,
    HOUR,
    LONG_ENOUGH,
    MORNING,
    REGISTER,
    Scenario,
    raised,
    triaged,
)

WHY: dict[str, Any] = {"reason": LONG_ENOUGH}
PLANNED = OutsideFacts(plan_approved_at=MORNING)
FINISHED = OutsideFacts(
    plan_approved_at=MORNING,
    feedback_opened_at=MORNING,
    feedback_reported_at=MORNING,
    participants_told_at=MORNING,
    validated_insights=1,
)
CONTACT = d.StakeholderContacted(
    stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
)
COMMUNITY = d.CommunityMapped(
    community="C1", name="Neighbours", contacts=[{"stakeholder": "STK-1"}]
)


def active() -> Scenario:
    return triaged().knowing(outside=PLANNED)


def restoring() -> Scenario:
    return active().given(d.MovedToRestoring(reason=LONG_ENOUGH)).knowing(outside=FINISHED)


def reviewing() -> Scenario:
    review = restoring().given(d.ReviewStarted(reason=LONG_ENOUGH))
    return review.given(d.DebriefHeld(attendees=("OFC-01",), held_at=MORNING))


def closed() -> Scenario:
    return reviewing().given(d.IncidentClosed(summary="Done"))


class TestTheWholeWay:
    def test_from_raising_to_closing(self) -> None:
        scenario = active()

        scenario.when("move-to-restoring", **WHY).then(d.MovedToRestoring, overridden_guards=())
        scenario.knowing(outside=FINISHED).when("start-review", **WHY).then(d.ReviewStarted)
        scenario.done("hold-debrief", attendees=["OFC-01"])
        scenario.when("close", summary="Settled.").then(d.IncidentClosed)
        assert scenario.incident.response.state is State.CLOSED


class TestGuardsOfRestoring:
    def test_every_mapped_community_was_reached(self) -> None:
        mapped = active().given(COMMUNITY)

        mapped.when("move-to-restoring", **WHY).then_refused("CommunityNotReached")
        mapped.given(CONTACT).when("move-to-restoring", **WHY).then(d.MovedToRestoring)

    def test_or_a_gap_is_recorded(self) -> None:
        gap = active().given(COMMUNITY.model_copy(update={"gaps": ("Nobody will speak",)}))

        gap.when("move-to-restoring", **WHY).then(d.MovedToRestoring)

    def test_an_attempt_is_not_enough(self) -> None:
        attempt = CONTACT.model_copy(update={"reached": False})

        active().given(COMMUNITY).given(attempt).when("move-to-restoring", **WHY).then_refused(
            "CommunityNotReached"
        )

    def test_the_latest_rating_is_not_red(self) -> None:
        active().given(d.ImpactAssessed(rating="red")).when(
            "move-to-restoring", **WHY
        ).then_refused("RatingRed")

    def test_the_plan_is_approved(self) -> None:
        triaged().when("move-to-restoring", **WHY).then_refused("PlanNotApproved")

    @pytest.mark.parametrize(("urgent", "codes"), [(True, ["TimeCriticalFlagOpen"]), (False, [])])
    def test_no_time_critical_flag_is_open(self, urgent: bool, codes: list[str]) -> None:
        scenario = active()
        pointer = scenario.incident.history[0].event_id
        flag = d.RelevantMaterialFlagged(
            flag="F1", to="INV-01", pointer=pointer, time_critical=urgent
        )
        response = scenario.given(flag).incident.response

        found = blocking(response, State.RESTORING, PLANNED, scenario.now)
        assert [reason.code for reason in found] == codes


class TestGuardsOfReview:
    def test_the_feedback_round_is_opened(self) -> None:
        restoring().knowing(outside=PLANNED).when("start-review", **WHY).then_refused(
            "FeedbackRoundNotOpened"
        )

    def test_every_new_stakeholder_was_offered_or_is_exempt(self) -> None:
        new = FAMILIAR.model_copy(update={"registered_at": MORNING + DAY})
        scenario = restoring().knowing(register={**REGISTER, "STK-1": new}).given(CONTACT)

        scenario.when("start-review", **WHY).then_refused("InterestNotOffered")
        scenario.done("exempt-interest", stakeholder="STK-1", reason="vulnerable")
        scenario.when("start-review", **WHY).then(d.ReviewStarted)

    def test_a_bereaved_stakeholder_is_exempt_by_rule(self) -> None:
        family = FAMILIAR.model_copy(update={"registered_at": MORNING + DAY, "bereaved": True})
        scenario = restoring().knowing(register={**REGISTER, "STK-1": family}).given(CONTACT)

        scenario.when("start-review", **WHY).then(d.ReviewStarted)

    def test_no_commitment_is_overdue(self) -> None:
        scenario = restoring().given(_promise(MORNING + HOUR))

        scenario.when("start-review", **WHY).then(d.ReviewStarted)
        overdue = restoring().given(_promise(MORNING + HOUR)).at(MORNING + 2 * HOUR)
        overdue.when("start-review", **WHY).then_refused("CommitmentOverdue")


class TestGuardsOfClosing:
    def test_nothing_is_there_until_it_is_supplied(self) -> None:
        bare = restoring().given(d.ReviewStarted(reason=LONG_ENOUGH))

        bare.knowing(outside=OutsideFacts()).when("close", summary="Done").then_refused(
            "FeedbackNotReported", "ParticipantsNotTold", "DebriefNotHeld", "NothingLearned"
        )

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"open_allocations": ("OFC-A",)}, "AllocationOpen"),
            ({"undecided_suggestions": 2}, "SuggestionsUndecided"),
            ({"validated_insights": 0}, "NothingLearned"),
        ],
    )
    def test_what_other_records_say_is_asked(self, facts: dict[str, Any], code: str) -> None:
        known = FINISHED.model_copy(update=facts)

        reviewing().knowing(outside=known).when("close", summary="Done").then_refused(code)

    def test_a_signed_nothing_new_will_do(self) -> None:
        nothing = FINISHED.model_copy(update={"validated_insights": 0})
        scenario = reviewing().knowing(outside=nothing)
        scenario.done("declare-nothing-new", reason=LONG_ENOUGH)

        scenario.when("close", summary="Done").then(d.IncidentClosed)

    def test_each_new_priority_stakeholder_has_an_owner(self) -> None:
        new = FAMILIAR.model_copy(update={"registered_at": MORNING + DAY, "priority": True})
        scenario = reviewing().knowing(register={**REGISTER, "STK-1": new}).given(CONTACT)

        scenario.when("close", summary="Done").then_refused("PriorityStakeholderUnowned")
        owned = new.model_copy(update={"owner": "OFC-01"})
        scenario.knowing(register={**REGISTER, "STK-1": owned})
        scenario.when("close", summary="Done").then(d.IncidentClosed)

    def test_every_commitment_is_kept_or_varied(self) -> None:
        scenario = reviewing().given(_promise(MORNING + DAY))

        scenario.when("close", summary="Done").then_refused("CommitmentNotSettled")
        scenario.given(
            d.CommitmentVaried(commitment="P1", new_due=MORNING + 2 * DAY, reason="Later")
        )
        scenario.when("close", summary="Done").then(d.IncidentClosed)

    def test_every_flag_is_acknowledged(self) -> None:
        scenario = reviewing()
        pointer = scenario.incident.history[0].event_id
        scenario.given(d.RelevantMaterialFlagged(flag="F1", to="INV-01", pointer=pointer))

        scenario.when("close", summary="Done").then_refused("FlagNotAcknowledged")

    def test_it_says_how_it_ended(self) -> None:
        reviewing().when("close", summary=" ").then_refused("SummaryMissing")


class TestStandingDown:
    def watched(self, *ratings: tuple[str, datetime]) -> Scenario:
        scenario = triaged(Level.MONITOR)
        for rating, at in ratings:
            scenario.at(at).given(d.ImpactAssessed(rating=rating))
        return scenario

    def test_two_green_assessments_a_day_apart_stand_it_down(self) -> None:
        calm = self.watched(("green", MORNING + HOUR), ("green", MORNING + 25 * HOUR))

        scenario = calm.when("stand-down", **WHY).then(d.MonitoringStoodDown)
        assert scenario.incident.response.state is State.CLOSED

    @pytest.mark.parametrize(
        "ratings",
        [
            [],
            [("green", MORNING + HOUR)],
            [("green", MORNING + HOUR), ("green", MORNING + 24 * HOUR)],
            [("amber", MORNING + HOUR), ("green", MORNING + 26 * HOUR)],
            [("green", MORNING + HOUR), ("amber", MORNING + 26 * HOUR)],
        ],
    )
    def test_anything_less_does_not(self, ratings: list[tuple[str, datetime]]) -> None:
        self.watched(*ratings).when("stand-down", **WHY).then_refused("NotGreenTwice")

    def test_only_what_is_monitored_is_stood_down(self) -> None:
        active().when("stand-down", **WHY).then_refused("StateNotNext")


class TestEscalatingAndReopening:
    @pytest.mark.parametrize("before", [restoring, reviewing, lambda: triaged(Level.MONITOR)])
    def test_it_is_active_again(self, before: Any) -> None:
        scenario = before().when("escalate", **WHY).then(d.Escalated)

        assert scenario.incident.response.state is State.ACTIVE

    def test_what_is_active_is_not_escalated(self) -> None:
        active().when("escalate", reason="Short").then_refused("StateNotNext", "ReasonTooShort")

    def test_what_is_closed_is_reopened_and_triaged_again(self) -> None:
        scenario = closed().when("reopen", **WHY).then(d.IncidentReopened)

        assert scenario.incident.response.state is State.ACTIVE
        assert scenario.incident.response.triage_due

    def test_so_is_what_was_not_taken(self) -> None:
        triaged(Level.NOT_FOR_SE).when("reopen", **WHY).then(d.IncidentReopened)

    def test_what_is_open_is_not_reopened(self) -> None:
        active().when("reopen", **WHY).then_refused("StateNotNext")


class TestOverriding:
    def test_the_head_sets_a_guard_aside_and_it_stays_on_record(self) -> None:
        triaged().when(
            "move-to-restoring",
            **WHY,
            overridden_guards=["PlanNotApproved", "RatingRed"],
            role="head_of_se",
        ).then(d.MovedToRestoring, overridden_guards=("PlanNotApproved",))

    def test_nobody_else_does(self) -> None:
        triaged().when(
            "move-to-restoring",
            **WHY,
            overridden_guards=["PlanNotApproved"],
            role="regional_lead",
        ).then_refused("OverrideNeedsHead")

    def test_every_guard_that_is_not_set_aside_still_blocks(self) -> None:
        red = triaged().given(COMMUNITY).given(d.ImpactAssessed(rating="red"))

        red.when(
            "move-to-restoring",
            reason="Short",
            overridden_guards=["PlanNotApproved"],
            role="head_of_se",
        ).then_refused("CommunityNotReached", "RatingRed", "ReasonTooShort")

    def test_closing_past_a_guard_says_why(self) -> None:
        short = reviewing().knowing(outside=FINISHED.model_copy(update={"validated_insights": 0}))

        short.when(
            "close", summary="Done", overridden_guards=["NothingLearned"], role="head_of_se"
        ).then_refused("ReasonTooShort")


STEPS: dict[str, set[State]] = {
    "move-to-restoring": {State.ACTIVE},
    "start-review": {State.RESTORING},
    "stand-down": {State.MONITORING},
    "escalate": {State.MONITORING, State.RESTORING, State.REVIEW},
    "reopen": {State.CLOSED, State.NOT_TAKEN},
    "close": {State.REVIEW},
}
STATES: dict[State, Callable[[], Scenario]] = {
    State.RAISED: raised,
    State.ACTIVE: active,
    State.MONITORING: lambda: triaged(Level.MONITOR),
    State.RESTORING: restoring,
    State.REVIEW: reviewing,
    State.CLOSED: closed,
    State.NOT_TAKEN: lambda: triaged(Level.NOT_FOR_SE),
}


class TestTheStateMachine:
    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("verb", STEPS)
    def test_a_step_that_is_not_next_is_refused(self, state: State, verb: str) -> None:
        scenario = STATES[state]()
        assert scenario.incident.response.state is state
        if state in STEPS[verb]:
            return
        why = {"summary": LONG_ENOUGH} if verb == "close" else WHY
        scenario.when(verb, **why).then_refused("StateNotNext")

    @pytest.mark.parametrize("state", State)
    def test_what_is_not_next_is_blocked(self, state: State) -> None:
        response = STATES[state]().incident.response

        for target in set(State) - set(NEXT[state]):
            [reason] = blocking(response, target, FINISHED, MORNING)
            assert reason.code == "StateNotNext"


def _promise(due: datetime) -> d.CommitmentMade:
    return d.CommitmentMade(
        commitment="P1",
        to="STK-1",
        text="We will call",
        due_at=due,
        owner="OFC-01",
        promised_by="OFC-01",
    )
