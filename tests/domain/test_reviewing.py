"""Decisions, the debrief, nothing new, legal holds, explained breaches."""

from datetime import date
from typing import Any

from domain.incident import decisions as d
from tests.domain.scenario import DAY, HOUR, LONG_ENOUGH, MORNING, triaged

DECISION: dict[str, Any] = {
    "question": "Where do we listen?",
    "options": ["The shelter", "The hall"],
    "chosen": 1,
    "rationale": LONG_ENOUGH,
}
HOLD: dict[str, Any] = {"basis": "Inquest", "review_at": date(2026, 9, 1)}
GOVERNANCE: dict[str, Any] = {"role": "info_governance", "actor": "IG-01"}
PLACED = d.LegalHoldPlaced(basis="Inquest", review_at=date(2026, 9, 1))


class TestRecordDecision:
    def test_it_keeps_what_its_maker_could_see(self) -> None:
        scenario = triaged().knowing(position=57)

        scenario.when("record-decision", **DECISION).then(
            d.DecisionRecorded, decision="D1", known_at_position=57
        )
        assert scenario.incident.response.decisions["D1"].chosen == "The hall"

    def test_every_reason_is_given_at_once(self) -> None:
        wrong: dict[str, Any] = {
            "question": "",
            "options": ["One"],
            "chosen": 1,
            "rationale": "Because",
        }

        triaged().when("record-decision", **wrong, known_at_position=2000).then_refused(
            "QuestionMissing",
            "OptionsTooFew",
            "ChosenNotAnOption",
            "RationaleTooShort",
            "PositionNotReached",
        )

    def test_a_number_is_used_once(self) -> None:
        decided = triaged().when("record-decision", **DECISION).then(d.DecisionRecorded)

        decided.when("record-decision", **DECISION, decision="D1")
        decided.then_refused("DecisionAlreadyRecorded")


class TestDebrief:
    def test_it_is_held_now_unless_it_says_otherwise(self) -> None:
        scenario = triaged()
        now = scenario.now

        scenario.when("hold-debrief", attendees=["OFC-01"]).then(d.DebriefHeld, held_at=now)

    def test_somebody_took_part_and_not_in_the_future(self) -> None:
        triaged().when("hold-debrief", attendees=[], held_at=MORNING + DAY).then_refused(
            "AttendeesMissing", "HeldInTheFuture"
        )

    def test_another_may_be_held(self) -> None:
        held = triaged().given(d.DebriefHeld(attendees=("OFC-01",), held_at=MORNING))

        held.when("hold-debrief", attendees=["OFC-02"]).then(d.DebriefHeld)


class TestNothingNew:
    def test_it_is_signed_by_whoever_writes_it(self) -> None:
        triaged().when("declare-nothing-new", reason=LONG_ENOUGH).then(
            d.NothingNewDeclared, by="OFC-01"
        )

    def test_it_says_why(self) -> None:
        triaged().when("declare-nothing-new", reason="None").then_refused("ReasonTooShort")

    def test_it_is_declared_once(self) -> None:
        declared = triaged().given(d.NothingNewDeclared(by="OFC-01", reason=LONG_ENOUGH))

        declared.when("declare-nothing-new", reason=LONG_ENOUGH)
        declared.then_refused("NothingNewAlreadyDeclared")


class TestLegalHold:
    def test_information_governance_places_it(self) -> None:
        scenario = triaged().when("place-legal-hold", **HOLD, **GOVERNANCE)

        scenario.then(d.LegalHoldPlaced)
        assert scenario.incident.response.hold is not None

    def test_nobody_else_does(self) -> None:
        triaged().when("place-legal-hold", **HOLD, role="head_of_se").then_refused(
            "LegalHoldNeedsInfoGovernance"
        )

    def test_it_has_a_basis_and_is_placed_once(self) -> None:
        triaged().given(PLACED).when(
            "place-legal-hold", **{**HOLD, "basis": ""}, **GOVERNANCE
        ).then_refused("AlreadyOnHold", "BasisMissing")

    def test_two_people_release_it(self) -> None:
        held = triaged().given(PLACED)

        held.when("release-legal-hold", basis="Over", second_person="IG-01", **GOVERNANCE)
        held.then_refused("SecondPersonNeeded")
        for actor, second_person in (
            ("IG-01", "IG-02"),
            ("IG-01", "IG-02"),
            ("IG-03", "IG-01"),
            ("IG-01", "IG-02"),
            ("IG-02", "IG-03"),
            ("IG-01", "IG-02"),
        ):
            governance = GOVERNANCE | {"actor": actor}
            held.when("release-legal-hold", basis="Over", second_person=second_person, **governance)
            held.then(d.LegalHoldReleaseProposed)
            assert held.incident.response.hold is not None
        second = GOVERNANCE | {"actor": "IG-02"}
        held.when("release-legal-hold", basis="Over", second_person="IG-01", **second)
        held.then(d.LegalHoldReleased)
        assert held.incident.response.hold is None

    def test_what_is_not_held_is_not_released(self) -> None:
        triaged().when(
            "release-legal-hold", basis="Over", second_person="IG-02", **GOVERNANCE
        ).then_refused("NoLegalHold")

    def test_only_information_governance_releases_it(self) -> None:
        triaged().given(PLACED).when(
            "release-legal-hold", basis="Over", second_person="IG-02"
        ).then_refused("LegalHoldNeedsInfoGovernance")

    def test_a_closed_record_may_be_held(self) -> None:
        closed = triaged().given(d.IncidentClosed(summary=LONG_ENOUGH))

        closed.when("place-legal-hold", **HOLD, **GOVERNANCE).then(d.LegalHoldPlaced)


class TestExplainBreach:
    def test_why_a_milestone_was_missed_stands_beside_it(self) -> None:
        late = triaged().at(MORNING + 5 * HOUR)

        late.when("explain-breach", milestone="lead", why="Nobody was on duty")
        late.then(d.MilestoneBreachExplained)
        assert late.incident.response.explained == {"lead": "Nobody was on duty"}

    def test_what_is_in_time_needs_no_excuse(self) -> None:
        triaged().when("explain-breach", milestone="lead", why="Later").then_refused(
            "MilestoneNotBreached", "ReasonTooShort"
        )

    def test_it_is_a_milestone_of_this_response(self) -> None:
        triaged().when(
            "explain-breach", milestone="family_spoc", why="Nobody was bereaved"
        ).then_refused("MilestoneUnknown")

    def test_a_better_explanation_may_follow(self) -> None:
        late = triaged().at(MORNING + 5 * HOUR)
        late.done("explain-breach", milestone="lead", why="Nobody was on duty")

        late.when("explain-breach", milestone="lead", why="The rota had a gap")
        late.then(d.MilestoneBreachExplained)
