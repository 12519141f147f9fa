"""Raise, triage, lead, duty, family contact, investigation."""

from typing import Any

import pytest

from domain.incident import decisions as d
from domain.vocabulary import Bereaved, Level, SpocRole, State
from tests.domain.scenario import DAY, LONG_ENOUGH, MORNING, Scenario, raised, triaged

TRIAGE: dict[str, Any] = {
    "level": "critical",
    "rationale": LONG_ENOUGH,
    "initial_tension": "amber",
    "due_regard": LONG_ENOUGH,
}
RAISE: dict[str, Any] = {
    "title": "A man dies [F]",
    "incident_type": "other",
    "summary": "Fictional.",
    "pfa": "E23000003",
}
SPOC: dict[str, Any] = {
    "spoc_role": "lead_investigator",
    "family_ref": ["FAM-1"],
    "needs": "An interpreter",
}


def bereaved() -> Scenario:
    return triaged(bereaved=Bereaved.YES)


class TestRaise:
    def test_an_incident_is_raised(self) -> None:
        Scenario().when("raise", **RAISE).then(d.IncidentRaised, pfa="E23000003")

    def test_every_reason_is_given_at_once(self) -> None:
        nothing: dict[str, Any] = {"title": " ", "summary": "", "incident_type": "other"}

        Scenario().when("raise", **nothing).then_refused(
            "TitleMissing", "SummaryMissing", "ForceMissing"
        )

    def test_its_force_is_one_of_the_43(self) -> None:
        Scenario().when("raise", **{**RAISE, "pfa": "X9"}).then_refused("ForceUnknown")

    def test_another_body_needs_no_force(self) -> None:
        nca = {**RAISE, "pfa": None, "body": "nca"}

        Scenario().when("raise", **nca).then(d.IncidentRaised)

    def test_it_did_not_happen_in_the_future(self) -> None:
        Scenario().when("raise", **RAISE, occurred=MORNING + DAY).then_refused(
            "OccurredInTheFuture"
        )


class TestTriage:
    def test_a_critical_incident_is_active(self) -> None:
        scenario = raised().when("triage", **TRIAGE).then(d.IncidentTriaged, ruleset=1)

        assert scenario.incident.response.state is State.ACTIVE

    @pytest.mark.parametrize(
        ("level", "state"), [("high_profile", State.ACTIVE), ("monitor", State.MONITORING)]
    )
    def test_the_level_decides_the_state(self, level: str, state: State) -> None:
        scenario = raised().when("triage", **{**TRIAGE, "level": level}).then(d.IncidentTriaged)

        assert scenario.incident.response.state is state

    def test_what_is_not_for_us_is_not_taken(self) -> None:
        scenario = raised().when("triage", **{**TRIAGE, "level": "not_for_se"})

        scenario.then(d.IncidentTriaged, d.NotTaken, reason=LONG_ENOUGH)
        assert scenario.incident.response.state is State.NOT_TAKEN

    def test_short_reasons_are_refused(self) -> None:
        short = {**TRIAGE, "rationale": "Too short", "due_regard": "Considered"}

        raised().when("triage", **short).then_refused("RationaleTooShort", "DueRegardTooShort")

    def test_the_ruleset_is_the_one_in_force(self) -> None:
        raised().when("triage", **TRIAGE, ruleset=9).then_refused("RulesetUnknown")

    def test_it_is_triaged_once(self) -> None:
        triaged().when("triage", **TRIAGE).then_refused("AlreadyTriaged")

    def test_it_is_triaged_again_after_reopening(self) -> None:
        closed = triaged().given(d.IncidentClosed(summary="Done"))
        reopened = closed.given(d.IncidentReopened(reason=LONG_ENOUGH))

        reopened.when("triage", **TRIAGE).then(d.IncidentTriaged)

    def test_what_is_active_again_cannot_sink_to_monitoring(self) -> None:
        watched = triaged(Level.MONITOR).given(d.Escalated(reason=LONG_ENOUGH))

        watched.when("triage", **{**TRIAGE, "level": "monitor"}).then_refused("LevelTooLow")

    def test_a_relapse_keeps_its_level(self) -> None:
        restoring = triaged().given(d.MovedToRestoring(reason=LONG_ENOUGH))
        relapsed = restoring.given(d.Escalated(reason=LONG_ENOUGH))

        relapsed.when("triage", **TRIAGE).then_refused("AlreadyTriaged")


class TestAssignLead:
    def test_the_first_lead_is_assigned(self) -> None:
        triaged().when("assign-lead", officer="OFC-02").then(d.LeadAssigned, officer="OFC-02")

    def test_the_next_lead_is_handed_over_to(self) -> None:
        led = triaged().given(d.LeadAssigned(officer="OFC-02"))

        led.when("assign-lead", officer="OFC-03", handover_note=LONG_ENOUGH).then(
            d.LeadHandedOver, giver="OFC-02", to="OFC-03"
        )

    def test_handing_over_needs_a_note(self) -> None:
        led = triaged().given(d.LeadAssigned(officer="OFC-02"))

        led.when("assign-lead", officer="OFC-03").then_refused("HandoverNoteTooShort")

    def test_the_officer_is_there(self) -> None:
        away = triaged().knowing(unavailable_officers=frozenset({"OFC-02"}))

        away.when("assign-lead", officer="OFC-02").then_refused("OfficerNotAvailable")

    def test_who_leads_already_is_not_assigned_again(self) -> None:
        led = triaged().given(d.LeadAssigned(officer="OFC-02"))

        led.when("assign-lead", officer="OFC-02", handover_note=LONG_ENOUGH).then_refused(
            "AlreadyLead"
        )


class TestHandOver:
    def test_the_duty_passes_from_whoever_writes(self) -> None:
        scenario = triaged().when("hand-over", to="OFC-02", note="All quiet.")

        scenario.then(d.DutyHandedOver, giver="OFC-01", to="OFC-02")
        assert scenario.incident.response.duty == "OFC-02"

    def test_it_passes_to_somebody_else_with_a_note(self) -> None:
        triaged().when("hand-over", to="OFC-01", note=" ").then_refused(
            "HandoverToSelf", "HandoverNoteMissing"
        )

    def test_open_items_are_entries_of_this_incident(self) -> None:
        stray = "00000000-0000-7000-8000-000000000000"

        triaged().when("hand-over", to="OFC-02", note="See", open_items=[stray]).then_refused(
            "EntryUnknown"
        )

    def test_it_may_pass_again_and_again(self) -> None:
        passed = triaged().given(d.DutyHandedOver(giver="OFC-01", to="OFC-02", note="x"))

        passed.when("hand-over", giver="OFC-02", to="OFC-01", note="Back").then(
            d.DutyHandedOver, giver="OFC-02"
        )


class TestInvestigation:
    def test_it_is_linked(self) -> None:
        scenario = triaged().when("link-investigation", ref="2026/1", lead_investigator="INV-01")

        scenario.then(d.InvestigationLinked)
        assert scenario.incident.response.lead_investigator == "INV-01"

    def test_it_has_a_reference(self) -> None:
        triaged().when("link-investigation", ref=" ", lead_investigator="INV-01").then_refused(
            "InvestigationMissing"
        )

    def test_it_is_not_linked_twice(self) -> None:
        linked = triaged().given(d.InvestigationLinked(ref="2026/1", lead_investigator="INV-01"))

        linked.when("link-investigation", ref="2026/1", lead_investigator="INV-01").then_refused(
            "InvestigationAlreadyLinked"
        )

    def test_its_mode_may_change(self) -> None:
        scenario = triaged().when("determine-mode", mode="directed", determined_at=MORNING)
        scenario.then(d.ModeDetermined)

        scenario.when("determine-mode", mode="independent", determined_at=MORNING).then(
            d.ModeDetermined
        )

    def test_its_mode_may_be_determined_this_very_moment(self) -> None:
        scenario = triaged()

        scenario.when("determine-mode", mode="local", determined_at=scenario.now).then(
            d.ModeDetermined
        )

    def test_its_mode_was_determined_already_and_not_in_the_future(self) -> None:
        local = triaged().given(d.ModeDetermined(mode="local", determined_at=MORNING))

        local.when("determine-mode", mode="local", determined_at=MORNING + DAY).then_refused(
            "ModeAlreadyDetermined", "DeterminedInTheFuture"
        )


class TestFamilySpoc:
    def test_the_contact_is_confirmed_without_naming_the_family(self) -> None:
        scenario = bereaved().when("confirm-family-spoc", **SPOC)
        scenario.then(d.FamilySpocConfirmed, confirmed_by="OFC-01")

        confirmed = scenario.incident.history[-1].decision
        assert confirmed.needs.about == ("INC-2026-0001", "INC-2026-0001-family")
        assert str(confirmed.family_ref[0]) == "[sealed]"

    def test_there_is_a_bereaved_family(self) -> None:
        triaged().when("confirm-family-spoc", **SPOC).then_refused("NotBereaved")

    def test_a_change_says_why(self) -> None:
        confirmed = bereaved().given(
            d.FamilySpocConfirmed(spoc_role=SpocRole.OTHER, confirmed_by="INV-01")
        )

        confirmed.when("confirm-family-spoc", **SPOC).then_refused("ReasonMissing")
        confirmed.when("confirm-family-spoc", **SPOC, reason="On leave").then(d.FamilySpocChanged)
