"""What a page of capacity is asked for in its address; what cannot be read is said, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from api.london import typed_date
from api.register_words import REGIONS
from api.request_words import SKILLS
from api.words import LANGUAGES
from domain.base import NotFound, Reason
from domain.officer import monday_of, week_of

MOST_WEEKS: Final = 26
USUAL_WEEKS: Final = 8
MOST_MINUTES: Final = 1_000_000
LONGEST_TYPED: Final = 40
LAST_YEAR: Final = 9000
Troubles: TypeAlias = list[Reason]


@dataclass(frozen=True)
class Weeks:
    """Which weeks are asked for; `troubles` are what is wrong, each with the input it is about."""

    names: Sequence[str]
    since: str
    many: str
    troubles: Troubles


@dataclass(frozen=True)
class Demand:
    """What a region is asked for in a week: None where nothing is asked yet."""

    minutes: int | None
    lend: int | None
    language: str
    skill: str
    preferred: str
    typed: Mapping[str, str]
    troubles: Troubles


def weeks_asked(query: Mapping[str, str], today: date, usual: int = USUAL_WEEKS) -> Weeks:
    since, many = query.get("from", "").strip(), query.get("weeks", "").strip()
    troubles: Troubles = []
    first = _first(since) if since else today
    if first is None:
        troubles.append(trouble("From the week of: give a date, such as 27/3/2026", "from"))
        first = today
    number = int(many) if many.isdecimal() and len(many) < LONGEST_TYPED else None
    if many and (number is None or not 1 <= number <= MOST_WEEKS):
        troubles.append(trouble(f"Weeks: give a number from 1 to {MOST_WEEKS}", "weeks"))
        number = None
    monday = monday_of(week_of(first))
    names = [week_of(monday + timedelta(weeks=more)) for more in range(number or usual)]
    return Weeks(names, since or monday.isoformat(), many or str(usual), troubles)


def _first(said: str) -> date | None:
    """A day as people type one, or a week as 2026-W10."""
    found = typed_date(said[:LONGEST_TYPED])
    if found is None:
        try:
            found = week_named(said)
        except NotFound:
            return None
    return found if 1 < found.year < LAST_YEAR else None


def week_named(said: str) -> date:
    """The Monday of a week as 2026-W10; NotFound where there is none."""
    try:
        year, week = said.split("-W")
        if len(year) == 4 and len(week) == 2 and int(year) < LAST_YEAR:
            return monday_of(said)
    except ValueError:
        pass
    raise NotFound.because("NotFound", "There is no such week.")


def demand_asked(query: Mapping[str, str]) -> Demand:
    names = ("demand", "lend", "language", "skill", "preferred")
    typed = {name: query.get(name, "").strip() for name in names}
    troubles: Troubles = []
    minutes = _minutes(typed["demand"], "How much is needed", "demand", troubles)
    lend = _minutes(typed["lend"], "How much of it to lend", "lend", troubles)
    language = typed["language"] if typed["language"] in LANGUAGES else ""
    skill = typed["skill"] if typed["skill"] in SKILLS else ""
    known = {**SKILLS, **LANGUAGES}
    preferred = typed["preferred"] if typed["preferred"] in known else ""
    return Demand(minutes, lend, language, skill, preferred, typed, troubles)


def _minutes(said: str, label: str, name: str, troubles: Troubles) -> int | None:
    if not said:
        return None
    if said.isdecimal() and len(said) < LONGEST_TYPED and int(said) <= MOST_MINUTES:
        return int(said)
    troubles.append(trouble(f"{label}: give a whole number of minutes, such as 1800", name))
    return None


def trouble(text: str, name: str) -> Reason:
    return Reason(code="Unreadable", text=text, field=name)


def region_named(code: str) -> str:
    """The region of an address; NotFound where there is none."""
    if code not in REGIONS:
        raise NotFound.because("NotFound", "There is no such region.")
    return code


def day_words(day: date) -> str:
    """2 Mar"""
    return f"{day.day} {day:%b}"


def week_words(week: str) -> str:
    """W10, 2 Mar: the week and the Monday that it begins on."""
    return f"{week[5:]}, {day_words(monday_of(week))}"


def week_title(week: str) -> str:
    """Week 10, from 2 March 2026"""
    monday = monday_of(week)
    return f"Week {int(week[6:])}, from {monday.day} {monday:%B %Y}"
