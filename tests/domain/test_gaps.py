"""Silences by both clocks, and the figures that are made of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.base import Recorded
from domain.incident import as_at
from domain.incident.gaps import Clock, alerts, gaps, longest
from domain.ruleset import RULESET_V1
from tests.domain.scenario import LONG_ENOUGH, Scenario, moment


def begun() -> Scenario:
    """A critical response, raised and triaged half an hour later."""
    story = Scenario()
    story.at(moment("09 08:00")).done(
        "raise",
        title="A death in custody [F]",
        incident_type="death_in_custody",
        pfa="E23000003",
        summary="Fictional.",
    )
    story.at(moment("09 08:30")).done(
        "triage",
        level="critical",
        rationale=LONG_ENOUGH,
        initial_tension="amber",
        due_regard=LONG_ENOUGH,
    )
    return story


def contacted(story: Scenario, stakeholder: str, occurred: datetime | None = None) -> None:
    story.done(
        "record-contact",
        stakeholder=stakeholder,
        channel="phone",
        reached=True,
        purpose="listen",
        occurred=occurred,
    )


def history_of(entries: int) -> list[Recorded[Any]]:
    """A critical response of so many entries, a minute after another, all but two contacts."""
    story = begun()
    for number in range(entries - 2):
        contacted(story, f"STK-{number % 4 + 1}")
    return list(story.incident.history)


def test_a_silence_that_was_typed_up_later_shows_in_one_clock_and_not_in_the_other() -> None:
    story = begun()
    story.at(moment("10 12:00"))
    contacted(story, "STK-1", moment("09 20:00"))
    now = moment("10 12:30")
    response = as_at(story.incident.history)

    recorded = gaps(response, RULESET_V1, now, Clock.RECORDED)
    occurred = gaps(response, RULESET_V1, now, Clock.OCCURRED)

    assert [gap.minutes for gap in recorded] == [30, 1650, 30]
    assert [gap.alert for gap in recorded] == [False, True, False]
    assert [gap.minutes for gap in occurred] == [30, 690, 990]
    assert not any(gap.alert for gap in occurred)
    assert (longest(response, now, Clock.RECORDED), alerts(response, RULESET_V1, now)) == (1650, 1)
    assert longest(response, now, Clock.OCCURRED) == 990


def test_a_clock_that_went_back_is_no_silence_and_breaks_nothing() -> None:
    """What is recorded stays in the order of its positions, whatever its clock said."""
    history = history_of(6)
    back = [*history[:4], *(put_back(event) for event in history[4:])]
    response, now = as_at(back), back[-1].recorded_at

    assert min(gap.minutes for gap in gaps(response, RULESET_V1, now, Clock.RECORDED)) == 0
    assert len(response.contacts) == 4
    assert as_at(back, version=5) == as_at(back[:5])


def put_back(event: Recorded[Any]) -> Recorded[Any]:
    """The entry as it would be had the server's clock gone back an hour before it."""
    hour = timedelta(hours=1)
    times = {"recorded_at": event.recorded_at - hour, "occurred_at": event.occurred_at - hour}
    return replace(event, by=event.by.model_copy(update=times))
