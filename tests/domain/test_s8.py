"""Acceptance scenario S8: what was known when, by both clocks."""

from datetime import datetime
from typing import Any

import pytest

from domain.base import NotFound
from domain.incident import (
    Figures,
    OutsideFacts,
    Response,
    as_at,
    figures,
    not_yet_known,
    since_corrected,
    true_at,
)
from domain.ruleset import RULESET_V1
from tests.domain.scenario import LONG_ENOUGH, REGISTER, Scenario, moment

HALF_PAST_TWELVE = moment("09 12:30")
EVENING_AFTER = moment("10 19:00")
NOW = moment("11 17:30")


@pytest.fixture
def story() -> Scenario:
    story = Scenario()
    story.at(moment("09 07:30")).done(
        "raise",
        title="A death in custody [F]",
        incident_type="death_in_custody",
        pfa="E23000003",
        summary="Fictional.",
        occurred=moment("09 06:50"),
    )
    story.at(moment("09 08:10")).done(
        "triage",
        level="critical",
        rationale=LONG_ENOUGH,
        initial_tension="amber",
        due_regard=LONG_ENOUGH,
    )
    story.at(moment("09 08:40")).done("assign-lead", officer="OFC-A")
    voicemail = contact(story, "STK-1", recorded="09 09:45", occurred="09 09:30")
    contact(story, "STK-3", recorded="09 11:20", occurred="09 11:15")
    story.at(moment("09 12:05")).done(
        "record-tension",
        kind="evidenced",
        source_class="partner",
        text="Fictional.",
        occurred=moment("09 12:00"),
    )
    contact(story, "STK-2", recorded="10 18:30", occurred="09 10:00")
    contact(story, "STK-4", recorded="11 16:25", occurred="11 16:20")
    story.at(moment("11 17:00")).done(
        "correct-entry",
        target=voicemail.event_id,
        field="reached",
        to=False,
        reason="voicemail only",
    )
    story.at(NOW).done(
        "record-decision",
        question="Where do we listen?",
        options=["The shelter", "The civic hall"],
        chosen=1,
        rationale=LONG_ENOUGH,
    )
    return story


def contact(story: Scenario, stakeholder: str, *, recorded: str, occurred: str) -> Any:
    return story.at(moment(recorded)).done(
        "record-contact",
        stakeholder=stakeholder,
        channel="phone",
        reached=True,
        purpose="listen",
        occurred=moment(occurred),
    )


def read(response: Response, now: datetime) -> Figures:
    return figures(response, REGISTER, RULESET_V1, OutsideFacts(), now)


def test_what_the_team_saw_at_half_past_twelve(story: Scenario) -> None:
    seen = read(as_at(story.incident.history, moment=HALF_PAST_TWELVE), HALF_PAST_TWELVE)

    assert (seen.contacts, seen.reached, seen.first_contact_minutes) == (2, 2, 120)


def test_what_the_team_saw_the_evening_after(story: Scenario) -> None:
    seen = read(as_at(story.incident.history, moment=EVENING_AFTER), EVENING_AFTER)

    assert (seen.contacts, seen.reached) == (3, 3)


def test_what_is_known_now(story: Scenario) -> None:
    seen = read(story.incident.response, NOW)

    assert (seen.contacts, seen.reached, seen.first_contact_minutes) == (4, 3, 150)
    assert seen.first_reached_at == moment("09 10:00")
    assert seen.late_entries == 1
    assert (seen.longest_gap_recorded, seen.gap_alerts) == (1825, 1)
    assert seen.longest_gap_occurred == 3140


def test_the_late_entry_is_marked_on_its_milestone(story: Scenario) -> None:
    marks = {mark.name: mark for mark in read(story.incident.response, NOW).milestones}

    assert marks["first_contact"].elapsed == 150
    assert marks["first_contact"].entered_late


def test_what_had_truly_happened_by_half_past_twelve(story: Scenario) -> None:
    history = story.incident.history
    seen = read(true_at(history, HALF_PAST_TWELVE), HALF_PAST_TWELVE)

    assert (seen.contacts, seen.reached) == (3, 2)
    assert [event.decision.stakeholder for event in not_yet_known(history, HALF_PAST_TWELVE)] == [
        "STK-2"
    ]
    [voicemail] = since_corrected(history, HALF_PAST_TWELVE)
    assert voicemail.decision.stakeholder == "STK-1"
    assert voicemail.decision.reached


def test_what_was_corrected_at_that_moment_was_known_then(story: Scenario) -> None:
    corrected_at = moment("11 17:00")

    assert since_corrected(story.incident.history, corrected_at) == []
    assert read(as_at(story.incident.history, moment=corrected_at), corrected_at).reached == 3


def test_a_decision_opens_on_what_its_maker_could_see(story: Scenario) -> None:
    history = story.incident.history
    seen = read(as_at(history, version=history[-1].version), NOW)

    assert (seen.contacts, seen.reached) == (4, 3)


def test_before_it_was_recorded_there_was_nothing_to_see(story: Scenario) -> None:
    with pytest.raises(NotFound):
        as_at(story.incident.history, moment=moment("09 07:00"))


def test_looking_back_changes_nothing(story: Scenario) -> None:
    version = story.incident.version
    as_at(story.incident.history, moment=HALF_PAST_TWELVE)
    true_at(story.incident.history, HALF_PAST_TWELVE)

    assert story.incident.version == version
    assert not story.incident.collect_events()
