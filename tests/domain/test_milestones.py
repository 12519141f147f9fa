"""Milestones: due by level, met by the earliest entry, started anew by a restart."""

from datetime import datetime

import pytest

from domain.incident import Milestone, OutsideFacts, milestones
from domain.incident import decisions as d
from domain.ruleset import RULESET_V1
from domain.vocabulary import Bereaved, Level
from tests.domain.scenario import (
    DAY,
    HOUR,
    LONG_ENOUGH,
    MORNING,
    TRIAGED,
    Scenario,
    raised,
    triaged,
)

EIGHT = (
    "triage",
    "lead",
    "agreed_line",
    "map",
    "first_contact",
    "family_spoc",
    "impact",
    "plan",
)
CONTACT = d.StakeholderContacted(
    stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
)
RESTART = d.Escalated(reason=LONG_ENOUGH)


def marks(scenario: Scenario, facts: OutsideFacts | None = None) -> dict[str, Milestone]:
    found = milestones(scenario.incident.response, RULESET_V1, facts or OutsideFacts())
    return {mark.name: mark for mark in found}


def hours_due(scenario: Scenario) -> list[float]:
    base = scenario.incident.response.base
    return [(mark.due - base) / HOUR for mark in marks(scenario).values()]


@pytest.mark.parametrize(
    ("level", "hours"),
    [
        (Level.CRITICAL, [2, 4, 6, 12, 24, 24, 24, 72]),
        (Level.HIGH_PROFILE, [4, 24, 24, 48, 72, 24, 72, 120]),
        (Level.MONITOR, [4]),
    ],
)
def test_each_is_due_by_its_level(level: Level, hours: list[int]) -> None:
    assert hours_due(triaged(level, bereaved=Bereaved.YES)) == hours


def test_before_triage_the_hours_are_those_of_a_critical_incident() -> None:
    assert hours_due(raised(bereaved=Bereaved.YES)) == [2, 4, 6, 12, 24, 24, 24, 72]


@pytest.mark.parametrize(("bereaved", "count"), [("yes", 8), ("no", 7), ("unknown", 7)])
def test_the_familys_contact_is_one_only_where_there_is_a_family(bereaved: str, count: int) -> None:
    found = marks(triaged(bereaved=Bereaved(bereaved)))

    assert len(found) == count
    assert tuple(found) == tuple(name for name in EIGHT if name in found)


def test_the_earliest_entry_counts_whenever_it_was_typed() -> None:
    scenario = triaged().at(MORNING + 5 * HOUR).given(CONTACT)
    scenario.at(MORNING + 40 * HOUR).given(CONTACT, occurred=MORNING + 2 * HOUR)

    met = marks(scenario)["first_contact"]
    assert (met.elapsed, met.slack) == (120, 22 * 60)
    assert met.entered_late


def test_a_contact_in_either_direction_counts_but_an_attempt_does_not() -> None:
    attempt = CONTACT.model_copy(update={"reached": False})
    scenario = triaged().given(attempt)
    assert marks(scenario)["first_contact"].met_at is None

    scenario.given(CONTACT.model_copy(update={"direction": "in"}))
    assert marks(scenario)["first_contact"].met_at is not None


@pytest.mark.parametrize(
    ("minutes", "late", "slack"), [(24 * 60, False, 0), (24 * 60 + 1, True, -1)]
)
def test_it_is_late_a_minute_after_it_was_due(minutes: int, late: bool, slack: int) -> None:
    assessed = triaged().at(MORNING + minutes * HOUR / 60)
    assessed.given(d.ImpactAssessed(rating="green"))

    mark = marks(assessed)["impact"]
    assert (mark.late, mark.slack) == (late, slack)


def test_what_is_not_met_is_breached_once_it_is_due() -> None:
    lead = marks(triaged())["lead"]

    assert not lead.breached(MORNING + 4 * HOUR)
    assert lead.breached(MORNING + 5 * HOUR)


def test_what_happened_before_it_was_raised_counts_with_more_slack() -> None:
    scenario = triaged().given(CONTACT, occurred=MORNING - HOUR)

    assert marks(scenario)["first_contact"].elapsed == -60


class TestRestarting:
    def relapsed(self) -> Scenario:
        scenario = triaged().given(d.LeadAssigned(officer="OFC-02")).given(CONTACT)
        scenario.given(d.ImpactAssessed(rating="green"))
        scenario.given(d.MovedToRestoring(reason=LONG_ENOUGH))
        return scenario.at(MORNING + 10 * DAY).given(RESTART)

    def test_deadlines_count_from_the_escalation(self) -> None:
        assert marks(self.relapsed())["plan"].due == MORNING + 13 * DAY

    def test_what_stands_is_met_and_contact_and_impact_are_needed_anew(self) -> None:
        found = marks(self.relapsed())

        assert {name for name, mark in found.items() if mark.met_at} == {"triage", "lead"}
        assert found["lead"].elapsed == 0

    def test_what_happened_before_it_does_not_count_however_late_it_is_typed(self) -> None:
        scenario = self.relapsed().given(CONTACT, occurred=MORNING + DAY)
        assert marks(scenario)["first_contact"].met_at is None

        scenario.given(CONTACT)
        assert marks(scenario)["first_contact"].elapsed == 2

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_the_familys_contact_stands_where_one_was_confirmed(self, confirmed: bool) -> None:
        scenario = triaged(bereaved=Bereaved.YES)
        if confirmed:
            scenario.given(d.FamilySpocConfirmed(spoc_role="other", confirmed_by="INV-01"))
        scenario.given(d.MovedToRestoring(reason=LONG_ENOUGH)).given(RESTART)

        assert (marks(scenario)["family_spoc"].met_at is not None) is confirmed

    def test_an_approved_plan_stands(self) -> None:
        planned = OutsideFacts(plan_approved_at=MORNING + DAY)

        assert marks(self.relapsed(), planned)["plan"].elapsed == 0

    def test_a_live_line_stands_and_one_that_ended_does_not(self) -> None:
        line = d.LineApproved(line="L1", text_en="x", approved_by="INV-01", valid_from=MORNING)
        live = triaged().given(line).given(d.MovedToRestoring(reason=LONG_ENOUGH)).given(RESTART)
        ended = triaged().given(line).given(d.LineWithdrawn(line="L1", reason=LONG_ENOUGH))
        ended.given(d.MovedToRestoring(reason=LONG_ENOUGH)).given(RESTART)

        assert marks(live)["agreed_line"].met_at is not None
        assert marks(ended)["agreed_line"].met_at is None

    def test_after_monitoring_triage_is_due_again_in_a_critical_incidents_time(self) -> None:
        watched = triaged(Level.MONITOR).at(MORNING + DAY).given(RESTART)

        triage = marks(watched)["triage"]
        assert (triage.met_at, triage.due) == (None, MORNING + DAY + 2 * HOUR)
        watched.given(TRIAGED)
        assert marks(watched)["triage"].elapsed == 1

    def test_an_explanation_belongs_to_the_breach_before_it(self) -> None:
        late = triaged().at(MORNING + 5 * HOUR)
        late.given(d.MilestoneBreachExplained(milestone="lead", why="Nobody was on duty"))
        assert marks(late)["lead"].why == "Nobody was on duty"

        late.given(d.MovedToRestoring(reason=LONG_ENOUGH)).given(RESTART)
        assert marks(late)["lead"].why is None


def test_a_mark_keeps_its_moments_in_utc() -> None:
    mark = marks(triaged())["triage"]

    assert mark.met_at == datetime.fromisoformat("2026-03-02T08:16:00+00:00")
