"""Every event is told as a sentence that somebody could say, in the names that people know."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from api.telling import TELLERS, Told, tell
from api.telling.keeping import reading
from api.telling.kinds import KIND_OF, KINDS
from domain.base import Decision
from domain.incident import INCIDENT_DECISIONS
from domain.incident import decisions as d
from domain.personal import Personal

NAMES = {
    "STK-0001": "Alderholt Mosque",
    "OFC-01": "Alex Example",
    "C1": "Somali community, Alderholt",
    "E23000005": "Greater Manchester",
}
WORDS = Personal(text="They ask when they will be told more.", about=("STK-0001",))
GONE = Personal(about=("STK-0001",), sealed="c2VhbGVk")
THEN = datetime(2026, 7, 2, 8, 15, tzinfo=UTC)
ENTRY = UUID(int=7)


def name(ref: str) -> str:
    return NAMES.get(ref, ref)


def told(decision: Decision) -> Told:
    return tell(decision, name)


def contact(**more: Any) -> d.StakeholderContacted:
    said = {
        "stakeholder": "STK-0001",
        "channel": "phone",
        "reached": True,
        "purpose": "inform",
        "summary": WORDS,
    }
    return d.StakeholderContacted.model_validate({**said, **more})


def test_every_event_is_told_and_found_under_a_kind() -> None:
    assert {*TELLERS} == {*INCIDENT_DECISIONS} == {*KIND_OF}
    assert {*KIND_OF.values()} <= {*KINDS}


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (contact(), "Reached Alderholt Mosque by phone"),
        (contact(reached=False, channel="visit"), "Tried to reach Alderholt Mosque on a visit"),
        (contact(direction="in", channel="email"), "Alderholt Mosque contacted us by email"),
        (d.LeadAssigned(officer="OFC-01"), "Alex Example leads the response"),
        (
            d.QuestionRaised(
                question="Q1", text=WORDS, asked_by="community", ref="C1", kind="fact"
            ),
            "Somali community, Alderholt asked a question, Q1",
        ),
        (
            d.RelevantMaterialFlagged(flag="F1", to="OFC-01", pointer=ENTRY, time_critical=True),
            "Flagged to Alex Example, urgently, F1",
        ),
        (
            d.LineApproved(line="L1", text_en="A line.", approved_by="OFC-01", valid_from=THEN),
            "Line L1 agreed by Alex Example",
        ),
    ],
)
def test_who_did_what_stands_in_the_sentence(decision: Decision, sentence: str) -> None:
    assert told(decision).sentence == sentence


def test_words_about_somebody_are_shown_while_their_key_lives() -> None:
    assert told(contact()).words == "They ask when they will be told more."
    assert told(contact(summary=GONE)) == told(contact(summary=GONE))
    assert (told(contact(summary=GONE)).words, told(contact(summary=GONE)).gone) == ("", True)


def test_nothing_written_is_not_the_same_as_erased() -> None:
    assert not told(contact(summary=None)).gone


def test_details_are_in_words_and_leave_out_what_was_not_said() -> None:
    follow_up = d.FollowUp(text="Ring again", owner="OFC-01", due=date(2026, 7, 9))
    details = dict(told(contact(follow_ups=(follow_up,), sentiment=-1, duration=15)).details)

    assert details["Feeling"] == "Worried"
    assert details["To follow"] == "Ring again (Alex Example, by 9 July)"
    assert details["Took"] == "15 min"
    assert "Lines used" not in details


def test_moments_are_told_as_a_clock_in_london_showed_them() -> None:
    decision = d.CommitmentMade(
        commitment="P1", to="C1", text="A call", due_at=THEN, owner="OFC-01", promised_by="OFC-01"
    )
    assert ("By", "2 July 2026, 09:15") in told(decision).details


def test_what_was_set_aside_to_take_a_step_is_told_in_words() -> None:
    decision = d.MovedToRestoring(reason="Calm again", overridden_guards=("PlanNotApproved",))
    assert told(decision).details == (("In spite of", "The engagement plan is not approved"),)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (None, ""),
        (["a_b", "c"], "a b, c"),
        ({"due_at": "soon"}, "due at: soon"),
        (Personal(text="words"), "words"),
        (12, "12"),
    ],
)
def test_any_corrected_value_is_one_line_of_text(value: object, words: str) -> None:
    assert reading(value) == words
