"""What programs read of requests and of time: the queue, the weeks, who could help, what comes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.capacity_reading import (
    read_estimates,
    read_forecast,
    read_profiles,
    read_queue,
    read_surge,
    read_week,
)
from api.reads import as_json, caught_up
from domain.officer import week_of
from domain.officer.words import IsoWeek, Region, Skill
from domain.surge import Need
from domain.vocabulary import Lang

router = APIRouter(prefix="/api/v1", dependencies=[Depends(caught_up)])
MOST_AHEAD = 52
MOST_MINUTES = 10_000_000


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


@router.get("/capacity/profiles", dependencies=[may(Permission.COUNT_CAPACITY)], tags=["capacity"])
def show_profiles(system: Running) -> Response:
    """The minutes that a response of each level takes, week by week.

    `incidents` is from how many responses that is learnt: none where the rules say it, until ten
    of that level are over.
    """
    return as_json(read_profiles(system))


@router.get("/capacity/estimates", dependencies=[may(Permission.READ_REQUESTS)], tags=["capacity"])
def show_estimates(system: Running, who: SignedIn) -> Response:
    """The last 50 fulfilled requests: minutes expected, minutes spent, and how far apart they are.

    `per_cent` is of what was expected, and null where that was nothing.
    """
    found = read_estimates(system, who)
    told = [{**one.model_dump(), "minutes": one.minutes, "per_cent": one.per_cent} for one in found]
    return as_json(told)
