"""Agreed lines, updates, and the Welsh text they must not be without."""

from typing import Any

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

LINE: dict[str, Any] = {"text_en": "We are independent. Fictional.", "role": "investigator"}
WELSH: dict[str, Any] = {"text_cy": "Rydym yn annibynnol.", "translator": "A. Translator"}
APPROVED = d.LineApproved(line="L1", text_en="x", approved_by="INV-01", valid_from=MORNING)
UPDATE: dict[str, Any] = {"text_en": "What happens next. Fictional.", "channel": "email"}


def approved() -> Scenario:
    return triaged().given(APPROVED)


class TestApproveLine:
    def test_an_investigator_approves_it_from_now_on(self) -> None:
        scenario = triaged()
        now = scenario.now

        scenario.when("approve-line", **LINE, actor="INV-01").then(
            d.LineApproved, line="L1", approved_by="INV-01", valid_from=now
        )

    @pytest.mark.parametrize("role", ["se_officer", "regional_lead", "duty_officer"])
    def test_nobody_clears_a_line_for_themselves(self, role: str) -> None:
        triaged().when("approve-line", **{**LINE, "role": role}).then_refused(
            "LineNeedsInvestigator"
        )

    def test_the_head_may(self) -> None:
        triaged().when("approve-line", **{**LINE, "role": "head_of_se"}).then(d.LineApproved)

    def test_every_reason_is_given_at_once(self) -> None:
        wrong: dict[str, Any] = {**LINE, "text_en": "", "text_cy": "Testun", "valid_to": MORNING}

        triaged().when("approve-line", **wrong).then_refused(
            "TextMissing", "TranslatorMissing", "ValidityEndsBeforeItBegins"
        )

    def test_it_lasts_longer_than_a_moment(self) -> None:
        moment: dict[str, Any] = {"valid_from": MORNING, "valid_to": MORNING}

        triaged().when("approve-line", **LINE, **moment).then_refused("ValidityEndsBeforeItBegins")

    def test_a_number_is_used_once(self) -> None:
        approved().when("approve-line", **LINE, line="L1").then_refused("LineAlreadyApproved")
        approved().when("approve-line", **LINE).then(d.LineApproved, line="L2")


class TestEndingALine:
    def told(self) -> Scenario:
        scenario = approved()
        scenario.done(
            "record-contact",
            stakeholder="STK-1",
            channel="phone",
            reached=True,
            purpose="inform",
            lines=["L1"],
        )
        return scenario

    @pytest.mark.parametrize(
        ("verb", "event"), [("withdraw-line", d.LineWithdrawn), ("correct-line", d.LineCorrected)]
    )
    def test_everybody_who_was_given_it_is_listed(self, verb: str, event: type[Any]) -> None:
        scenario = self.told()
        told = scenario.incident.history[-1].event_id

        scenario.when(verb, line="L1", reason=LONG_ENOUGH, role="investigator")
        scenario.then(event, contacts_affected=(told,))
        assert not scenario.incident.response.live_lines(scenario.now)

    def test_what_replaces_it_is_approved_first(self) -> None:
        wrong: dict[str, Any] = {"line": "L9", "reason": "Wrong", "replacement": "L8"}

        approved().when("correct-line", **wrong, role="investigator").then_refused(
            "LineUnknown", "ReplacementUnknown", "ReasonTooShort"
        )

    @pytest.mark.parametrize("replacement", ["L1", "L9"])
    def test_it_is_not_replaced_by_itself_or_by_nothing(self, replacement: str) -> None:
        wrong: dict[str, Any] = {"line": "L1", "reason": LONG_ENOUGH, "replacement": replacement}

        approved().when("correct-line", **wrong, role="investigator").then_refused(
            "ReplacementUnknown"
        )

    def test_another_line_replaces_it(self) -> None:
        two = approved().given(APPROVED.model_copy(update={"line": "L2"}))

        two.when(
            "correct-line", line="L1", reason=LONG_ENOUGH, replacement="L2", role="investigator"
        ).then(d.LineCorrected)
        assert two.incident.response.lines["L1"].replacement == "L2"

    def test_it_ends_once(self) -> None:
        ended = approved().given(d.LineWithdrawn(line="L1", reason=LONG_ENOUGH))

        ended.when("correct-line", line="L1", reason=LONG_ENOUGH, role="investigator")
        ended.then_refused("LineAlreadyEnded")

    def test_only_those_who_clear_lines_end_them(self) -> None:
        approved().when("withdraw-line", line="L1", reason=LONG_ENOUGH).then_refused(
            "LineNeedsInvestigator"
        )


class TestIssueUpdate:
    def test_updates_are_numbered(self) -> None:
        approved().when("issue-update", **UPDATE, audience=["STK-1"], lines=["L1"]).then(
            d.UpdateIssued, update="U1"
        )

    def test_it_has_readers_words_and_live_lines(self) -> None:
        nothing: dict[str, Any] = {
            "text_en": "",
            "channel": "email",
            "audience": [],
            "lines": ["L1"],
        }
        expired = triaged().given(APPROVED.model_copy(update={"valid_to": MORNING + HOUR}))

        expired.at(MORNING + DAY).when("issue-update", **nothing).then_refused(
            "AudienceMissing", "TextMissing", "LineNotLive"
        )

    def test_the_same_number_is_not_issued_twice(self) -> None:
        issued = approved().when("issue-update", **UPDATE, audience=["STK-1"])
        issued.then(d.UpdateIssued)

        issued.when("issue-update", **UPDATE, audience=["STK-1"], update="U1")
        issued.then_refused("UpdateAlreadyIssued")
        issued.when("issue-update", **UPDATE, audience=["STK-1"]).then(d.UpdateIssued, update="U2")


class TestWelsh:
    def reading_welsh(self) -> Scenario:
        reader = FAMILIAR.model_copy(update={"preferred": "cy"})
        return triaged().knowing(register={**REGISTER, "STK-1": reader})

    def test_a_force_in_wales_needs_the_welsh_text(self) -> None:
        welsh = triaged(pfa="W15000004")

        welsh.when("approve-line", **LINE).then_refused("WelshTextMissing")
        welsh.when("issue-update", **UPDATE, audience=["STK-1"]).then_refused("WelshTextMissing")
        welsh.when("approve-line", **LINE, **WELSH).then(d.LineApproved)

    def test_a_place_in_wales_needs_it_too(self) -> None:
        triaged(lads=("W06000001",)).when("approve-line", **LINE).then_refused("WelshTextMissing")

    def test_a_community_in_wales_needs_it_where_it_is_addressed(self) -> None:
        border = triaged().given(
            d.CommunityMapped(community="C1", name="Border", lads=("W06000001",), tags=("faith",))
        )

        border.when("issue-update", **UPDATE, audience=["C1"]).then_refused("WelshTextMissing")
        border.when("approve-line", **LINE, audience=["faith"]).then_refused("WelshTextMissing")
        border.when("approve-line", **LINE, audience=["somali"]).then(d.LineApproved)

    def test_somebody_who_prefers_welsh_is_written_to_in_welsh(self) -> None:
        scenario = self.reading_welsh()

        scenario.when("issue-update", **UPDATE, audience=["STK-1"]).then_refused("WelshTextMissing")
        scenario.when("issue-update", **UPDATE, audience=["STK-2"]).then(d.UpdateIssued)

    def test_so_are_the_contacts_of_a_community(self) -> None:
        scenario = self.reading_welsh()
        scenario.done("map-community", name="Neighbours", contacts=[{"stakeholder": "STK-1"}])

        scenario.when("issue-update", **UPDATE, audience=["C1"]).then_refused("WelshTextMissing")

    def test_nothing_goes_to_welsh_recipients_in_english(self) -> None:
        to_wales = {**UPDATE, "audience": ["STK-1"], "recipients": {"cy": 9, "en": 16}}

        triaged().when("issue-update", **to_wales).then_refused("WelshTextMissing")
        triaged().when("issue-update", **to_wales, text_cy="Beth sy'n digwydd nesaf.").then(
            d.UpdateIssued, recipients={"cy": 9, "en": 16}
        )

    def test_a_force_named_as_the_audience_counts(self) -> None:
        triaged().when("issue-update", **UPDATE, audience=["W15000001"]).then_refused(
            "WelshTextMissing"
        )
