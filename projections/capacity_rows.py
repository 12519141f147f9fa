"""The rows of one officer: who they are, what their contract gives, and each week that differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Boolean, Column, Date, Integer, Text

from domain.officer import Hours, Officer, week_of
from domain.officer.decisions import Duty
from projections.columns import Moment

FOR_EVER: Final = "9999-W52"
FRIDAY: Final = timedelta(days=4)
WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Term:
    """One contract, over the weeks that it covers whole: the first and the last."""

    since: str
    until: str
    minutes: int

    def holds(self, week: str) -> bool:
        return self.since <= week <= self.until


def officer_columns() -> tuple[Column[Any], ...]:
    """`skills` and `languages` are JSON, each with its level."""
    return (
        Column("officer", Text, primary_key=True),
        Column("region", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("name", Text),
        Column("start", Date, nullable=False),
        Column("left_on", Date),
        Column("skills", Text, nullable=False),
        Column("languages", Text, nullable=False),
    )


def term_columns() -> tuple[Column[Any], ...]:
    return (
        Column("officer", Text, primary_key=True),
        Column("since", Text, primary_key=True),
        Column("until", Text, nullable=False),
        Column("region", Text, nullable=False),
        Column("net", Integer, nullable=False),
    )


def week_columns() -> tuple[Column[Any], ...]:
    """A week that is not as the contract alone gives it; `term_net` is what that would be."""
    return (
        Column("officer", Text, primary_key=True),
        Column("week", Text, primary_key=True),
        Column("region", Text, nullable=False),
        Column("term_net", Integer, nullable=False),
        Column("net", Integer, nullable=False),
        Column("committed", Integer, nullable=False),
        Column("plan", Integer, nullable=False),
    )


def allocation_columns() -> tuple[Column[Any], ...]:
    return (
        Column("officer", Text, primary_key=True),
        Column("request", Text, primary_key=True),
        Column("week", Text, primary_key=True),
        Column("region", Text, nullable=False),
        Column("minutes", Integer, nullable=False),
        Column("open", Boolean, nullable=False),
    )


def spent_columns() -> tuple[Column[Any], ...]:
    return (
        Column("officer", Text, primary_key=True),
        Column("request", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("week", Text, nullable=False),
        Column("minutes", Integer, nullable=False),
    )


def duty_columns() -> tuple[Column[Any], ...]:
    return (
        Column("officer", Text, primary_key=True),
        Column("since", Moment, primary_key=True),
        Column("until", Moment, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("region", Text, nullable=False),
    )


def offer_columns() -> tuple[Column[Any], ...]:
    """A duty that a colleague is asked to take; what is handed over with it is not here."""
    return (
        *duty_columns(),
        Column("partner", Text, nullable=False),
    )


def rows_of(officer: Officer) -> dict[str, list[dict[str, Any]]]:
    """Every row of an officer, by table."""
    key = {"officer": officer.ref, "region": officer.region}
    terms = list(terms_of(officer.hours))
    return {
        "officers": [{**key, **_who(officer)}],
        "terms": [
            {**key, "since": term.since, "until": term.until, "net": term.minutes} for term in terms
        ],
        "weeks": [{**key, **week} for week in _weeks(officer, terms)],
        "allocations": [{**key, **one} for one in _allocations(officer.hours)],
        "spent": [{"officer": officer.ref, **one} for one in _spent(officer.hours)],
        "duties": [{**key, **_stretch(duty)} for duty in dict.fromkeys(officer.duties)],
        "offers": [
            {**key, **_stretch(offer.swap.duty), "partner": offer.swap.partner}
            for offer in officer.offers
        ],
    }


def _stretch(duty: Duty) -> dict[str, Any]:
    return {"since": duty.since, "until": duty.to, "kind": str(duty.kind)}


def terms_of(hours: Hours) -> Iterator[Term]:
    """The contracts, each from the first week that is all its own to the last."""
    ends = [since - timedelta(days=1) for since, _ in hours.contracts[1:]]
    for (since, minutes), end in zip(hours.contracts, [*ends, date.max], strict=True):
        end = min(end, hours.left_on or date.max)
        first, last = _first_whole(since), _last_whole(end)
        if first <= last:
            yield Term(since=first, until=last, minutes=minutes)


def _first_whole(since: date) -> str:
    """The first week whose Monday to Friday are all on or after a day."""
    monday = since - timedelta(days=since.weekday())
    return week_of(monday if monday == since else monday + WEEK)


def _last_whole(end: date) -> str:
    """The last week whose Monday to Friday are all on or before a day."""
    if end == date.max:
        return FOR_EVER
    monday = end - timedelta(days=end.weekday())
    return week_of(monday if monday + FRIDAY <= end else monday - WEEK)


def _who(officer: Officer) -> dict[str, Any]:
    joined = officer.joined
    return {
        "role": str(joined.role),
        "name": joined.name.text,
        "start": joined.start,
        "left_on": officer.hours.left_on,
        "skills": _json(officer.skills),
        "languages": _json(officer.languages),
    }


def _weeks(officer: Officer, terms: list[Term]) -> Iterator[dict[str, Any]]:
    """The weeks they work in, where anything differs from what the contract gives."""
    hours = officer.hours
    start, left = week_of(officer.joined.start), week_of(hours.left_on or date.max)
    for name in sorted(week for week in _touched(hours) if start <= week <= left):
        week = hours.week(name)
        net = max(week.contracted - week.absence, 0)
        bare = next((term.minutes for term in terms if term.holds(name)), 0)
        if (net, week.committed, week.plan) != (bare, 0, 0):
            yield {
                "week": name,
                "term_net": bare,
                "net": net,
                "committed": week.committed,
                "plan": week.plan,
            }


def _touched(hours: Hours) -> set[str]:
    days = {since for since, _ in hours.contracts}
    days |= {day for absence in hours.absences.values() for day in absence.by_day}
    if hours.left_on is not None:
        days.add(hours.left_on)
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    allocated = {week for by_week in hours.allocations.values() for week in by_week}
    return {week_of(monday) for monday in mondays} | set(hours.plan) | allocated


def _allocations(hours: Hours) -> Iterator[dict[str, Any]]:
    for request, by_week in hours.allocations.items():
        for week, minutes in by_week.items():
            still = request in hours.open_requests
            yield {"request": request, "week": week, "minutes": minutes, "open": still}


def _spent(hours: Hours) -> Iterator[dict[str, Any]]:
    for request, days in hours.spent.items():
        for day, minutes in days.items():
            yield {"request": request, "day": day, "week": week_of(day), "minutes": minutes}


def _json(levels: Any) -> str:
    return orjson.dumps(levels, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS).decode()
