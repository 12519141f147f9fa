"""Corrections: the entry stays, and reads as it should have read."""

from typing import Any
from uuid import UUID

import pytest

from domain.base import Decision
from domain.incident import amended, correctable
from domain.incident import decisions as d
from domain.personal import Personal
from domain.vocabulary import Bereaved, Level, State
from tests.domain.scenario import DAY, HOUR, LONG_ENOUGH, MORNING, Scenario, raised, triaged

WHY: dict[str, Any] = {"reason": "voicemail only"}
CONTACT: dict[str, Any] = {
    "stakeholder": "STK-1",
    "channel": "phone",
    "reached": True,
    "purpose": "listen",
    "summary": "They are worried [F]",
}


def contacted() -> tuple[Scenario, UUID]:
    scenario = triaged()
    return scenario, scenario.done("record-contact", **CONTACT).event_id


def test_a_correction_changes_what_is_known_and_keeps_what_was_said() -> None:
    scenario, contact = contacted()

    scenario.when("correct-entry", target=contact, field="reached", to=False, **WHY)
    scenario.then(d.EntryCorrected, target=contact)
    assert scenario.incident.response.reached == frozenset()
    assert scenario.incident.history[2].decision.reached
    assert not amended(scenario.incident.history)[2].decision.reached


def test_it_says_why() -> None:
    scenario, contact = contacted()

    scenario.when("correct-entry", target=contact, field="reached", to=False, reason="wrong")
    scenario.then_refused("ReasonTooShort")


def test_it_is_about_an_entry_of_this_incident() -> None:
    stray = UUID("00000000-0000-7000-8000-000000000000")

    triaged().when("correct-entry", target=stray, field="reached", to=False, **WHY).then_refused(
        "EntryUnknown"
    )


@pytest.mark.parametrize(
    ("field", "to", "code"),
    [
        ("mood", "calm", "FieldUnknown"),
        ("channel", "pigeon", "CorrectionInvalid"),
        ("reached", True, "NothingCorrected"),
        ("summary", "They are worried [F]", "NothingCorrected"),
        ("stakeholder", "STK-77", "StakeholderUnknown"),
        ("occurred_at", "yesterday", "CorrectionInvalid"),
        ("occurred_at", (MORNING + DAY).isoformat(), "OccurredInTheFuture"),
    ],
)
def test_the_entry_is_still_a_valid_one(field: str, to: Any, code: str) -> None:
    scenario, contact = contacted()

    scenario.when("correct-entry", target=contact, field=field, to=to, **WHY).then_refused(code)


def test_when_it_happened_may_be_corrected() -> None:
    scenario, contact = contacted()
    earlier = MORNING - HOUR

    scenario.done(
        "correct-entry", target=contact, field="occurred_at", to=earlier.isoformat(), **WHY
    )
    assert scenario.incident.response.contacts[0].occurred_at == earlier
    scenario.when(
        "correct-entry", target=contact, field="occurred_at", to=earlier.isoformat(), **WHY
    ).then_refused("NothingCorrected")


def test_personal_text_stays_personal_and_about_the_same_people() -> None:
    scenario, contact = contacted()
    correction = scenario.done(
        "correct-entry", target=contact, field="summary", to="They are angry [F]", **WHY
    )

    assert isinstance(correction.decision.to, Personal)
    assert correction.decision.to.about == ("INC-2026-0001", "STK-1")
    [entry] = scenario.incident.response.contacts
    assert entry.summary is not None
    assert entry.summary.text == "They are angry [F]"


def test_a_second_correction_stands_over_the_first() -> None:
    scenario, contact = contacted()
    scenario.done("correct-entry", target=contact, field="reached", to=False, **WHY)
    scenario.done("correct-entry", target=contact, field="reached", to=True, **WHY)

    assert scenario.incident.response.reached == {"STK-1"}


def test_a_correction_itself_is_not_corrected() -> None:
    scenario, contact = contacted()
    correction = scenario.done("correct-entry", target=contact, field="reached", to=False, **WHY)

    scenario.when("correct-entry", target=correction.event_id, field="to", to=True, **WHY)
    scenario.then_refused("CorrectionNotCorrectable")


def test_what_other_entries_refer_to_stays() -> None:
    scenario = triaged()
    mapped = scenario.done("map-community", name="Neighbours")

    scenario.when("correct-entry", target=mapped.event_id, field="community", to="C9", **WHY)
    scenario.then_refused("FieldNotCorrectable")


def test_what_was_overridden_stays_on_record() -> None:
    moved = d.MovedToRestoring(reason=LONG_ENOUGH, overridden_guards=("PlanNotApproved",))
    scenario = triaged().given(moved)
    entry = scenario.incident.history[-1].event_id

    scenario.when("correct-entry", target=entry, field="overridden_guards", to=[], **WHY)
    scenario.then_refused("FieldNotCorrectable")


class TestWhatIsReserved:
    LINE = d.LineApproved(line="L1", text_en="x", approved_by="INV-01", valid_from=MORNING)

    def test_a_line_is_corrected_as_a_line_so_that_its_readers_are_listed(self) -> None:
        scenario = triaged().given(self.LINE)
        entry = scenario.incident.history[-1].event_id

        scenario.when("correct-entry", target=entry, field="text_en", to="y", **WHY)
        scenario.then_refused("FieldNotCorrectable")

    @pytest.mark.parametrize(
        ("decision", "field", "role", "code"),
        [
            (
                d.LineWithdrawn(line="L1", reason=LONG_ENOUGH),
                "reason",
                "investigator",
                "LineNeedsInvestigator",
            ),
            (
                d.LegalHoldPlaced(basis="Inquest", review_at=MORNING.date()),
                "basis",
                "info_governance",
                "LegalHoldNeedsInfoGovernance",
            ),
            (
                d.FlagAcknowledged(flag="F1", by="INV-01"),
                "note",
                "investigator",
                "FlagNeedsInvestigator",
            ),
        ],
    )
    def test_what_a_role_decides_that_role_corrects(
        self, decision: Decision, field: str, role: str, code: str
    ) -> None:
        scenario = triaged().given(self.LINE).given(decision)
        entry = scenario.incident.history[-1].event_id
        change: dict[str, Any] = {"target": entry, "field": field, "to": "Put right", **WHY}

        scenario.when("correct-entry", **change).then_refused(code)
        scenario.when("correct-entry", **change, role=role).then(d.EntryCorrected)


def test_the_level_is_corrected_within_an_active_response_only() -> None:
    scenario = triaged()
    triage = scenario.incident.history[1].event_id

    scenario.when("correct-entry", target=triage, field="level", to="monitor", **WHY)
    scenario.then_refused("FieldNotCorrectable")
    scenario.done("correct-entry", target=triage, field="level", to="high_profile", **WHY)
    assert scenario.incident.response.level is Level.HIGH_PROFILE
    assert scenario.incident.response.state is State.ACTIVE


def test_a_family_that_proves_bereaved_is_corrected_into_the_raising() -> None:
    scenario = raised()
    first = scenario.incident.history[0].event_id
    scenario.done("correct-entry", target=first, field="bereaved", to="yes", **WHY)

    assert scenario.incident.response.bereaved is Bereaved.YES
    scenario.when("confirm-family-spoc", spoc_role="other").then(d.FamilySpocConfirmed)


def test_a_handover_is_corrected_by_the_names_of_the_catalogue() -> None:
    scenario = triaged()
    passed = scenario.done("hand-over", to="OFC-02", note="Quiet")

    scenario.when("correct-entry", target=passed.event_id, field="from", to="OFC-03", **WHY)
    scenario.then(d.EntryCorrected)
    assert amended(scenario.incident.history)[2].decision.giver == "OFC-03"


def test_a_form_knows_beforehand_what_may_be_corrected() -> None:
    assert correctable(d.CommitmentKept) == {"evidence", "occurred_at"}
    assert correctable(d.LineApproved) == {"occurred_at"}


def test_a_closed_record_is_still_put_right() -> None:
    scenario, contact = contacted()
    scenario.given(d.IncidentClosed(summary=LONG_ENOUGH))

    scenario.when("correct-entry", target=contact, field="reached", to=False, **WHY).then(
        d.EntryCorrected
    )
