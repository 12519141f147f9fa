"""The words the model is written in keep their promises."""

from datetime import timedelta
from typing import Any

import pytest

from domain.base import Recorded, Refusal, Rules
from domain.incident import Incident
from tests.domain.scenario import MORNING, RAISED, REF, raised, signed


def test_an_event_id_is_a_version_7_uuid_that_only_its_command_has() -> None:
    first, second = (signed(number, MORNING, None, "auditor", "A-01") for number in (1, 2))

    assert first.event_id(REF, 1).version == 7
    assert first.event_id(REF, 1) == first.event_id(REF, 1)
    ids = {first.event_id(REF, 1), first.event_id(REF, 2), second.event_id(REF, 1)}
    assert len(ids) == 3


def test_event_ids_sort_by_when_they_were_recorded() -> None:
    earlier = signed(9, MORNING, None, "auditor", "A-01")
    later = signed(1, MORNING + timedelta(milliseconds=1), None, "auditor", "A-01")

    assert earlier.event_id(REF, 1) < later.event_id(REF, 1)


@pytest.mark.parametrize(("minutes", "allowed"), [(5, True), (6, False)])
def test_a_clock_may_be_five_minutes_ahead(minutes: int, allowed: bool) -> None:
    scenario = raised()
    ahead = scenario.now + timedelta(minutes=minutes)
    contact: dict[str, Any] = {
        "stakeholder": "STK-1",
        "channel": "phone",
        "reached": False,
        "purpose": "listen",
    }

    asked = scenario.when("record-contact", occurred=ahead, **contact)
    if allowed:
        asked.ask()
    else:
        asked.then_refused("OccurredInTheFuture")


def test_a_history_with_a_gap_is_not_folded() -> None:
    by = signed(1, MORNING, None, "auditor", "A-01")
    second = Recorded(ref=REF, version=2, event_id=by.event_id(REF, 2), decision=RAISED, by=by)

    with pytest.raises(ValueError, match="cannot apply 2"):
        Incident.project(None, [second])


def test_no_history_is_no_incident() -> None:
    assert Incident.project(None, []) is None


def test_rules_are_refused_together_or_not_at_all() -> None:
    rules = Rules()
    rules.require(True, "Kept", "Kept")
    rules.check()

    rules.require(False, "FirstBroken", "One", field="one")
    rules.require(False, "SecondBroken", "Two")
    with pytest.raises(Refusal, match="FirstBroken; SecondBroken") as refused:
        rules.check()
    assert [reason.field for reason in refused.value.reasons] == ["one", None]


def test_replaying_an_incident_comes_to_the_same() -> None:
    scenario = raised()
    again = Incident.project(None, scenario.incident.history)

    assert again is not None
    assert again.response == scenario.incident.response
    assert again.version == scenario.incident.version
