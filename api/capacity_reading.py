"""The queue, the weeks, who could help and what comes, as pages and programs read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from api.access import sight_of
from api.wiring import System
from domain.base import NotFound
from domain.capacity import Outlook
from domain.demand import (
    WEEKS_LOOKED_BACK,
    Ahead,
    EstimateError,
    Profile,
    look_ahead,
    outlooks,
)
from domain.officer import monday_of, week_of
from domain.surge import Need, Surge, surge
from projections.capacity import Capacity
from projections.capacity_grid import running
from projections.capacity_weeks import WeekBoard, helpers, week_board
from projections.requests import Requests
from projections.requests_figures import estimate_errors, new_incidents, profiles
from projections.requests_row import Queued
from projections.sight import Within
from services.people import Person

WEEK = timedelta(weeks=1)
MOST_ESTIMATES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is coming; and what it is known from: new incidents a week, and what each takes."""

    ahead: Sequence[Ahead]
    arriving: Sequence[Outlook]
    profiles: Sequence[Profile]


def within_of(system: System, connection: Connection, who: Person) -> Within:
    """The requests that somebody may know of: those of incidents that they may read."""
    board, _ = system.views.board.resolve(connection)
    return board.within(sight_of(who))


def read_queue(system: System, who: Person, now: datetime | None = None) -> list[Queued]:
    """The queue as somebody may see it; a place in it counts what they see."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.requests.resolve(connection)
        within = within_of(system, connection, who)
        return view.queue(connection, now or system.clock(), system.ruleset.priority, within)


def read_week(
    system: System, week: str, region: str | None = None, demand: int | None = None
) -> WeekBoard:
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        rules = system.ruleset.capacity
        return week_board(connection, view, week, rules, region, demand)


def read_surge(
    system: System, who: Person, week: str, need: Need, request: str | None = None
) -> Surge:
    """Who could help; NotFound where the request is none that they may know of."""
    rules = system.ruleset.capacity
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        known = _known_from(system, connection, who, request) if request else ()
        everybody = helpers(connection, view, week, rules, known)
        regions = week_board(connection, view, week, rules).regions
    return surge(everybody, {one.region: one.load for one in regions}, need, rules)


def read_forecast(system: System, weeks: int, region: str | None = None) -> Expected:
    """The coming weeks, from the next; new incidents come as they did in the last 26 weeks."""
    this_week = monday_of(week_of(system.clock().date()))
    coming = [week_of(this_week + WEEK * number) for number in range(1, weeks + 1)]
    rules = system.ruleset.capacity
    with system.views.engine.connect() as connection:
        requests, capacity = _both(system, connection)
        takes = profiles(connection, requests, capacity, rules)
        board, _ = system.views.board.resolve(connection)
        since = system.clock() - WEEK * WEEKS_LOOKED_BACK
        forces = None if region is None else _forces_of(system, region)
        arriving = outlooks(new_incidents(connection, board, rules.demand, since, forces))
        allocated = running(connection, capacity, coming, region)
    ahead = look_ahead(allocated, arriving, takes, rules)
    return Expected(ahead=ahead, arriving=arriving, profiles=takes)


def read_profiles(system: System) -> list[Profile]:
    """What a response of each level takes, week by week, and from how many that is learnt."""
    with system.views.engine.connect() as connection:
        requests, capacity = _both(system, connection)
        return profiles(connection, requests, capacity, system.ruleset.capacity)


def read_estimates(system: System, who: Person) -> list[EstimateError]:
    """The fulfilled requests that somebody may know of, with what was expected of each, last first.

    At most 50.
    """
    with system.views.engine.connect() as connection:
        view, _ = system.views.requests.resolve(connection)
        errors = estimate_errors(connection, view, within_of(system, connection, who))
    return errors[: -MOST_ESTIMATES - 1 : -1]


def _both(system: System, connection: Connection) -> tuple[Requests, Capacity]:
    requests, _ = system.views.requests.resolve(connection)
    capacity, _ = system.views.capacity.resolve(connection)
    return requests, capacity


def _forces_of(system: System, region: str) -> list[str]:
    return [code for code, force in system.forces.items() if force.region == region]


def _known_from(system: System, connection: Connection, who: Person, request: str) -> Sequence[str]:
    """The requests from which somebody knows the communities that this one is about."""
    view, _ = system.views.requests.resolve(connection)
    if view.find(connection, request, within_of(system, connection, who)) is None:
        raise NotFound.because("NotFound", f"There is no {request}.")
    return view.of_force(connection, view.force_of(connection, request))
