"""Figures: counts, shares rounded half up, gaps by both clocks, offers and what came of them."""

from datetime import datetime

import pytest

from domain.incident import Figures, Known, OutsideFacts, figures, new_stakeholders
from domain.incident import decisions as d
from domain.incident.decisions import MappedContact
from domain.incident.figures import per_cent
from domain.ruleset import RULESET_V1
from tests.domain.scenario import DAY, FAMILIAR, HOUR, LONG_ENOUGH, MORNING, Scenario, triaged

CONTACT = d.StakeholderContacted(
    stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
)
NEW = Known(registered_at=MORNING + HOUR)


def read(scenario: Scenario, now: datetime | None = None) -> Figures:
    response = scenario.incident.response
    register = scenario.facts.register
    return figures(response, register, RULESET_V1, OutsideFacts(), now or scenario.now)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(7, 9, 77.8), (1, 3, 33.3), (2, 3, 66.7), (7, 8, 87.5), (1, 8, 12.5), (1, 16, 6.3), (0, 4, 0)],
)
def test_a_share_is_rounded_half_up_to_one_decimal(part: int, whole: int, share: float) -> None:
    assert per_cent(part, whole) == share


def test_there_is_no_share_of_nothing() -> None:
    assert per_cent(0, 0) is None
    assert read(triaged()).reach is None
    assert read(triaged()).preparedness is None
    assert read(triaged()).offer_rate is None


def test_people_are_counted_once_and_contacts_each_time() -> None:
    scenario = triaged().given(CONTACT).given(CONTACT)
    scenario.given(CONTACT.model_copy(update={"stakeholder": "STK-2", "reached": False}))

    seen = read(scenario)
    assert (seen.contacts, seen.attempted, seen.reached) == (3, 2, 1)


def test_reach_is_of_those_on_the_map() -> None:
    people = tuple(MappedContact(stakeholder=f"STK-{number}") for number in (1, 2))
    mapped = triaged().given(d.CommunityMapped(community="C1", name="One", contacts=people))
    mapped.given(d.CommunityMapped(community="C2", name="Two", contacts=people[:1]))
    mapped.given(CONTACT).given(CONTACT.model_copy(update={"stakeholder": "STK-3"}))

    assert read(mapped).reach == 50.0


def test_who_was_registered_when_it_was_raised_or_later_is_new() -> None:
    scenario = triaged().given(CONTACT)
    at_the_raise = FAMILIAR.model_copy(update={"registered_at": MORNING})

    assert new_stakeholders(scenario.incident.response, {"STK-1": at_the_raise}) == ["STK-1"]
    assert new_stakeholders(scenario.incident.response, {"STK-1": FAMILIAR}) == []
    assert new_stakeholders(scenario.incident.response, {}) == []


class TestOffers:
    """The view of one incident in acceptance scenario S9."""

    def scenario(self) -> Scenario:
        people = [f"STK-{number}" for number in range(1, 16)]
        register = {ref: NEW for ref in people} | {
            "STK-1": NEW.model_copy(update={"bereaved": True})
        }
        for ref in people[1:9]:
            accepted = {"interest_registered_at": MORNING + 2 * DAY}
            register[ref] = NEW.model_copy(update=accepted)
        scenario = triaged().knowing(register=register)
        for ref in people:
            scenario.given(CONTACT.model_copy(update={"stakeholder": ref}))
        for ref in people[1:14]:
            scenario.given(d.InterestOffered(stakeholder=ref, method="phone"))
        for ref in people[9:12]:
            scenario.given(d.InterestDeclined(stakeholder=ref))
        return scenario

    def test_every_figure_is_as_the_scenario_expects(self) -> None:
        seen = read(self.scenario(), MORNING + 10 * DAY)

        assert (seen.new_stakeholders, seen.exempt, seen.offered) == (15, 1, 13)
        assert (seen.accepted, seen.declined, seen.offers_overdue) == (8, 3, 1)
        assert (seen.offer_rate, seen.acceptance) == (92.9, 61.5)

    def test_an_offer_is_not_overdue_within_a_week(self) -> None:
        assert read(self.scenario(), MORNING + 6 * DAY).offers_overdue == 0

    def test_what_was_accepted_later_was_not_accepted_then(self) -> None:
        assert read(self.scenario(), MORNING + DAY).accepted == 0


class TestGaps:
    def test_the_stretch_up_to_now_counts_while_the_response_is_watched(self) -> None:
        seen = read(triaged(), MORNING + 30 * HOUR)

        assert (seen.longest_gap_recorded, seen.gap_alerts) == (30 * 60 - 1, 1)

    def test_it_does_not_once_it_is_closed_and_not_while_it_is(self) -> None:
        closed = triaged().given(d.IncidentClosed(summary="Done"))
        assert read(closed, MORNING + 90 * DAY).longest_gap_recorded == 1

        closed.at(MORNING + 60 * DAY).given(d.IncidentReopened(reason=LONG_ENOUGH))
        assert read(closed).longest_gap_recorded == 1

    def test_exactly_the_hours_of_the_alarm_raise_none(self) -> None:
        at_the_hour = read(triaged(), MORNING + 24 * HOUR + HOUR / 60)

        assert (at_the_hour.longest_gap_recorded, at_the_hour.gap_alerts) == (24 * 60, 0)
        assert read(triaged(), MORNING + 24 * HOUR + HOUR / 30).gap_alerts == 1

    def test_each_clock_shows_its_own_silence(self) -> None:
        scenario = triaged().at(MORNING + 20 * HOUR).given(CONTACT, occurred=MORNING + HOUR)

        seen = read(scenario, MORNING + 20 * HOUR)
        assert seen.longest_gap_recorded == 20 * 60 - 1
        assert seen.longest_gap_occurred == 19 * 60

    def test_an_entry_typed_a_day_later_is_late(self) -> None:
        scenario = triaged().at(MORNING + 30 * HOUR).given(CONTACT, occurred=MORNING + 6 * HOUR)
        assert read(scenario).late_entries == 0

        scenario.given(CONTACT, occurred=MORNING + 6 * HOUR)
        assert read(scenario).late_entries == 1
