"""What programs read of requests and of time: the queue, the weeks, who could help, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlalchemy import Connection

from api.access import Permission, Running, SignedIn, allowed, may, sight_of
from api.reads import as_json, caught_up
from api.wiring import System
from domain.base import NotFound
from domain.demand import WEEKS_LOOKED_BACK, Ahead, look_ahead, outlooks
from domain.officer import monday_of, week_of
from domain.officer.words import IsoWeek, Region, Skill
from domain.surge import Need, Surge, surge
from domain.vocabulary import Lang
from projections.capacity import Capacity
from projections.capacity_grid import running
from projections.capacity_weeks import WeekBoard, helpers, week_board
from projections.requests import Requests
from projections.requests_figures import new_incidents, profiles
from projections.requests_row import Queued
from projections.sight import Within
from services.people import Person

router = APIRouter(prefix="/api/v1", dependencies=[Depends(caught_up)])
MOST_AHEAD = 52
MOST_MINUTES = 10_000_000
WEEK = timedelta(weeks=1)


def week_asked(
    system: Running,
    week: Annotated[IsoWeek | None, Query(description="An ISO week: 2026-W10")] = None,
) -> str:
    """The week that is asked for, else this one."""
    return week or week_of(system.clock().date())


Week = Annotated[str, Depends(week_asked)]
Minutes = Annotated[int, Query(ge=0, le=MOST_MINUTES)]


@router.get("/queue", dependencies=[may(Permission.READ_REQUESTS)], tags=["support-requests"])
def show_queue(system: Running, who: SignedIn) -> Response:
    """Requests that wait for a decision, the most urgent first, each with why it stands there."""
    return as_json([one.told() for one in read_queue(system, who)])


@router.get("/capacity", dependencies=[may(Permission.COUNT_CAPACITY)], tags=["capacity"])
def show_capacity(
    system: Running,
    who: SignedIn,
    week: Week,
    region: Annotated[Region | None, Query()] = None,
    demand: Annotated[
        int | None,
        Query(ge=0, le=MOST_MINUTES, description="What the shortfall is counted against"),
    ] = None,
) -> Response:
    """A week of every region, or of one; its officers for those who may know of them.

    The shortfall is counted against the first week of a critical response, unless asked otherwise.
    """
    board = read_week(system, week, region, demand)
    told = allowed(who, Permission.READ_CAPACITY)
    body = {
        "week": week,
        "officers": [officer.told() for officer in board.officers if told],
        "regions": [one.told() for one in board.regions],
        "whole": board.whole.told(),
    }
    return as_json(body)


@router.get("/capacity/surge", dependencies=[may(Permission.READ_CAPACITY)], tags=["capacity"])
def show_surge(
    system: Running,
    who: SignedIn,
    week: Week,
    minutes: Minutes,
    region: Annotated[Region | None, Query()] = None,
    language: Annotated[list[Lang] | None, Query(description="All are needed")] = None,
    skill: Annotated[list[Skill] | None, Query(description="All are needed")] = None,
    preferred: Annotated[
        list[str] | None, Query(max_length=20, description="Languages and skills that help")
    ] = None,
    lend: Annotated[
        int | None, Query(ge=0, le=MOST_MINUTES, description="What a region is tried with")
    ] = None,
    request: Annotated[
        str | None, Query(description="Whose communities somebody may know already")
    ] = None,
) -> Response:
    """Who of other regions could help in a week, in order, and why each of the others could not.

    The region's own officers stand apart. How far regions are from each other is not known: the
    last thing that decides the order is their name.
    """
    need = Need(
        minutes=minutes,
        region=region,
        languages=tuple(language or ()),
        skills=tuple(skill or ()),
        preferred=tuple(preferred or ()),
        lend=lend,
    )
    found = read_surge(system, who, week, need, request)
    body = {"week": week, "region": region, "minutes": minutes, **found.model_dump()}
    return as_json(body)


@router.get("/capacity/forecast", dependencies=[may(Permission.COUNT_CAPACITY)], tags=["capacity"])
def show_forecast(
    system: Running,
    region: Annotated[Region | None, Query()] = None,
    weeks: Annotated[int, Query(ge=1, le=MOST_AHEAD)] = 12,
) -> Response:
    """The minutes to expect in each coming week: what is allocated already, and new incidents.

    `p90` is what nine weeks in ten stay under.
    """
    ahead = read_forecast(system, weeks, region).ahead
    return as_json([{**one.model_dump(), "mean": one.mean, "p90": one.p90} for one in ahead])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is coming, and how it is known: `critical` and `high_profile` are new ones a week."""

    ahead: Sequence[Ahead]
    arriving: Any
    profiles: Any


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


def read_forecast(system: System, weeks: int, region: str | None = None) -> Outlook:
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
    return Outlook(ahead=ahead, arriving=arriving, profiles=takes)


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
