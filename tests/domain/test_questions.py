"""Questions, commitments and flags: what is owed."""

from typing import Any

import pytest

from domain.base import Refusal
from domain.incident import decisions as d
from tests.domain.scenario import DAY, HOUR, LONG_ENOUGH, MORNING, Scenario, signed, triaged

QUESTION: dict[str, Any] = {
    "text": "When will we hear? [F]",
    "asked_by": "stakeholder",
    "ref": "STK-1",
    "kind": "process",
}
PROMISE: dict[str, Any] = {
    "to": "STK-1",
    "text": "We will call with the date",
    "due_at": MORNING + DAY,
}
LINE = d.LineApproved(line="L1", text_en="x", approved_by="INV-01", valid_from=MORNING)


def asked() -> Scenario:
    scenario = triaged().given(LINE)
    scenario.done("raise-question", **QUESTION)
    return scenario


def promised() -> Scenario:
    scenario = triaged()
    scenario.done("make-commitment", **PROMISE)
    return scenario


class TestRaiseQuestion:
    def test_questions_are_numbered_and_about_whoever_asked(self) -> None:
        scenario = triaged().when("raise-question", **QUESTION)

        scenario.then(d.QuestionRaised, question="Q1")
        assert scenario.incident.history[-1].decision.text.about == ("INC-2026-0001", "STK-1")

    def test_the_asker_is_known(self) -> None:
        stranger = {**QUESTION, "ref": "STK-77", "text": ""}
        community = {**QUESTION, "ref": "C1", "asked_by": "community"}

        triaged().when("raise-question", **stranger).then_refused(
            "StakeholderUnknown", "TextMissing"
        )
        triaged().when("raise-question", **community).then_refused("CommunityUnknown")

    def test_a_number_is_used_once(self) -> None:
        asked().when("raise-question", **QUESTION, question="Q1").then_refused(
            "QuestionAlreadyRaised"
        )


class TestAnswerQuestion:
    def test_it_is_answered_from_a_live_line(self) -> None:
        scenario = asked().when("answer-question", question="Q1", line="L1", told_asker=True)
        scenario.then(d.QuestionAnswered)

        assert not scenario.incident.response.questions["Q1"].open

    def test_it_stays_open_until_whoever_asked_is_told(self) -> None:
        scenario = asked().when("answer-question", question="Q1", line="L1")
        scenario.then(d.QuestionAnswered)

        assert scenario.incident.response.questions["Q1"].open
        scenario.when("answer-question", question="Q1", line="L1", told_asker=True)
        scenario.then(d.QuestionAnswered)

    def test_or_it_is_said_why_it_cannot_be(self) -> None:
        asked().when("answer-question", question="Q1", cannot_answer_reason="Not ours").then(
            d.QuestionAnswered
        )

    def test_it_is_neither_unknown_nor_left_without_words(self) -> None:
        asked().when("answer-question", question="Q9").then_refused(
            "QuestionUnknown", "AnswerNeedsLineOrReason"
        )
        asked().when("answer-question", question="Q1", line="L2").then_refused("LineUnknown")

    def test_it_is_answered_once(self) -> None:
        answered = asked().given(d.QuestionAnswered(question="Q1", line="L1", told_asker=True))

        answered.when("answer-question", question="Q1", line="L1").then_refused(
            "QuestionAlreadyAnswered"
        )

    def test_what_could_not_be_answered_may_be_later(self) -> None:
        put_off = asked().given(
            d.QuestionAnswered(question="Q1", cannot_answer_reason="Not yet", told_asker=True)
        )

        put_off.when("answer-question", question="Q1", line="L1").then(d.QuestionAnswered)


class TestCommitments:
    def test_a_promise_is_owned_by_whoever_makes_it(self) -> None:
        triaged().when("make-commitment", **PROMISE).then(
            d.CommitmentMade, commitment="P1", owner="OFC-01", promised_by="OFC-01"
        )

    def test_it_is_to_somebody_about_something_and_due_later(self) -> None:
        wrong: dict[str, Any] = {"to": "STK-77", "text": "", "due_at": MORNING}

        triaged().when("make-commitment", **wrong).then_refused(
            "StakeholderUnknown", "TextMissing", "DueInThePast"
        )

    def test_it_is_not_due_the_moment_it_is_made(self) -> None:
        scenario = promised()
        now = scenario.now
        scenario.when("make-commitment", **{**PROMISE, "due_at": now}).then_refused("DueInThePast")

        now = scenario.now
        scenario.when("vary-commitment", commitment="P1", new_due=now, reason="Later")
        scenario.then_refused("DueInThePast")

    def test_it_may_be_made_to_a_community(self) -> None:
        mapped = triaged().given(d.CommunityMapped(community="C1", name="Neighbours"))

        mapped.when("make-commitment", **{**PROMISE, "to": "C1"}).then(d.CommitmentMade)

    def test_a_number_is_used_once(self) -> None:
        promised().when("make-commitment", **PROMISE, commitment="P1").then_refused(
            "CommitmentAlreadyMade"
        )

    def test_it_is_kept(self) -> None:
        scenario = promised().when("keep-commitment", commitment="P1", evidence="Called")

        scenario.then(d.CommitmentKept)
        assert scenario.incident.response.commitments["P1"].settled

    def test_it_is_kept_once(self) -> None:
        kept = promised().given(d.CommitmentKept(commitment="P1"))

        kept.when("keep-commitment", commitment="P1").then_refused("CommitmentAlreadyKept")
        kept.when("vary-commitment", commitment="P1", new_due=MORNING + 2 * DAY, reason="x")
        kept.then_refused("CommitmentAlreadyKept")

    def test_what_was_never_promised_is_not_kept(self) -> None:
        promised().when("keep-commitment", commitment="P7").then_refused("CommitmentUnknown")

    def test_it_is_varied_with_a_reason_and_a_later_date(self) -> None:
        later = MORNING + 2 * DAY
        scenario = promised()

        scenario.when("vary-commitment", commitment="P1", new_due=MORNING, reason="")
        scenario.then_refused("ReasonMissing", "DueInThePast")
        scenario.when("vary-commitment", commitment="P1", new_due=later, reason="The film is late")
        scenario.then(d.CommitmentVaried)
        assert scenario.incident.response.commitments["P1"].due_at == later

    def test_it_may_be_varied_again(self) -> None:
        varied = promised().given(
            d.CommitmentVaried(commitment="P1", new_due=MORNING + 2 * DAY, reason="x")
        )

        varied.when("vary-commitment", commitment="P1", new_due=MORNING + 3 * DAY, reason="y")
        varied.then(d.CommitmentVaried)


class TestMissedCommitments:
    def mark(self, scenario: Scenario, hours: int) -> None:
        now = MORNING + hours * HOUR
        missed = d.CommitmentMissed(commitment="P1", noticed_at=now)
        by = signed(99, now, None, "clock", "clock")
        scenario.incident.mark_missed(missed, by, scenario.facts)
        scenario.incident.collect_events()

    def test_the_clock_marks_what_is_overdue(self) -> None:
        scenario = promised()
        self.mark(scenario, 25)

        assert scenario.incident.response.commitments["P1"].missed_at == MORNING + 25 * HOUR

    def test_it_does_not_mark_what_is_not_due(self) -> None:
        with pytest.raises(Refusal, match="CommitmentNotDue"):
            self.mark(promised(), 23)

    def test_it_marks_once(self) -> None:
        scenario = promised()
        self.mark(scenario, 25)

        with pytest.raises(Refusal, match="CommitmentAlreadyMissed"):
            self.mark(scenario, 26)

    def test_no_verb_does(self) -> None:
        scenario = promised()
        self.mark(scenario, 25)

        scenario.at(MORNING + 26 * HOUR).when("keep-commitment", commitment="P1")
        scenario.then(d.CommitmentKept)


class TestFlags:
    def flagged(self, **changes: Any) -> Scenario:
        linked = triaged().given(d.InvestigationLinked(ref="2026/1", lead_investigator="INV-01"))
        pointer = linked.incident.history[0].event_id
        return linked.when("flag-to-investigation", **{"pointer": pointer, **changes})

    def test_the_lead_investigator_is_told(self) -> None:
        self.flagged(time_critical=True).then(d.RelevantMaterialFlagged, flag="F1", to="INV-01")

    def test_a_flag_points_at_an_entry_and_is_for_somebody(self) -> None:
        stray = "00000000-0000-7000-8000-000000000000"

        triaged().when("flag-to-investigation", pointer=stray).then_refused(
            "RecipientMissing", "EntryUnknown"
        )

    def test_a_number_is_used_once(self) -> None:
        scenario = self.flagged().then(d.RelevantMaterialFlagged)
        pointer = scenario.incident.history[0].event_id

        scenario.when("flag-to-investigation", pointer=pointer, flag="F1")
        scenario.then_refused("FlagAlreadyRaised")

    def test_it_is_acknowledged_by_the_investigation_alone(self) -> None:
        scenario = self.flagged().then(d.RelevantMaterialFlagged)

        scenario.when("acknowledge-flag", flag="F1").then_refused("FlagNeedsInvestigator")
        scenario.when("acknowledge-flag", flag="F1", role="investigator", actor="INV-01").then(
            d.FlagAcknowledged, by="INV-01"
        )

    def test_it_is_acknowledged_once(self) -> None:
        scenario = self.flagged().then(d.RelevantMaterialFlagged)
        scenario.done("acknowledge-flag", flag="F1", role="investigator")

        scenario.when("acknowledge-flag", flag="F1", role="investigator")
        scenario.then_refused("FlagAlreadyAcknowledged")
        scenario.when("acknowledge-flag", flag="F2", role="investigator")
        scenario.then_refused("FlagUnknown")


def test_debts_are_settled_after_closing_but_not_made() -> None:
    closed = promised().given(d.IncidentClosed(summary=LONG_ENOUGH))

    closed.when("make-commitment", **PROMISE).then_refused("ResponseClosed")
    closed.when("keep-commitment", commitment="P1").then(d.CommitmentKept)
