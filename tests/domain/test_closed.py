"""What may still be recorded of a response that is closed, and what may not: every verb."""

from datetime import date
from typing import Any

import pytest

from domain.base import Refusal
from domain.incident import BODIES
from domain.incident import decisions as d
from domain.vocabulary import Level
from tests.domain.scenario import DAY, LONG_ENOUGH, MORNING, Scenario, triaged

STRAY = "00000000-0000-7000-8000-000000000000"
REASON = {"reason": LONG_ENOUGH}
STILL_ALLOWED: dict[str, dict[str, Any]] = {
    "record-contact": {
        "stakeholder": "STK-1",
        "channel": "phone",
        "reached": True,
        "purpose": "listen",
    },
    "complete-follow-up": {"contact": STRAY, "index": 0},
    "keep-commitment": {"commitment": "P1"},
    "correct-entry": {"target": STRAY, "field": "title", "to": "x", **REASON},
    "explain-breach": {"milestone": "lead", "why": LONG_ENOUGH},
    "place-legal-hold": {"basis": "Inquest", "review_at": date(2026, 9, 1)},
    "release-legal-hold": {"basis": "Over", "second_person": "IG-02"},
    "reopen": REASON,
    "offer-interest": {"stakeholder": "STK-1", "method": "phone"},
    "decline-interest": {"stakeholder": "STK-1"},
    "exempt-interest": {"stakeholder": "STK-1", "reason": "vulnerable"},
    "acknowledge-flag": {"flag": "F1"},
    "review-retention": {"keep_until": "2034-03-01", "reason": "The inquest may be reopened."},
    "decide-disposal": {"ground": LONG_ENOUGH},
    "confirm-disposal": {},
}
NO_LONGER: dict[str, dict[str, Any]] = {
    "triage": {
        "level": "critical",
        "rationale": LONG_ENOUGH,
        "initial_tension": "amber",
        "due_regard": LONG_ENOUGH,
    },
    "assign-lead": {"officer": "OFC-02"},
    "hand-over": {"to": "OFC-02", "note": "Quiet"},
    "link-investigation": {"ref": "2026/1", "lead_investigator": "INV-01"},
    "determine-mode": {"mode": "local", "determined_at": MORNING},
    "confirm-family-spoc": {"spoc_role": "other"},
    "map-community": {"name": "Neighbours"},
    "revise-community": {"community": "C1", "name": "Neighbours"},
    "record-tension": {"kind": "potential", "source_class": "online", "text": "Fictional."},
    "assess-impact": {"rating": "green"},
    "approve-line": {"text_en": "Fictional."},
    "withdraw-line": {"line": "L1", **REASON},
    "correct-line": {"line": "L1", **REASON},
    "raise-question": {"text": "When?", "asked_by": "stakeholder", "ref": "STK-1", "kind": "fact"},
    "answer-question": {"question": "Q1", "cannot_answer_reason": "Not ours"},
    "make-commitment": {"to": "STK-1", "text": "Call", "due_at": MORNING + DAY},
    "vary-commitment": {"commitment": "P1", "new_due": MORNING + DAY, "reason": "Later"},
    "issue-update": {"audience": ["STK-1"], "text_en": "Fictional.", "channel": "email"},
    "flag-to-investigation": {"pointer": STRAY, "to": "INV-01"},
    "record-decision": {
        "question": "Where?",
        "options": ["A", "B"],
        "chosen": 0,
        "rationale": LONG_ENOUGH,
    },
    "hold-debrief": {"attendees": ["OFC-01"]},
    "declare-nothing-new": REASON,
}
STEPS: dict[str, dict[str, Any]] = {
    "move-to-restoring": REASON,
    "start-review": REASON,
    "escalate": REASON,
    "stand-down": REASON,
    "close": {"summary": LONG_ENOUGH},
}
ROLES = dict.fromkeys(
    (
        *("place-legal-hold", "release-legal-hold", "review-retention"),
        *("decide-disposal", "confirm-disposal"),
    ),
    "info_governance",
)


def closed() -> Scenario:
    return triaged().given(d.IncidentClosed(summary="Done"))


def refused(scenario: Scenario, verb: str, body: dict[str, Any]) -> list[str]:
    try:
        scenario.when(verb, **body, role=ROLES.get(verb, "head_of_se")).ask()
    except Refusal as refusal:
        return [reason.code for reason in refusal.reasons]
    return []


def test_every_verb_is_one_or_the_other() -> None:
    assert {*STILL_ALLOWED, *NO_LONGER, *STEPS, "raise"} == set(BODIES)


@pytest.mark.parametrize("verb", NO_LONGER)
def test_what_a_closed_response_refuses(verb: str) -> None:
    assert "ResponseClosed" in refused(closed(), verb, NO_LONGER[verb])
    assert "ResponseClosed" in refused(triaged(Level.NOT_FOR_SE), verb, NO_LONGER[verb])


@pytest.mark.parametrize("verb", STEPS)
def test_which_steps_it_does_not_take(verb: str) -> None:
    assert refused(closed(), verb, STEPS[verb]) == ["StateNotNext"]


@pytest.mark.parametrize("verb", STILL_ALLOWED)
def test_what_it_still_takes(verb: str) -> None:
    assert "ResponseClosed" not in refused(closed(), verb, STILL_ALLOWED[verb])


@pytest.mark.parametrize("verb", NO_LONGER)
def test_what_an_untriaged_incident_takes_already(verb: str) -> None:
    scenario = Scenario()
    scenario.done(
        "raise", title="Fictional", incident_type="other", pfa="E23000003", summary="Fictional."
    )

    assert "ResponseClosed" not in refused(scenario, verb, NO_LONGER[verb])
