"""How entries are marked: never lower than their incident, nor than what they refer to."""

from datetime import timedelta

import pytest

from domain.base import Provenance, Refusal
from domain.incident import Facts, Incident, as_at
from domain.incident import decisions as d
from domain.personal import Personal
from domain.sealing import SEALED
from domain.vocabulary import Marking
from domain.withholding import withheld
from tests.domain.scenario import HOUR, MORNING, RAISED, REF, REGISTER, signed

OPEN, OS = Marking.OFFICIAL, Marking.OFFICIAL_SENSITIVE
FACTS = Facts(register=REGISTER, position=1000)
PROMISE = d.CommitmentMade(to="C1", text="Ring every Monday.", due_at=MORNING + 30 * HOUR)
WHY = "It was another day."


def by(number: int, marking: Marking = OPEN, role: str = "duty_officer") -> Provenance:
    now = MORNING + timedelta(minutes=number)
    return signed(number, now, None, role, "OFC-01").model_copy(update={"marking": marking})


def incident(marking: Marking = OPEN) -> Incident:
    begun = Incident(REF)
    begun.decide(RAISED, by(1, marking))
    begun.map_community(d.CommunityMapped(name="Both"), by(2), FACTS)
    return begun


def last(of: Incident) -> str:
    return of.history[-1].by.marking


def test_an_entry_is_marked_as_its_incident_is() -> None:
    assert last(incident()) == OPEN
    assert last(incident(OS)) == OS


def test_it_may_be_marked_higher() -> None:
    one = incident()
    one.make_commitment(PROMISE, by(3, OS), FACTS)

    assert [event.by.marking for event in one.history] == [OPEN, OPEN, OS]


def test_what_follows_from_a_sensitive_entry_is_sensitive_and_nothing_else_is() -> None:
    one = incident()
    one.make_commitment(PROMISE, by(3, OS), FACTS)
    one.make_commitment(PROMISE, by(4), FACTS)
    one.keep_commitment(d.CommitmentKept(commitment="P1"), by(5), FACTS)
    one.keep_commitment(d.CommitmentKept(commitment="P2"), by(6), FACTS)

    assert [event.by.marking for event in one.history[2:]] == [OS, OPEN, OS, OPEN]


def test_tension_cannot_be_marked_lower_than_its_incident() -> None:
    one = incident(OS)
    signal = d.TensionSignalRecorded.model_validate(
        {"kind": "potential", "source_class": "media", "text": "Heard.", "marking": "OFFICIAL"}
    )
    one.record_tension(signal, by(3), FACTS)

    assert (last(one), one.history[-1].decision.marking) == (OS, OS)


def test_a_correction_is_marked_as_the_entry_it_corrects() -> None:
    one = incident()
    one.make_commitment(PROMISE, by(3, OS), FACTS)
    target = one.history[-1].event_id
    said = d.EntryCorrected(target=target, field="text", to="Ring every Tuesday.", reason=WHY)
    one.correct_entry(said, by(4), FACTS)

    assert last(one) == OS


def test_a_correction_cannot_put_sensitive_words_into_an_entry_that_is_not() -> None:
    one = incident()
    said = d.EntryCorrected(
        target=one.history[0].event_id, field="title", to="The name of a child", reason=WHY
    )
    with pytest.raises(Refusal, match="CorrectionMarkedHigher"):
        one.correct_entry(said, by(3, OS), FACTS)


def test_an_entry_without_its_words_keeps_dates_and_codes() -> None:
    one = incident()
    one.make_commitment(PROMISE, by(3), FACTS)
    question = d.QuestionRaised.model_validate(
        {"text": "When will they be told?", "asked_by": "community", "ref": "C1", "kind": "fact"}
    )
    one.raise_question(question, by(4), FACTS)
    promised, asked = map(withheld, one.history[-2:])

    assert promised.decision.text == SEALED
    assert (promised.decision.due_at, promised.by) == (PROMISE.due_at, one.history[-2].by)
    assert isinstance(asked.decision.text, Personal)
    assert (asked.decision.text.text, asked.decision.ref) == (None, "C1")


def test_a_response_can_be_folded_without_the_words_of_some_entries() -> None:
    one = incident()
    one.make_commitment(PROMISE, by(3, OS), FACTS)
    shown = as_at(one.history, shown=lambda event: withheld(event) if event.version == 3 else event)

    assert shown.commitments["P1"].text == SEALED
    assert shown.commitments["P1"].due_at == PROMISE.due_at
    assert shown.title == RAISED.title
