"""Disposing of the text of a record: when it is over, by two people, and what stays of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.incident import as_at
from domain.incident import decisions as d
from domain.incident.replay import as_kept, code_of, reads_after
from domain.sealing import key_ref
from domain.vocabulary import Level
from services.retention import is_record_over
from tests.domain.scenario import LONG_ENOUGH, MORNING, REF, Scenario, moment, triaged

LATER = datetime(2032, 4, 1, 9, tzinfo=UTC)
FIRST: dict[str, Any] = {"role": "info_governance", "actor": "ig-one"}
SECOND: dict[str, Any] = {"role": "info_governance", "actor": "ig-two"}
GONE = date(2032, 4, 1)


def over() -> Scenario:
    """A response that was closed six years ago, with who could be read about in it."""
    scenario = triaged().given(d.IncidentClosed(summary="Done"))
    people = (REF, "STK-1")
    return scenario.knowing(record_over=is_record_over, subjects_in=lambda ref: people).at(LATER)


def decided() -> Scenario:
    scenario = over()
    scenario.done("decide-disposal", ground=LONG_ENOUGH, **FIRST)
    return scenario


def test_one_decides_and_another_confirms() -> None:
    over().when("decide-disposal", ground=LONG_ENOUGH, **FIRST).then(
        d.DisposalDecided, ground=LONG_ENOUGH
    )
    refs = (key_ref(REF, REF), key_ref(REF, "STK-1"))
    decided().when("confirm-disposal", **SECOND).then(
        d.DisposalConfirmed,
        d.IncidentKeysDestroyed,
        key_refs=refs,
        backups_gone_by=date(2032, 5, 1),
    )


def test_what_was_decided_waits_and_then_does_not() -> None:
    scenario = decided()
    waiting = scenario.incident.response.disposal
    assert waiting is not None
    assert (waiting.decided_by, waiting.ground) == ("ig-one", LONG_ENOUGH)
    scenario.done("confirm-disposal", **SECOND)
    response = scenario.incident.response
    assert (response.disposal, response.disposed_on) == (None, GONE)
    scenario.when("review-retention", keep_until="2040-01-01", reason="Why", **FIRST)
    scenario.then_refused("RecordDisposed")
    scenario.when("reopen", reason=LONG_ENOUGH, role="head_of_se").then_refused("RecordDisposed")


def test_whoever_decided_does_not_confirm_nor_name_themselves() -> None:
    decided().when("confirm-disposal", **FIRST).then_refused("SecondPersonNeeded")
    proposed: dict[str, Any] = {"ground": LONG_ENOUGH, "second_person": "ig-one"}
    over().when("decide-disposal", **proposed, **FIRST).then_refused("SecondPersonNeeded")
    over().when("confirm-disposal", **SECOND).then_refused("DisposalNotDecided")


@pytest.mark.parametrize("verb", ["decide-disposal", "confirm-disposal"])
def test_only_information_governance_does_either(verb: str) -> None:
    body: dict[str, Any] = {"ground": LONG_ENOUGH} if verb == "decide-disposal" else {}
    decided().when(verb, **body, role="head_of_se").then_refused("ErasureNeedsInfoGovernance")


def test_a_ground_is_long_enough_to_be_understood() -> None:
    over().when("decide-disposal", ground="x" * 19, **FIRST).then_refused("ReasonTooShort")
    over().when("decide-disposal", ground="x" * 20, **FIRST).then(d.DisposalDecided)


def test_six_years_are_counted_from_when_the_close_was_recorded() -> None:
    asked = {"ground": LONG_ENOUGH, **FIRST}
    early, on_the_day = datetime(2032, 3, 1, 23, tzinfo=UTC), datetime(2032, 3, 2, 0, tzinfo=UTC)
    over().at(early).when("decide-disposal", **asked).then_refused("RecordNotDue")
    over().at(on_the_day).when("decide-disposal", **asked).then(d.DisposalDecided)
    backdated = triaged().at(LATER)
    backdated.given(d.IncidentClosed(summary="Done"), occurred=MORNING)
    backdated.knowing(record_over=is_record_over)
    backdated.when("decide-disposal", **asked).then_refused("RecordNotDue")


def test_an_open_response_is_kept_and_one_not_taken_on_is_not() -> None:
    knows = {"record_over": is_record_over}
    asked = {"ground": LONG_ENOUGH, **FIRST}
    triaged().knowing(**knows).at(LATER).when("decide-disposal", **asked).then_refused(
        "ResponseNotClosed"
    )
    not_taken = triaged(Level.NOT_FOR_SE).knowing(**knows).at(LATER)
    not_taken.when("decide-disposal", **asked).then(d.DisposalDecided)


def test_a_hold_wins_before_and_after_the_decision() -> None:
    held = d.LegalHoldPlaced(basis="Inquest", review_at=date(2033, 1, 1))
    asked = {"ground": LONG_ENOUGH, **FIRST}
    over().given(held).when("decide-disposal", **asked).then_refused("LegalHoldWins")
    decided().given(held).when("confirm-disposal", **SECOND).then_refused("LegalHoldWins")


def test_keeping_or_reopening_it_ends_what_was_decided() -> None:
    kept = d.RetentionReviewed(keep_until=date(2034, 1, 1), reason="Asked for again.")
    decided().given(kept).when("confirm-disposal", **SECOND).then_refused(
        "DisposalNotDecided", "RecordNotDue"
    )
    reopened = decided().given(d.IncidentReopened(reason=LONG_ENOUGH))
    reopened.when("confirm-disposal", **SECOND).then_refused(
        "DisposalNotDecided", "ResponseNotClosed"
    )
    again = reopened.given(d.IncidentClosed(summary="Done again"))
    again.when("confirm-disposal", **SECOND).then_refused("DisposalNotDecided", "RecordNotDue")


def test_its_words_are_sealed_for_those_who_decide_alone() -> None:
    scenario = over()
    asked = d.DisposalDecided(ground=LONG_ENOUGH)
    by = scenario._sign(None, "info_governance", "ig-one").model_copy(update={"about": ("STK-1",)})
    scenario.incident.decide_disposal(asked, by, scenario.facts)
    [event] = scenario.incident.collect_events()
    assert event.about == ("GOVERNANCE",)


def corrected_then_closed() -> Scenario:
    scenario = triaged().at(moment("02 10:00"))
    met = {"channel": "phone", "purpose": "listen", "summary": "She heard it."}
    contact = scenario.done("record-contact", stakeholder="STK-1", reached=True, **met)
    later = [{"text": "Ring her", "owner": "OFC-01", "due": "2026-03-09"}]
    fixed: dict[str, Any] = {"reached": False, "occurred_at": "2026-03-02T09:00:00Z"}
    fixed |= {"summary": "He heard it.", "follow_ups": later}
    for field, to in fixed.items():
        scenario.done(
            "correct-entry", target=contact.event_id, field=field, to=to, reason=LONG_ENOUGH
        )
    return scenario.given(d.IncidentClosed(summary="Done"))


def test_corrections_keep_what_is_no_text_of_anybody() -> None:
    scenario = corrected_then_closed()
    scenario.knowing(record_over=is_record_over).at(LATER)
    scenario.done("decide-disposal", ground=LONG_ENOUGH, **FIRST)
    scenario.when("confirm-disposal", **SECOND).ask()
    confirmed, _ = scenario.incident.collect_events()
    said = [one.to for one in confirmed.decision.kept]

    assert said[:2] == [False, "2026-03-02T09:00:00Z"]
    assert [(one["text"], one["owner"], one["due"]) for one in said[2]] == [
        ("[erased 1 Apr 2032]", "OFC-01", "2026-03-09")
    ]
    assert len(said) == 3


def test_a_correction_counts_once_its_own_words_are_gone() -> None:
    history = corrected_then_closed().incident.history
    gone = "[erased 1 Apr 2032]"
    fixed = [event for event in history if isinstance(event.decision, d.EntryCorrected)]
    kept = tuple(
        d.KeptCode(correction=event.event_id, to=code)
        for event in fixed
        if (code := code_of(reads_after(history, event), event.decision, GONE)) is not None
    )
    scenario = corrected_then_closed()
    lost = {event.event_id for event in fixed}
    for number, event in enumerate(scenario.incident.history):
        if event.event_id in lost:
            decision = event.decision.model_copy(update={"to": gone})
            object.__setattr__(event, "decision", decision)
            scenario.incident.history[number] = event
    assert [contact.reached for contact in as_at(scenario.incident.history).contacts] == [True]
    assert scenario.incident.misses_codes
    scenario.given(d.DisposalConfirmed(kept=kept))

    [contact] = scenario.incident.response.contacts
    assert (contact.reached, contact.occurred_at) == (False, moment("02 09:00"))
    assert [one.owner for one in scenario.incident.response.follow_ups] == ["OFC-01"]
    then = as_at(as_kept(scenario.incident.history), moment=moment("03 00:00"))
    assert [contact.reached for contact in then.contacts] == [False]
