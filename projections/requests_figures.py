"""What became of requests: acceptance by group and by region, and what support really took."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from domain.capacity import CapacityRules
from domain.demand import EstimateError, Profile, profile_of
from domain.incident.figures import per_cent
from domain.officer import monday_of, week_of
from domain.support_request import RequestState
from domain.vocabulary import Level
from projections.board import Board
from projections.capacity import Capacity
from projections.requests import Requests
from projections.sight import Within

WEEK = timedelta(weeks=1)
ACCEPTED = (RequestState.ACCEPTED, RequestState.PARTLY_ACCEPTED)
NO_GROUP = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Requests of a group or an area whose first decision fell in a quarter, as 2026-Q1."""

    quarter: str
    name: str
    decided: int = 0
    accepted: int = 0
    in_part: int = 0
    deferred: int = 0
    declined: int = 0

    @property
    def rate(self) -> float | None:
        """The share that was accepted, whole or in part."""
        return per_cent(self.accepted + self.in_part, self.decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """`by_group` counts a request once for each group of its incident: it does not add up."""

    by_group: tuple[Accepted, ...]
    by_region: tuple[Accepted, ...]


def acceptance(
    connection: Connection,
    view: Requests,
    since: datetime,
    until: datetime,
    regions: Mapping[str, str],
    within: Within | None = None,
) -> Acceptance:
    """How the requests first decided in a period were decided; `regions` are those of forces.

    The first decision counts, not what became of it later: that is what the asking team met.
    """
    groups: dict[tuple[str, str], list[RequestState]] = {}
    areas: dict[tuple[str, str], list[RequestState]] = {}
    for row in _first_decisions(connection, view, within):
        if not since <= row.at < until:
            continue
        quarter = f"{row.at.year}-Q{(row.at.month + 2) // 3}"
        for group in orjson.loads(row.groups or "[]") or (NO_GROUP,):
            groups.setdefault((quarter, group), []).append(row.outcome)
        region = regions.get(row.pfa or "", "national")
        areas.setdefault((quarter, region), []).append(row.outcome)
    return Acceptance(by_group=_counted(groups), by_region=_counted(areas))


def profiles(
    connection: Connection, requests: Requests, capacity: Capacity, rules: CapacityRules
) -> list[Profile]:
    """What a response of each level takes, learnt once ten of that level are over."""
    actuals = _actuals(connection, requests, capacity)
    return [profile_of(level, actuals.get(level, ()), rules) for level in rules.demand]


def new_incidents(
    connection: Connection,
    board: Board,
    levels: Collection[Level],
    since: datetime,
    forces: Collection[str] | None = None,
) -> dict[Level, int]:
    """How many incidents of each level were raised since a time, of all forces or some."""
    c = board.incidents.c
    query = select(c.level, func.count()).where(c.level.in_(levels), c.raised_at >= since)
    if forces is not None:
        query = query.where(c.pfa.in_(forces))
    counted: dict[Level, int] = dict(connection.execute(query.group_by(c.level)).all())
    return {level: int(counted.get(level, 0)) for level in levels}


def estimate_errors(
    connection: Connection, view: Requests, within: Within | None = None
) -> list[EstimateError]:
    """Each fulfilled request that had an estimate: what was expected, and what was spent."""
    return [
        EstimateError(request=row.ref, estimated=row.est_minutes, spent=row.spent)
        for row in view.of_states(connection, [RequestState.FULFILLED], within)
        if row.est_minutes is not None and row.spent is not None
    ]


def _first_decisions(
    connection: Connection, view: Requests, within: Within | None
) -> Iterable[Any]:
    a, c, i = view.asked.c, view.decided.c, view.incidents.c
    first = select(c.ref, func.min(c.version).label("version")).group_by(c.ref).subquery()
    joined = (
        view.decided.join(first, (first.c.ref == c.ref) & (first.c.version == c.version))
        .join(view.asked, a.ref == c.ref)
        .outerjoin(view.incidents, i.ref == a.incident)
    )
    query = select(c.outcome, c.at, i.pfa, i.groups).select_from(joined)
    if within is not None:
        query = query.where(within.shows(a.incident, a.marking, a.requester))
    return connection.execute(query)


def _counted(some: Mapping[tuple[str, str], list[RequestState]]) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(
            quarter=quarter,
            name=name,
            decided=len(outcomes),
            accepted=outcomes.count(RequestState.ACCEPTED),
            in_part=outcomes.count(RequestState.PARTLY_ACCEPTED),
            deferred=outcomes.count(RequestState.DEFERRED),
            declined=outcomes.count(RequestState.DECLINED),
        )
        for (quarter, name), outcomes in sorted(some.items())
    )


def _actuals(
    connection: Connection, requests: Requests, capacity: Capacity
) -> dict[Level, list[list[int]]]:
    """The minutes by week since support was accepted, of each incident whose support is over."""
    begun = _accepted_in(connection, requests)
    spent: dict[str, dict[str, int]] = {}
    c = capacity.spent.c
    sums = select(c.request, c.week, func.sum(c.minutes)).group_by(c.request, c.week)
    for request, week, minutes in connection.execute(sums):
        spent.setdefault(request, {})[week] = int(minutes)
    found: dict[Level, list[list[int]]] = {}
    for level, first, refs in begun:
        weeks: dict[int, int] = {}
        for request in refs:
            for week, minutes in spent.get(request, {}).items():
                number = max((monday_of(week) - first) // WEEK, 0)
                weeks[number] = weeks.get(number, 0) + minutes
        if weeks:
            minutes_by_week = [weeks.get(number, 0) for number in range(max(weeks) + 1)]
            found.setdefault(level, []).append(minutes_by_week)
    return found


def _accepted_in(connection: Connection, requests: Requests) -> list[tuple[Level, date, list[str]]]:
    """Incidents with fulfilled requests and none still staffed: level, first Monday, requests."""
    a, c, i = requests.asked.c, requests.decided.c, requests.incidents.c
    first = (
        select(c.ref, func.min(c.at).label("at")).where(c.outcome.in_(ACCEPTED)).group_by(c.ref)
    ).subquery()
    joined = requests.asked.join(first, first.c.ref == a.ref).join(
        requests.incidents, i.ref == a.incident
    )
    query = select(a.incident, a.ref, a.state, i.level, first.c.at).select_from(joined)
    incidents: dict[str, list[Any]] = {}
    for row in connection.execute(query.where(i.level.is_not(None)).order_by(a.ref)):
        incidents.setdefault(row.incident, []).append(row)
    over = (rows for rows in incidents.values() if not any(row.state in ACCEPTED for row in rows))
    return [
        (
            rows[0].level,
            monday_of(week_of(min(row.at for row in rows).date())),
            [row.ref for row in rows],
        )
        for rows in over
        if any(row.state == RequestState.FULFILLED for row in rows)
    ]
