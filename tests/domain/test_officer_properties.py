"""Whatever officers are asked, in whichever order: minutes add up, and duties are kept apart."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refusal
from domain.capacity import reserve_target
from domain.officer import Officer, uncovered, week_of
from domain.officer.rota import REST, most_on_duty, whole_days
from domain.officer.words import working_days_of
from domain.ruleset import RULESET_V1
from tests.domain.officers import NOTE, OWN, P1, P3, Team, joining

WEEKS = ("2026-W53", "2027-W01", "2027-W02")
FIRST = date(2026, 12, 28)
MIDNIGHT = datetime(2026, 12, 28, tzinfo=UTC)
LETTERS = st.sampled_from(["E", "F"])
REQUESTS = st.sampled_from([P1, P3, OWN])
MINUTES = st.integers(0, 1500)
BY_WEEK = st.dictionaries(st.sampled_from(WEEKS), MINUTES, min_size=1)
DAYS = st.integers(0, 20).map(lambda number: (FIRST + timedelta(days=number)).isoformat())
NUMBERS = st.tuples(st.integers(0, 20 * 24), st.integers(0, 90))
KINDS = st.sampled_from(["primary", "deputy"])
ACTORS = st.sampled_from([{}, {}, {"by": "head_of_se", "authorised_by": "OFC-90"}])
FACTS_OF_LIFE = {"record-absence", "change-contract", "leave"}


def step(verb: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    renamed = {
        {"since": "from", "partner": "with"}.get(name, name): value
        for name, value in fields.items()
    }
    return st.tuples(LETTERS, st.just(verb), st.fixed_dictionaries(renamed))


def a_duty(numbers: tuple[int, int], kind: str = "primary") -> dict[str, str]:
    """So many hours after the first Monday, and so many hours long."""
    since, to = (MIDNIGHT + timedelta(hours=number) for number in (numbers[0], sum(numbers)))
    return {"from": since.isoformat(), "to": to.isoformat(), "kind": kind}


A_DUTY = st.builds(a_duty, NUMBERS, KINDS)
ABSENCE = st.sampled_from(["leave", "sick"])
HOURLY = [
    step("allocate", request=REQUESTS, by_week=BY_WEEK, said=ACTORS),
    step("change-allocation", request=REQUESTS, by_week=BY_WEEK, said=ACTORS),
    step("end-allocation", request=REQUESTS),
    step("set-plan-hours", week=st.sampled_from(WEEKS), minutes=MINUTES),
    step("record-absence", since=DAYS, to=DAYS, kind=ABSENCE),
    step("cancel-absence", absence=st.sampled_from(["A1", "A2"])),
    step("change-contract", since=DAYS, contracted=st.integers(0, 3000)),
    step("log-time", request=REQUESTS, date=DAYS, minutes=st.integers(0, 900)),
    step("leave", on=DAYS),
]
DUTIES = [
    st.tuples(LETTERS, st.just("assign-duty"), A_DUTY),
    st.tuples(LETTERS, st.just("assign-duty"), A_DUTY),
    st.tuples(LETTERS, st.just("release-duty"), A_DUTY.map(lambda duty: {**duty, "note": NOTE})),
    step("record-absence", since=DAYS, to=DAYS, kind=ABSENCE),
    step("swap-duty"),
    step("agree-swap"),
    step("leave", on=DAYS),
]


def tried(team: Team, letter: str, verb: str, body: dict[str, Any]) -> bool:
    """Whether it was recorded; a refusal leaves everybody as they were."""
    before = {ref: officer.version for ref, officer in team.officers.items()}
    said = body.pop("said", {}) if "said" in body else {}
    try:
        team.asks(letter, verb, **body, **said)
    except Refusal:
        assert {ref: officer.version for ref, officer in team.officers.items()} == before
        return False
    return True


def londoners() -> Team:
    team = Team()
    for letter in ("E", "F"):
        team.asks(letter, "join", **joining(letter))
    return team


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(HOURLY), min_size=20, max_size=20))
def test_free_never_falls_below_nothing_but_by_a_fact_or_the_head(steps: list[Any]) -> None:
    team = londoners()
    for letter, verb, body in steps:
        before = {week: team.free(letter, week) for week in WEEKS}
        authorised = bool(body.get("said"))
        tried(team, letter, verb, dict(body))
        if verb not in FACTS_OF_LIFE and not authorised:
            for week in WEEKS:
                free = team.free(letter, week)
                assert free >= 0 or free >= before[week], (verb, week)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(HOURLY), min_size=20, max_size=20))
def test_no_loan_leaves_less_than_the_reserve_but_by_the_head_for_a_p1(steps: list[Any]) -> None:
    team = londoners()
    for letter, verb, body in steps:
        before = {week: team.region("london", week).free for week in WEEKS}
        recorded = tried(team, letter, verb, dict(body))
        excused = bool(body.get("said")) and body["request"] == P1
        if recorded and body.get("by_week") and body["request"] != OWN and not excused:
            for week in WEEKS:
                now = team.region("london", week)
                kept = now.free >= reserve_target(now, RULESET_V1.capacity)
                assert kept or now.free >= before[week]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(HOURLY + DUTIES), max_size=20))
def test_an_officer_is_what_was_recorded_of_them(steps: list[Any]) -> None:
    team = londoners()
    for letter, verb, body in steps:
        if verb not in {"swap-duty", "agree-swap"}:
            tried(team, letter, verb, dict(body))
    for ref, officer in team.officers.items():
        again = Officer.project(None, officer.collect_events())
        assert again is not None
        assert again.version == officer.version
        assert (again.hours, again.duties) == (officer.hours, officer.duties)
        assert sum(again.free_in(week, team.facts) for week in WEEKS) == sum(
            team.free(ref, week) for week in WEEKS
        )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 10_080)), max_size=6), st.sampled_from(WEEKS))
def test_the_days_of_a_week_are_exactly_the_week_whatever_contracts_change(
    changes: list[tuple[str, int]], week: str
) -> None:
    team = Team("A")
    for since, contracted in changes:
        team.asks("A", "change-contract", **{"from": since, "contracted": contracted})
    hours = team.officers["A"].hours

    shares = [hours.share_of(day) for day in working_days_of(week)]
    assert sum(shares) == hours.week(week).contracted
    assert all(week_of(day) == week for day in working_days_of(week))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(DUTIES), max_size=20), st.data())
def test_duties_are_rested_never_in_absence_and_change_hands_whole(
    steps: list[Any], data: st.DataObject
) -> None:
    team = londoners()
    for letter, verb, body in steps:
        held = on_duty(team)
        if verb in {"swap-duty", "agree-swap"}:
            body = swap(team, letter, verb, data)
        if body and tried(team, letter, verb, dict(body)) and verb == "agree-swap":
            assert on_duty(team) == held
        for officer in team.officers.values():
            check(officer)


def swap(team: Team, letter: str, verb: str, data: st.DataObject) -> dict[str, Any]:
    """A swap of some duty that is there; nothing where there is none."""
    other = {"E": "F", "F": "E"}[letter]
    giver = team.officers[letter if verb == "swap-duty" else other]
    if not giver.duties:
        return {}
    duty = data.draw(st.sampled_from(giver.duties))
    body = {**duty.model_dump(mode="json"), "with": other}
    if verb == "agree-swap":
        return body
    return {**body, "note": NOTE, "in_return": data.draw(returned(team.officers[other]))}


def returned(colleague: Officer) -> st.SearchStrategy[Any]:
    theirs = [duty.model_dump(mode="json") for duty in colleague.duties]
    return st.sampled_from([None, *theirs])


def on_duty(team: Team) -> list[Any]:
    every = [duty for officer in team.officers.values() for duty in officer.duties]
    return sorted((duty.since, duty.to, duty.kind) for duty in every)


def check(officer: Officer) -> None:
    for before, after in pairwise(officer.duties):
        assert after.since >= before.to
    for duty in officer.duties:
        assert duty.since < duty.to
        for absence in officer.hours.absences.values():
            begins, ends = whole_days(absence.since, absence.to)
            assert duty.to <= begins or duty.since >= ends
    assert most_on_duty(officer.duties) <= timedelta(hours=48 * 17)


@settings(max_examples=100, deadline=None)
@given(st.lists(A_DUTY, max_size=12))
def test_assigned_duties_have_eleven_hours_between_them(asked: list[dict[str, str]]) -> None:
    team = londoners()
    for duty in asked:
        tried(team, "E", "assign-duty", duty)

    duties = team.officers["E"].duties
    assert all(after.since - before.to >= REST for before, after in pairwise(duties))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_gaps_and_what_is_covered_are_the_whole_period(spans: list[tuple[int, int]]) -> None:
    origin = datetime(2026, 3, 2, tzinfo=UTC)

    def at(number: int) -> datetime:
        return origin + timedelta(hours=number)

    covered = [(at(since), at(to)) for since, to in spans if since < to]
    gaps = uncovered(covered, at(10), at(50))
    for number in range(10, 50):
        inside = [since <= at(number) < to for since, to in covered]
        gap = [since <= at(number) < to for since, to in gaps]
        assert any(inside) != any(gap)
