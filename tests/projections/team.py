"""The officers of the acceptance scenarios, and any others, told as what was recorded of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from domain.base import Decision
from domain.officer import decisions as d
from domain.officer import monday_of
from domain.officer.words import AbsenceKind, DutyKind, Fluency, Skill
from domain.vocabulary import Role
from tests.projections.recording import BEGINNING, Recording, about

WEEK: Final = "2026-W10"
A, B, C, D, E, F = (f"OFC-{number:02}" for number in range(1, 7))
# Minutes a week, region, skills, languages: domain rules §17.
OFFICERS: Final[dict[str, tuple[int, str, tuple[str, ...], tuple[str, ...]]]] = {
    A: (2220, "north-west", ("youth", "mediation"), ("so",)),
    B: (1332, "north-west", ("faith",), ("ur",)),
    C: (2220, "wales", ("bereavement",), ("cy",)),
    D: (2220, "midlands", ("mediation", "faith"), ("pa",)),
    E: (2220, "london", ("mental_health", "youth"), ()),
    F: (1776, "london", ("youth", "bereavement"), ("ar", "so")),
}
DAYS: Final = timedelta(days=1)
REGIONS: Final = ("london", "wales", "midlands")
WEEKS: Final = tuple(f"2026-W{number:02}" for number in range(8, 22))


def join(
    log: Recording, ref: str, region: str, contracted: int, start: date = date(2026, 1, 5)
) -> None:
    joined = d.OfficerJoined(
        name=about(f"Officer {ref}", ref),
        region=region,
        contracted=contracted,
        role=Role.SE_OFFICER,
        start=start,
    )
    log.record(ref, joined)


def team(log: Recording) -> None:
    """The six officers of the scenarios, with the week of S3 as it begins and S4's in London."""
    for ref, (contracted, region, skills, languages) in OFFICERS.items():
        join(log, ref, region, contracted)
        for skill in skills:
            log.record(ref, d.SkillSet(skill=Skill(skill), level=2))
        for language in languages:
            log.record(ref, d.LanguageSet(lang=language, level=Fluency.FLUENT))
    log.record(A, absence("A1", date(2026, 3, 6), {date(2026, 3, 6): 444}))
    log.record(A, d.PlanHoursSet(week=WEEK, minutes=480))
    log.record(B, d.PlanHoursSet(week=WEEK, minutes=360))
    allocate(log, A, "SR-2026-0009", {WEEK: 720})
    allocate(log, E, "SR-2026-0002", {WEEK: 1380})
    allocate(log, F, "SR-2026-0002", {WEEK: 540})


def absence(
    ref: str, to: date, by_day: Mapping[date, int], kind: AbsenceKind = AbsenceKind.LEAVE
) -> d.AbsenceRecorded:
    return d.AbsenceRecorded(absence=ref, since=min(by_day), to=to, by_day=dict(by_day), kind=kind)


def ill(log: Recording) -> None:
    """B is sick for 888 minutes of the week."""
    days = {date(2026, 3, day): 222 for day in (2, 3, 4, 5)}
    log.record(B, absence("A1", date(2026, 3, 5), days, AbsenceKind.SICK))


def allocate(log: Recording, ref: str, request: str, by_week: dict[str, int]) -> None:
    log.record(ref, d.Allocated(request=request, by_week=by_week))


def spend(log: Recording, ref: str, request: str, day: date, minutes: int) -> None:
    log.record(ref, d.TimeSpent(request=request, date=day, minutes=minutes))


def anything(log: Recording, seed: int, officers: int, commands: int) -> None:
    """Officers who join at any time, and whatever can be recorded of them, in any order."""
    random = Random(seed)
    refs = [f"OFC-{number:02}" for number in range(1, officers + 1)]
    absences: dict[str, list[str]] = {ref: [] for ref in refs}
    for ref in refs:
        contracted = random.choice((0, 1, 1332, 2220))
        join(log, ref, random.choice(REGIONS), contracted, monday_of(WEEKS[0]) + _days(random, 30))
    for number in range(commands):
        ref = random.choice(refs)
        log.record(ref, _decision(random, number, absences[ref]))


def _decision(random: Random, number: int, absences: list[str]) -> Decision:
    request, minutes = f"SR-2026-000{random.randint(1, 4)}", random.randint(0, 900)
    weeks = random.sample(WEEKS, random.randint(1, 4))
    by_week = {week: random.randint(0, 900) for week in weeks}
    day, moment = _day(random), BEGINNING + DAYS * random.randint(0, 60)
    later = monday_of(WEEKS[0]) + 30 * DAYS + _days(random, 60)
    choices: list[Any] = [
        lambda: d.ContractChanged(contracted=random.choice((0, 900, 1801, 2220)), since=later),
        lambda: _away(random, f"A{number}", absences),
        lambda: d.AbsenceCancelled(absence=absences.pop()) if absences else _plan(weeks, minutes),
        lambda: _plan(weeks, minutes),
        lambda: d.Allocated(request=request, by_week=by_week),
        lambda: d.AllocationChanged(request=request, by_week=by_week),
        lambda: d.AllocationEnded(request=request),
        lambda: d.TimeSpent(request=request, date=day, minutes=minutes),
        lambda: _duty(random, moment),
        lambda: d.OfficerLeft(on=later),
    ]
    weights = [2, 4, 2, 3, 5, 3, 2, 3, 2, 1]
    decision: Decision = random.choices(choices, weights)[0]()
    return decision


def _plan(weeks: list[str], minutes: int) -> d.PlanHoursSet:
    return d.PlanHoursSet(week=weeks[0], minutes=minutes)


def _away(random: Random, ref: str, absences: list[str]) -> d.AbsenceRecorded:
    first = _day(random)
    days = [first + DAYS * offset for offset in range(random.randint(1, 12))]
    absences.append(ref)
    return absence(ref, days[-1], {day: random.randint(0, 600) for day in days})


def _duty(random: Random, since: datetime) -> d.DutyAssigned:
    hours = timedelta(hours=random.randint(1, 100))
    return d.DutyAssigned(since=since, to=since + hours, kind=random.choice([*DutyKind]))


def _day(random: Random) -> date:
    return monday_of(WEEKS[0]) - 10 * DAYS + _days(random, 7 * len(WEEKS))


def _days(random: Random, most: int) -> timedelta:
    return DAYS * random.randint(0, most)
