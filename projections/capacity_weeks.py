"""What a week comes down to: officers, regions, and who could help in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Select, and_, func, or_, select

from domain.capacity import (
    CapacityRules,
    Load,
    critical_starts,
    rag_of,
    reserve_gap,
    reserve_target,
    share,
    shortfall,
    together,
)
from domain.officer import monday_of
from domain.officer.words import DutyKind, Fluency
from domain.surge import Helper
from domain.vocabulary import Level, Rating
from projections.capacity import Capacity

WEEK: Final = timedelta(weeks=1)
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerWeek:
    """One officer's week. `duty` is the first of primary and deputy that they are on in it."""

    ref: str
    region: str
    load: Load
    duty: str | None
    duty_minutes: int
    languages: Mapping[str, str]
    skills: Mapping[str, int]

    @property
    def over_allocated(self) -> bool:
        return self.load.free < 0

    def told(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "region": self.region,
            "net": self.load.net,
            **told_of(self.load),
            "duty": self.duty,
            "over_allocated": self.over_allocated,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionWeek:
    """A region's week: the sums of its officers', and what the ruleset makes of them.

    `demand` is what the shortfall is counted against, in minutes.
    """

    week: str
    region: str
    load: Load
    rules: CapacityRules
    demand: int

    @property
    def rag(self) -> Rating | None:
        return rag_of(self.load, self.rules)

    @property
    def reserve_target(self) -> int:
        return reserve_target(self.load, self.rules)

    @property
    def reserve_gap(self) -> int:
        return reserve_gap(self.load, self.rules)

    @property
    def shortfall(self) -> int:
        return shortfall(self.load, self.demand)

    @property
    def critical_starts(self) -> int:
        return critical_starts(self.load, self.rules)

    def told(self) -> dict[str, Any]:
        return {
            "region": self.region,
            **told_of(self.load),
            "rag": self.rag,
            "reserve_target": self.reserve_target,
            "reserve_gap": self.reserve_gap,
            "shortfall": self.shortfall,
            "critical_starts": self.critical_starts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBoard:
    """One week: its officers, the regions that are their sums, and all regions together."""

    week: str
    officers: Sequence[OfficerWeek]
    regions: Sequence[RegionWeek]
    whole: RegionWeek


def told_of(load: Load) -> dict[str, Any]:
    return {
        "available": load.available,
        "committed": load.committed,
        "plan": load.plan,
        "free": load.free,
        "utilisation": load.utilisation,
    }


def week_board(
    connection: Connection,
    view: Capacity,
    week: str,
    rules: CapacityRules,
    region: str | None = None,
    demand: int | None = None,
) -> WeekBoard:
    """One week of all regions, or of one, which is there even where it has nobody.

    The shortfall is counted against the first week of a critical response unless `demand` says.
    """
    officers = officer_weeks(connection, view, week, rules, region)
    wanted = rules.demand[Level.CRITICAL][0] if demand is None else demand
    loads: dict[str, list[Load]] = {region: []} if region else {}
    for officer in officers:
        loads.setdefault(officer.region, []).append(officer.load)

    def summed(name: str, some: Sequence[Load]) -> RegionWeek:
        load = together(some)
        return RegionWeek(week=week, region=name, load=load, rules=rules, demand=wanted)

    return WeekBoard(
        week=week,
        officers=officers,
        regions=[summed(name, loads[name]) for name in sorted(loads)],
        whole=summed("all", [officer.load for officer in officers]),
    )


def officer_weeks(
    connection: Connection,
    view: Capacity,
    week: str,
    rules: CapacityRules,
    region: str | None = None,
) -> list[OfficerWeek]:
    """Everybody who works in a week, by region and reference."""
    duties = _duties(connection, view, week)
    rows = connection.execute(_in_week(view, week, region))
    return [_officer_week(row, rules, duties.get(row.officer, {})) for row in rows]


def helpers(
    connection: Connection,
    view: Capacity,
    week: str,
    rules: CapacityRules,
    known_from: Collection[str] = (),
) -> list[Helper]:
    """Everybody who works in a week, as a surge looks at them.

    `known_from` are requests of the same force area: whoever was allocated to one, or spent time
    on it, knows its communities. That is all this goes by.
    """
    knowing = _officers_on(connection, view, known_from)
    return [
        Helper(
            ref=officer.ref,
            region=officer.region,
            load=officer.load,
            languages=_spoken(officer, enough=True),
            basic=_spoken(officer, enough=False),
            skills=frozenset(officer.skills),
            knows=officer.ref in knowing,
            duty=officer.duty_minutes,
        )
        for officer in officer_weeks(connection, view, week, rules)
    ]


def _in_week(view: Capacity, week: str, region: str | None) -> Select[Any]:
    """Who works in a week, with what their contract gives and what differs from it."""
    o, t, w = view.officers, view.terms, view.weeks
    monday = monday_of(week)
    here = and_(
        o.c.start < monday + WEEK,
        or_(o.c.left_on.is_(None), o.c.left_on >= monday),
        *([o.c.region == region] if region else []),
    )
    term = and_(t.c.officer == o.c.officer, t.c.since <= week, t.c.until >= week)
    differs = and_(w.c.officer == o.c.officer, w.c.week == week)
    shown = (
        func.coalesce(w.c.net, t.c.net, 0).label("net"),
        func.coalesce(w.c.committed, 0).label("committed"),
        func.coalesce(w.c.plan, 0).label("plan"),
    )
    return (
        select(o.c.officer, o.c.region, o.c.languages, o.c.skills, *shown)
        .select_from(o.outerjoin(t, term).outerjoin(w, differs))
        .where(here)
        .order_by(o.c.region, o.c.officer)
    )


def _officer_week(row: Any, rules: CapacityRules, duties: Mapping[str, int]) -> OfficerWeek:
    available = row.net - share(row.net, rules.overhead_pct)
    return OfficerWeek(
        ref=row.officer,
        region=row.region,
        load=Load(net=row.net, available=available, committed=row.committed, plan=row.plan),
        duty=next((kind for kind in DutyKind if kind in duties), None),
        duty_minutes=sum(duties.values()),
        languages=orjson.loads(row.languages),
        skills=orjson.loads(row.skills),
    )


def _duties(connection: Connection, view: Capacity, week: str) -> dict[str, dict[str, int]]:
    """Each officer's minutes on duty in a week, by kind; a week begins at midnight UTC."""
    begins = datetime.combine(monday_of(week), time(), UTC)
    ends, c = begins + WEEK, view.duties.c
    query = select(c.officer, c.kind, c.since, c.until).where(c.until > begins, c.since < ends)
    found: dict[str, dict[str, int]] = {}
    for officer, kind, since, until in connection.execute(query):
        within = (min(until, ends) - max(since, begins)) // MINUTE
        kinds = found.setdefault(officer, {})
        kinds[kind] = kinds.get(kind, 0) + within
    return found


def _officers_on(
    connection: Connection, view: Capacity, requests: Collection[str]
) -> frozenset[str]:
    """Whoever was allocated to one of these requests, or spent time on it."""
    a, s = view.allocations.c, view.spent.c
    either = (
        select(a.officer).where(a.request.in_(requests)),
        select(s.officer).where(s.request.in_(requests), s.minutes > 0),
    )
    return frozenset(ref for query in either for ref in connection.scalars(query))


def _spoken(officer: OfficerWeek, *, enough: bool) -> frozenset[str]:
    """The languages that they speak well enough to work in, or only a few words of."""
    few = Fluency.BASIC
    return frozenset(lang for lang, level in officer.languages.items() if (level != few) is enough)
