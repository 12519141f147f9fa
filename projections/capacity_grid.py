"""Many weeks of every region at once, each the sum of its officers'; and what runs in them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from domain.capacity import NOTHING, PER_CENT, CapacityRules, Load, share
from domain.vocabulary import Level
from projections.capacity import Capacity
from projections.capacity_weeks import RegionWeek


def grid(
    connection: Connection,
    view: Capacity,
    weeks: Sequence[str],
    rules: CapacityRules,
    demand: int | None = None,
) -> list[RegionWeek]:
    """Every region in every one of these weeks: by region, then in the order of the weeks."""
    wanted = rules.demand[Level.CRITICAL][0] if demand is None else demand
    loads = _by_contract(connection, view, weeks, rules)
    for (region, week), differs in _differences(connection, view, weeks, rules).items():
        loads[region, week] = loads.get((region, week), NOTHING) + differs
    c = view.officers.c
    regions = connection.scalars(select(c.region).distinct().order_by(c.region)).all()
    return [
        RegionWeek(
            week=week,
            region=region,
            load=loads.get((region, week), NOTHING),
            rules=rules,
            demand=wanted,
        )
        for region in regions
        for week in weeks
    ]


def running(
    connection: Connection, view: Capacity, weeks: Sequence[str], region: str | None = None
) -> dict[str, int]:
    """The minutes that are allocated in each of these weeks: the tail of what runs."""
    c = view.weeks.c
    query = select(c.week, func.sum(c.committed)).where(c.week.in_(weeks)).group_by(c.week)
    if region is not None:
        query = query.where(c.region == region)
    found: dict[str, int] = {week: int(minutes) for week, minutes in connection.execute(query)}
    return {week: found.get(week, 0) for week in weeks}


def _by_contract(
    connection: Connection, view: Capacity, weeks: Sequence[str], rules: CapacityRules
) -> dict[tuple[str, str], Load]:
    """What the contracts alone give each region in these weeks."""
    c = view.terms.c
    query = select(c.region, c.since, c.until, c.net, func.count()).group_by(
        c.region, c.since, c.until, c.net
    )
    within = query.where(c.since <= max(weeks), c.until >= min(weeks))
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for region, since, until, net, many in connection.execute(within):
        available = net - share(net, rules.overhead_pct)
        for week in weeks:
            if since <= week <= until:
                before = sums.get((region, week), (0, 0))
                sums[region, week] = (before[0] + net * many, before[1] + available * many)
    return {
        key: Load(net=net, available=available, committed=0, plan=0)
        for key, (net, available) in sums.items()
    }


def _differences(
    connection: Connection, view: Capacity, weeks: Sequence[str], rules: CapacityRules
) -> dict[tuple[str, str], Load]:
    """How far the weeks of each region's officers are from what their contracts give, summed."""
    c = view.weeks.c
    sums = (
        func.sum(c.net - c.term_net),
        func.sum(_available(c.net, rules) - _available(c.term_net, rules)),
        func.sum(c.committed),
        func.sum(c.plan),
    )
    query = select(c.region, c.week, *sums).where(c.week.in_(weeks)).group_by(c.region, c.week)
    return {
        (region, week): Load(
            net=int(net), available=int(available), committed=int(committed), plan=int(plan)
        )
        for region, week, net, available, committed, plan in connection.execute(query)
    }


def _available(net: ColumnElement[int], rules: CapacityRules) -> ColumnElement[int]:
    """The same as `net - share(net, overhead)`, asked of a column: half a minute counts as one."""
    return net - (2 * net * rules.overhead_pct + PER_CENT) // (2 * PER_CENT)
