"""One officer as their page tells them: hours by week, absences, allocations, time, duties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from api.access import Permission, allowed
from api.officer_words import ABSENCES, FLUENCIES, LEVELS_OF_SKILL, worked
from api.pages.capacity_asked import day_words, week_words
from api.pages.times import per_cent
from api.pages.wording import said
from api.request_words import SKILLS
from api.words import LANGUAGES
from domain.capacity import CapacityRules, Load, load_of
from domain.officer import Officer, monday_of, week_of
from services.people import Person

WEEKS: Final = 8
MOST_PAST: Final = 30


@dataclass(frozen=True, slots=True)
class Week:
    week: str
    name: str
    load: Load
    used: str


@dataclass(frozen=True, slots=True)
class Absence:
    number: str
    days: str
    kind: str
    lost: str
    past: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An officer's part in a request: what was allocated, what was spent, and in which weeks."""

    request: str
    open: bool
    weeks: Sequence[tuple[str, str]]
    allocated: str
    spent: str
    share: str


@dataclass(frozen=True, slots=True)
class Duty:
    kind: str
    since: datetime
    to: datetime


def weeks_of(officer: Officer, today: date, rules: CapacityRules) -> list[Week]:
    monday = monday_of(week_of(today))
    names = [week_of(monday + timedelta(weeks=more)) for more in range(WEEKS)]
    found = []
    for name in names:
        load = load_of(officer.hours.week(name), rules)
        found.append(Week(name, week_words(name), load, per_cent(load.utilisation)))
    return found


def reads_kinds(who: Person, officer: Officer) -> bool:
    """Whether they may read what an absence was for: the officer, and whoever manages officers.

    For all others every absence is one, so that none is known to be for sickness.
    """
    return who.officer == officer.ref or allowed(who, Permission.MANAGE_OFFICERS)


def absences_of(officer: Officer, who: Person, today: date) -> list[Absence]:
    """The latest first; what they are for only to whoever may read it."""
    known = reads_kinds(who, officer)
    ordered = sorted(officer.hours.absences.values(), key=lambda one: one.since, reverse=True)
    return [
        Absence(
            number=one.absence,
            days=days_words(one.since, one.to),
            kind=said(one.kind, ABSENCES) if known else "Away",
            lost=worked(sum(one.by_day.values())),
            past=one.to < today,
        )
        for one in ordered[:MOST_PAST]
    ]


def days_words(since: date, to: date) -> str:
    """6 Mar 2026; 6 Mar to 9 Mar 2026"""
    last = f"{day_words(to)} {to.year}"
    if since == to:
        return last
    first = day_words(since) if since.year == to.year else f"{day_words(since)} {since.year}"
    return f"{first} to {last}"


def parts_of(officer: Officer) -> list[Part]:
    """Everything they were ever allocated to, what is open first."""
    hours = officer.hours
    found = []
    for request, by_week in hours.allocations.items():
        allocated = sum(by_week.values())
        spent = sum(hours.spent.get(request, {}).values())
        found.append(
            Part(
                request=request,
                open=request in hours.open_requests,
                weeks=[(week_words(week), worked(many)) for week, many in sorted(by_week.items())],
                allocated=worked(allocated),
                spent=worked(spent),
                share=per_cent(round(spent * 1000 / allocated) / 10) if allocated else "",
            )
        )
    return sorted(found, key=lambda one: (not one.open, one.request))


def duties_of(officer: Officer, now: datetime) -> list[Duty]:
    """Those that are not over, the next first."""
    return [Duty(said(one.kind), one.since, one.to) for one in officer.duties if one.to > now]


def contracts_of(officer: Officer) -> list[tuple[date, str]]:
    """From which day how much a week, as it was agreed."""
    return [(since, worked(minutes)) for since, minutes in officer.hours.contracts]


def skills_of(skills: Mapping[str, int]) -> list[tuple[str, str]]:
    return [
        (said(code, SKILLS), said(str(level), LEVELS_OF_SKILL)) for code, level in skills.items()
    ]


def languages_of(languages: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(said(code, LANGUAGES), said(level, FLUENCIES)) for code, level in languages.items()]
