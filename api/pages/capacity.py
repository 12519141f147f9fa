"""What is free: the board of weeks and regions, one week of a region, and what is coming."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.capacity_reading import read_forecast, read_week
from api.london import local
from api.officer_words import worked
from api.pages.capacity_ahead import estimates_of, sources_of
from api.pages.capacity_ahead import rows_of as ahead_rows
from api.pages.capacity_asked import (
    demand_asked,
    region_named,
    week_named,
    week_title,
    week_words,
    weeks_asked,
)
from api.pages.capacity_board import board_of
from api.pages.capacity_needed import needed
from api.pages.capacity_pictures import bars_of, coming_of
from api.pages.officers_time import own_time
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.times import per_cent
from api.pages.wording import said
from api.register_words import REGIONS
from api.request_words import SKILLS
from api.words import LANGUAGES
from domain.officer import week_of
from projections.capacity_grid import grid

router = APIRouter()

CAPACITY: Final = "/capacity"
AHEAD: Final = 12
COUNT, READ = may(Permission.COUNT_CAPACITY), may(Permission.READ_CAPACITY)


@router.get(CAPACITY, dependencies=[COUNT, awaits("capacity")])
def show_board(request: Request, system: Running, who: SignedIn) -> Response:
    """Each region's weeks on one picture; the regions alone, for those who may only count."""
    today = local(system.clock()).date()
    asked, this_week = weeks_asked(request.query_params, today), week_of(today)
    with reading(system, system.views.capacity) as (view, connection, shown):
        wanted = list(dict.fromkeys((this_week, *asked.names)))
        found = grid(connection, view, wanted, system.ruleset.capacity)
    reads = allowed(who, Permission.READ_CAPACITY)
    told = {
        "asked": asked,
        "errors": asked.troubles,
        "shown": shown,
        "rules": system.ruleset.capacity,
        "board": board_of(found, asked.names, this_week, linked=reads),
        "own": own_time(system, who),
        **ways_on(who),
    }
    return render(request, "capacity.html", told, 422 if asked.troubles else 200)


@router.get(f"{CAPACITY}/forecast", dependencies=[COUNT, awaits("capacity", "requests")])
def show_forecast(request: Request, system: Running, who: SignedIn) -> Response:
    today = local(system.clock()).date()
    asked = weeks_asked({"weeks": request.query_params.get("weeks", "")}, today, AHEAD)
    region = request.query_params.get("region") or None
    region = region_named(region) if region else None
    expected = read_forecast(system, len(asked.names), region)
    with reading(system, system.views.capacity) as (view, connection, shown):
        weeks = [one.week for one in expected.ahead]
        found = grid(connection, view, weeks, system.ruleset.capacity)
    rows = ahead_rows(expected.ahead, [one for one in found if region in (None, one.region)])
    names = {one.week: week_words(one.week) for one in expected.ahead}
    told = {
        "asked": asked,
        "errors": asked.troubles,
        "shown": shown,
        "region": region or "",
        "regions": REGIONS,
        "rows": rows,
        "picture": coming_of(expected.ahead, {row.week: row.free for row in rows}, names),
        "sources": sources_of(expected),
        "estimates": estimates_of(system, who),
        "worked": worked,
        **ways_on(who),
    }
    return render(request, "capacity_forecast.html", told, 422 if asked.troubles else 200)


@router.get(CAPACITY + "/{week}/{region}", dependencies=[READ, awaits("capacity")])
def show_week(week: str, region: str, request: Request, system: Running, who: SignedIn) -> Response:
    """One week of a region: everybody in it, and who could help where it is short."""
    week_named(week)
    region_named(region)
    asked = demand_asked(request.query_params)
    with reading(system, system.views.capacity) as (view, connection, shown):
        names = view.names(connection)
    board = read_week(system, week, region, asked.minutes)
    whole = board.regions[0]
    people = [(names.get(one.ref, one.ref), one) for one in board.officers]
    everybody = (f"{REGIONS[region]}, all together", whole.load, whole.reserve_target)
    told = {
        "week": week,
        "region": region,
        "region_name": REGIONS[region],
        "title": week_title(week),
        "whole": whole,
        "used": per_cent(whole.load.utilisation),
        "people": people,
        "everybody": bars_of([everybody]),
        "each": bars_of([(name, one.load, None) for name, one in people]),
        "over": [(name, one) for name, one in people if one.over_allocated],
        "asked": asked,
        "errors": asked.troubles,
        "need": needed(system, who, whole, asked, names),
        "wishes": {**SKILLS, **LANGUAGES},
        "shown": shown,
        "worked": worked,
        "per_cent": per_cent,
        **choices(),
        **ways_on(who),
    }
    return render(request, "capacity_week.html", told, 422 if asked.troubles else 200)


def choices() -> Mapping[str, Any]:
    spoken = {code: name for code, name in LANGUAGES.items() if code != "en"}
    return {"languages": spoken, "skills": SKILLS, "said": said}


def ways_on(who: SignedIn) -> Mapping[str, bool]:
    """Which links a reader is shown."""
    return {
        "may_read": allowed(who, Permission.READ_CAPACITY),
        "may_manage": allowed(who, Permission.MANAGE_OFFICERS),
        "may_allocate": allowed(who, Permission.ALLOCATE),
        "may_see_rota": allowed(who, Permission.READ_ROTA),
    }
