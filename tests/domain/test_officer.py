"""An officer's employment: joining, contracts, skills, absence, leaving (domain rules §4.3)."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.base import Decision
from domain.forces import FORCES
from domain.officer import BODIES, OFFICER_DECISIONS, Officer, monday_of, week_of
from domain.officer.decisions import AbsenceRecorded, DutyReleased
from domain.officer.words import Region, Skill
from domain.registry import Registry
from tests.domain.officers import P1, WEEK, Team, joining
from tests.domain.scenario import moment

LEAVE = {"from": "2026-03-02", "to": "2026-03-02", "kind": "leave"}
WEEK_OFF = {"from": "2026-03-02", "to": "2026-03-08", "kind": "leave"}
NIGHT = {"from": "2026-03-03T18:00:00Z", "to": "2026-03-04T06:00:00Z", "kind": "primary"}


def test_every_verb_is_a_method_of_the_officer() -> None:
    assert [verb for verb in BODIES if not hasattr(Officer, verb.replace("-", "_"))] == []


def test_the_regions_are_those_of_the_forces() -> None:
    assert {*Region} == {force.region for force in FORCES.values()}


def test_a_name_is_about_the_officer() -> None:
    assert Team("A").officers["A"].joined.name.about == ("A",)


def test_whoever_joins_has_a_name_possible_hours_and_a_role_of_the_team() -> None:
    joined = {**joining("A"), "name": " ", "contracted": 10_081, "role": "investigator"}

    Team().refuses("A", "join", "NameMissing", "NotAnOfficersRole", "HoursImpossible", **joined)


def test_skills_and_languages_are_what_was_said_last() -> None:
    team = Team("A").asks("A", "set-skill", skill="youth", level=1)
    team.asks("A", "set-skill", skill="youth", level=3)
    team.asks("A", "set-language", lang="so", level="working")

    assert team.officers["A"].skills == {Skill.YOUTH: 3}
    assert team.officers["A"].languages == {"so": "working"}


def test_a_change_of_contract_counts_from_its_day() -> None:
    team = Team("A").asks("A", "change-contract", **{"from": "2026-03-04", "contracted": 1000})

    assert team.load("A", "2026-W09").net == 2220
    assert team.load("A").net == (2 * 2220 + 3 * 1000) // 5
    assert team.load("A", "2026-W11").net == 1000


def test_of_two_contracts_from_one_day_the_later_word_holds_whatever_the_order_of_days() -> None:
    team = Team("A")
    changes = (("2026-03-09", 500), ("2026-03-09", 700), ("2026-03-02", 900))
    for since, contracted in changes:
        team.asks("A", "change-contract", **{"from": since, "contracted": contracted})

    weeks = ("2026-W09", "2026-W10", "2026-W11")
    assert [team.load("A", week).net for week in weeks] == [2220, 900, 700]


def test_a_contract_does_not_change_before_the_first_day() -> None:
    team, body = Team("A"), {"from": "2025-01-05", "contracted": 100}

    team.refuses("A", "change-contract", "ContractBeforeStart", **body)


def test_an_officer_without_hours_has_none_to_give() -> None:
    team = Team("A", contracted=0).asks("A", "record-absence", **WEEK_OFF)

    assert (team.load("A").available, team.load("A").utilisation) == (0, None)
    [text] = team.refuses("A", "allocate", "NotEnoughFree", request=P1, by_week={WEEK: 1})
    assert text == "A is 1 minutes short in 2026-W10."


@pytest.mark.parametrize("letter", ["A", "B", "F"])
def test_on_leave_all_week_nothing_is_available(letter: str) -> None:
    """Also where a fifth of the contract is no whole minute: 1332 / 5 = 266.4."""
    team = Team(letter).asks(letter, "record-absence", **WEEK_OFF)

    assert (team.load(letter).net, team.load(letter).available) == (0, 0)
    assert team.load(letter).utilisation is None


def test_an_absence_over_a_change_of_contract_takes_each_day_as_its_contract_has_it() -> None:
    team = Team("A").asks("A", "change-contract", **{"from": "2026-03-04", "contracted": 1001})
    team.asks("A", "record-absence", **WEEK_OFF)

    assert team.load("A").net == 0


def test_week_53_belongs_to_the_year_that_it_began_in() -> None:
    assert [week_of(date(2026, 12, 31)), week_of(date(2027, 1, 3))] == ["2026-W53"] * 2
    assert week_of(date(2027, 1, 4)) == "2027-W01"
    assert monday_of("2026-W53") == date(2026, 12, 28)
    team = Team("A")
    year_end = {"from": "2026-12-31", "to": "2027-01-04", "kind": "leave"}
    team.asks("A", "record-absence", **year_end)

    lost = {week: 2220 - team.load("A", week).net for week in ("2026-W53", "2027-W01")}
    assert lost == {"2026-W53": 2 * 444, "2027-W01": 444}


def test_a_year_without_a_week_53_has_none() -> None:
    with pytest.raises(ValidationError, match="There is no such week"):
        BODIES["set-plan-hours"].model_validate({"week": "2025-W53", "minutes": 1})


def test_the_weeks_of_the_clock_change_are_weeks_like_any_other() -> None:
    team = Team("A")
    for sunday in ("2026-03-29", "2026-10-25"):
        week = week_of(date.fromisoformat(sunday))
        team.asks("A", "record-absence", **{"from": sunday, "to": sunday, "kind": "leave"})
        assert team.load("A", week).net == 2220


def test_sickness_is_marked_and_so_is_its_end() -> None:
    team = Team("A").asks("A", "record-absence", **{**LEAVE, "kind": "sick"})
    team.asks("A", "record-absence", **{**LEAVE, "from": "2026-03-03", "to": "2026-03-03"})
    team.asks("A", "cancel-absence", absence="A1").asks("A", "cancel-absence", absence="A2")

    markings = [event.by.marking for event in team.recorded("A")]
    sensitive = "OFFICIAL-SENSITIVE"
    assert markings == ["OFFICIAL", sensitive, "OFFICIAL", sensitive, "OFFICIAL"]


def test_sickness_recorded_late_stands_over_what_was_allocated() -> None:
    team = Team("A").allocates("A", P1, 1500)
    team.now = moment("30 08:00")
    team.asks("A", "record-absence", **{**WEEK_OFF, "kind": "sick"})

    assert (team.load("A").available, team.free("A")) == (0, -1500)
    team.asks("A", "cancel-absence", absence="A1")
    assert team.free("A") == 387


def test_the_number_of_an_absence_is_never_given_twice() -> None:
    team = Team("A").asks("A", "record-absence", **LEAVE).asks("A", "cancel-absence", absence="A1")
    team.asks("A", "record-absence", **LEAVE)

    assert list(team.officers["A"].hours.absences) == ["A2"]
    team.refuses("A", "cancel-absence", "AbsenceUnknown", absence="A1")
    tuesday = {**LEAVE, "from": "2026-03-03", "to": "2026-03-03"}
    team.refuses("A", "record-absence", "AbsenceAlreadyRecorded", **tuesday, absence="A1")
    team.asks("A", "record-absence", **tuesday, absence="A4")
    team.asks("A", "record-absence", **{**LEAVE, "from": "2026-03-04", "to": "2026-03-04"})
    assert list(team.officers["A"].hours.absences) == ["A2", "A4", "A5"]


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("EndsBeforeItBegins", {"from": "2026-03-03"}),
    ("AbsenceTooLong", {"to": "2027-03-03"}),
    ("DayOutsideAbsence", {"by_day": {"2026-03-03": 10}}),
    ("DayTooLong", {"by_day": {"2026-03-02": 1441}}),
]


@pytest.mark.parametrize(("code", "said"), WRONG)
def test_an_absence_is_a_period_of_at_most_a_year_and_its_days_are_within(
    code: str, said: dict[str, Any]
) -> None:
    Team("A").refuses("A", "record-absence", code, **{**LEAVE, **said})


def test_a_day_is_lost_once() -> None:
    team = Team("A").asks("A", "record-absence", **LEAVE)

    team.refuses("A", "record-absence", "AbsenceOverlaps", **{**WEEK_OFF, "kind": "sick"})
    team.refuses(
        "A",
        "record-absence",
        "AbsenceAlreadyRecorded",
        **{**LEAVE, "from": "2026-03-03", "to": "2026-03-03", "absence": "A1"},
    )


def test_whoever_is_sick_is_relieved_of_the_duty_on_those_days() -> None:
    team = Team("A").asks("A", "assign-duty", **NIGHT)
    sick = {"from": "2026-03-04", "to": "2026-03-05", "kind": "sick"}
    team.refuses("A", "record-absence", "StillOnDuty", **{**sick, "kind": "leave"})

    team.asks("A", "record-absence", **sick)

    *_, absent, relieved = (event.decision for event in team.recorded("A"))
    assert isinstance(absent, AbsenceRecorded)
    assert isinstance(relieved, DutyReleased)
    [left] = team.officers["A"].duties
    assert (left.since, left.to) == (moment("03 18:00"), moment("04 00:00"))


def test_nobody_leaves_with_work_or_duty_still_theirs() -> None:
    team = Team("A").allocates("A", P1, 60).asks("A", "assign-duty", **NIGHT)

    team.refuses("A", "leave", "AllocationOpen", "StillOnDuty", on="2026-03-03")
    team.asks("A", "end-allocation", request=P1)
    team.asks("A", "leave", on="2026-03-04")
    assert team.load("A").net == 3 * 444


def test_whoever_is_about_to_leave_works_until_then() -> None:
    team = Team("A").asks("A", "leave", on="2026-03-13")
    team.allocates("A", P1, 60)
    team.refuses("A", "change-allocation", "NotEnoughFree", request=P1, by_week={"2026-W12": 1})
    assert not team.officers["A"].active_on(date(2026, 3, 14))

    team.now = moment("14 08:00")
    team.refuses("A", "set-skill", "OfficerLeft", skill="youth", level=1)
    team.asks("A", "log-time", request=P1, date="2026-03-12", minutes=60)


def test_nobody_leaves_before_they_start() -> None:
    Team("A").refuses("A", "leave", "LeavesBeforeStart", on="2025-01-05")


def test_what_is_stored_reads_back_as_it_was_decided() -> None:
    """Under the names of the catalogue: `from` and `with`."""
    registry = Registry(*OFFICER_DECISIONS)
    told = {"from": "2026-03-03", "to": "2026-03-03", "absence": "A1", "kind": "sick"}
    absence: Decision = AbsenceRecorded.model_validate({**told, "by_day": {"2026-03-03": 10}})

    written = absence.model_dump(mode="json")

    assert written == {**told, "by_day": {"2026-03-03": 10}}
    assert AbsenceRecorded.model_validate(written, by_alias=True) == absence
    assert len(registry.topics) == len(OFFICER_DECISIONS)
