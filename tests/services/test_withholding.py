"""A command of somebody who may not read an entry: it counts, and no word of it comes back."""

from dataclasses import replace
from typing import Any

import pytest

from domain.base import NotFound, Recorded, Refusal
from domain.incident import Facts, Incident
from domain.incident import decisions as d
from services.verbs import COLLECTIONS
from services.withholding import UNSAID, Decision, act
from tests.domain.scenario import DAY, LONG_ENOUGH, MORNING, REGISTER, Scenario, signed, triaged

FACTS = Facts(register=REGISTER, position=1000)
BY = signed(99, MORNING + 20 * DAY, None, "se_officer", "OFC-02")


def restoring() -> tuple[Incident, Recorded[Any]]:
    """A response whose next step waits for a promise that is withheld."""
    scenario: Scenario = triaged().given(d.CommunityMapped(community="C1", name="Both"))
    promise = d.CommitmentMade(
        commitment="P1",
        to="C1",
        text="The Zebra promise.",
        due_at=MORNING + DAY,
        owner="OFC-01",
        promised_by="OFC-01",
    )
    scenario.given(promise).given(d.MovedToRestoring(reason=LONG_ENOUGH))
    return scenario.incident, scenario.incident.history[-2]


def asked(incident: Incident, hidden: list[Recorded[Any]], verb: str, **body: Any) -> None:
    known = COLLECTIONS["incidents"].verbs[verb]
    act(Decision(known, known.body.model_validate(body), BY, FACTS), incident, hidden)


def test_a_withheld_entry_counts_and_is_not_quoted() -> None:
    incident, promise = restoring()
    with pytest.raises(Refusal) as told:
        asked(incident, [promise], "start-review", reason=LONG_ENOUGH)
    with pytest.raises(Refusal) as told_all:
        asked(restoring()[0], [], "start-review", reason=LONG_ENOUGH)

    assert "Zebra" in str([reason.text for reason in told_all.value.reasons])
    assert "Zebra" not in str([reason.text for reason in told.value.reasons])
    codes = [reason.code for reason in told.value.reasons]
    assert codes == [reason.code for reason in told_all.value.reasons]
    assert "CommitmentOverdue" in codes


def test_what_is_withheld_cannot_be_answered() -> None:
    incident, promise = restoring()
    with pytest.raises(Refusal, match="CommitmentUnknown"):
        asked(incident, [promise], "keep-commitment", commitment="P1")
    asked(incident, [], "keep-commitment", commitment="P1")

    assert incident.response.commitments["P1"].kept_at is not None


def test_what_the_rules_would_let_pass_is_not_there_either() -> None:
    incident, _ = restoring()
    raised = incident.history[0]
    verb = replace(COLLECTIONS["incidents"].verbs["correct-entry"], act=lambda *_: None)
    proposed = d.EntryCorrected(target=raised.event_id, field="title", to="X", reason="long enough")
    with pytest.raises(NotFound):
        act(Decision(verb, proposed, BY, FACTS), incident, [raised])


def test_a_refusal_that_rests_on_withheld_words_says_only_its_name() -> None:
    incident, promise = restoring()

    def refuses_the_words(aggregate: Incident, *_: Any) -> None:
        if "Zebra" in aggregate.response.commitments["P1"].text:
            raise Refusal.because("Zebras", "There is a Zebra.")

    verb = replace(COLLECTIONS["incidents"].verbs["close"], act=refuses_the_words)
    with pytest.raises(Refusal) as told:
        act(Decision(verb, d.IncidentClosed(summary=LONG_ENOUGH), BY, FACTS), incident, [promise])

    assert [(reason.code, reason.text) for reason in told.value.reasons] == [("Zebras", UNSAID)]
