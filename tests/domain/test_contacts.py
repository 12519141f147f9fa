"""Contacts, and what is to follow from them."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import pytest

from domain.incident import decisions as d
from tests.domain.scenario import (
    DAY,
    FAMILIAR,
    HOUR,
    LONG_ENOUGH,
    MORNING,
    REGISTER,
    Scenario,
    triaged,
)

CALL: dict[str, Any] = {
    "stakeholder": "STK-1",
    "channel": "phone",
    "reached": True,
    "purpose": "listen",
}
TELLING = {**CALL, "purpose": "inform"}
LINE = d.LineApproved(
    line="L1", text_en="Fictional.", approved_by="INV-01", valid_from=MORNING, valid_to=None
)


def with_line(**changes: Any) -> Scenario:
    return triaged().given(LINE.model_copy(update=changes))


class TestRecordContact:
    def test_a_contact_is_recorded_by_whoever_writes_it(self) -> None:
        scenario = triaged().when("record-contact", **CALL, summary="They are worried [F]")
        scenario.then(d.StakeholderContacted, officer="OFC-01")

        contact = scenario.incident.history[-1].decision
        assert contact.summary.about == ("INC-2026-0001", "STK-1")

    def test_it_is_with_somebody_in_the_register(self) -> None:
        triaged().when("record-contact", **{**CALL, "stakeholder": "STK-77"}).then_refused(
            "StakeholderUnknown"
        )

    def test_the_same_contact_may_be_made_again(self) -> None:
        scenario = triaged().when("record-contact", **CALL).then(d.StakeholderContacted)

        scenario.when("record-contact", **CALL).then(d.StakeholderContacted)
        assert len(scenario.incident.response.contacts) == 2
        assert scenario.incident.response.reached == {"STK-1"}

    def test_it_is_recorded_before_triage_and_after_closing(self) -> None:
        closed = triaged().given(d.IncidentClosed(summary=LONG_ENOUGH))

        closed.when("record-contact", **CALL).then(d.StakeholderContacted)

    def test_facts_are_told_from_a_live_line(self) -> None:
        with_line().when("record-contact", **TELLING).then_refused("NoLiveLine")
        with_line().when("record-contact", **TELLING, lines=["L1"]).then(d.StakeholderContacted)

    @pytest.mark.parametrize(
        "changes", [{"purpose": "listen"}, {"reached": False}, {"direction": "in"}]
    )
    def test_what_carries_no_facts_needs_no_line(self, changes: dict[str, Any]) -> None:
        triaged().when("record-contact", **{**TELLING, **changes}).then(d.StakeholderContacted)

    def test_a_line_that_is_cited_exists(self) -> None:
        triaged().when("record-contact", **CALL, lines=["L4"]).then_refused("LineUnknown")

    def test_a_line_that_is_cited_was_live_when_it_happened(self) -> None:
        expired = with_line(valid_to=MORNING + HOUR).at(MORNING + 2 * HOUR)

        expired.when("record-contact", **TELLING, lines=["L1"]).then_refused("LineNotLive")
        at_the_time = MORNING + HOUR / 2
        expired.when("record-contact", **TELLING, lines=["L1"], occurred=at_the_time).then(
            d.StakeholderContacted
        )

    def test_nobody_is_called_who_asked_not_to_be(self) -> None:
        silent = FAMILIAR.model_copy(update={"one_to_one": False})
        scenario = triaged().knowing(register={**REGISTER, "STK-1": silent})

        scenario.when("record-contact", **CALL).then_refused("ContactNotPermitted")
        scenario.when("record-contact", **CALL, direction="in").then(d.StakeholderContacted)

    def test_a_bereaved_family_is_reached_through_its_single_point_of_contact(self) -> None:
        family = FAMILIAR.model_copy(update={"bereaved": True})
        scenario = triaged().knowing(register={**REGISTER, "STK-1": family})

        scenario.when("record-contact", **CALL).then_refused("FamilyContactThroughSpoc")
        scenario.when("record-contact", **CALL, direction="in").then(d.StakeholderContacted)


class TestFollowUps:
    PROMISED: ClassVar[dict[str, Any]] = {"text": "Send the leaflet", "due": date(2026, 3, 4)}

    def contacted(self) -> tuple[Scenario, UUID]:
        scenario = triaged()
        contact = scenario.done("record-contact", **CALL, follow_ups=[self.PROMISED])
        return scenario, contact.event_id

    def test_a_follow_up_belongs_to_the_officer_until_it_is_done(self) -> None:
        scenario, contact = self.contacted()
        [item] = scenario.incident.response.follow_ups
        assert (item.owner, item.done_at) == ("OFC-01", None)

        done_at = scenario.now
        scenario.when("complete-follow-up", contact=contact, index=0).then(d.FollowUpDone)
        [item] = scenario.incident.response.follow_ups
        assert item.done_at == done_at

    def test_there_is_such_a_follow_up(self) -> None:
        scenario, contact = self.contacted()

        scenario.when("complete-follow-up", contact=contact, index=1).then_refused(
            "FollowUpUnknown"
        )

    def test_it_is_done_once(self) -> None:
        scenario, contact = self.contacted()
        scenario.done("complete-follow-up", contact=contact, index=0)

        scenario.at(MORNING + DAY).when("complete-follow-up", contact=contact, index=0)
        scenario.then_refused("FollowUpAlreadyDone")
