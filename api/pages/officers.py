"""The officers: who there is, what they can do, and each one's hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection, select

from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.consulting import consult
from api.forms.officers import BUILDERS
from api.london import local
from api.officer_words import OFFICER_ROLES, worked
from api.pages.capacity import ways_on
from api.pages.capacity_pictures import bars_of
from api.pages.officers_time import time_of
from api.pages.officers_told import (
    absences_of,
    contracts_of,
    duties_of,
    languages_of,
    parts_of,
    reads_kinds,
    skills_of,
    weeks_of,
)
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.wording import highest, said
from api.register_words import REGIONS
from api.request_words import SKILLS
from api.words import LANGUAGES
from domain.capacity import Load
from domain.officer import Officer, week_of
from domain.officer.words import AbsenceKind
from domain.vocabulary import Marking
from projections.capacity import Capacity
from projections.capacity_weeks import officer_weeks
from services.access_log import Action
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_CAPACITY)])

OFFICERS: Final = "/officers"
ACTIONS: Final[Mapping[str, str]] = {
    "log-time": "Record time spent",
    "record-absence": "Record an absence",
    "cancel-absence": "Cancel an absence",
    "allocate": "Allocate to a request",
    "change-allocation": "Change an allocation",
    "end-allocation": "End an allocation",
    "set-plan-hours": "Set hours for the engagement plan",
    "set-skill": "Record experience",
    "set-language": "Record a language",
    "change-contract": "Change the contract",
    "leave": "Record that they leave",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An officer in the list, with this week's free time; none where they do not work in it."""

    ref: str
    name: str
    region: str
    role: str
    can: str
    free: str
    over: bool
    gone: bool


@router.get(OFFICERS, dependencies=[awaits("capacity")])
def show_officers(request: Request, system: Running, who: SignedIn, region: str = "") -> Response:
    chosen = region if region in REGIONS else ""
    today = local(system.clock()).date()
    rules, week = system.ruleset.capacity, week_of(today)
    with reading(system, system.views.capacity) as (view, connection, shown):
        there = officer_weeks(connection, view, week, rules, chosen or None)
        loads = {one.ref: one.load for one in there}
        rows = rows_of(view, connection, chosen)
    told = {
        "people": [
            _listed(row, loads.get(row.officer), row.left_on is not None and row.left_on < today)
            for row in rows
        ],
        "region": chosen,
        "regions": REGIONS,
        "own": who.officer if any(row.officer == who.officer for row in rows) else None,
        "shown": shown,
        **ways_on(who),
    }
    return render(request, "officers.html", told)


def rows_of(view: Capacity, connection: Connection, region: str) -> list[Any]:
    """Everybody, by region and name."""
    c = view.officers.c
    query = select(view.officers).order_by(c.region, c.name, c.officer)
    return list(connection.execute(query.where(c.region == region) if region else query))


def _listed(row: Any, load: Load | None, gone: bool) -> Listed:
    spoken = [said(code, LANGUAGES) for code in orjson.loads(row.languages)]
    skills = [said(code, SKILLS) for code in orjson.loads(row.skills)]
    return Listed(
        ref=row.officer,
        name=row.name or row.officer,
        region=said(row.region, REGIONS),
        role=said(row.role, OFFICER_ROLES),
        can=", ".join((*spoken, *skills)),
        free=worked(load.free) if load else "",
        over=load is not None and load.free < 0,
        gone=gone,
    )


@router.get(OFFICERS + "/{ref}", dependencies=[awaits("capacity")])
def show_officer(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    """One officer, as their own record has them."""
    officer, now = system.store.load(Officer, ref), system.clock()
    today = local(now).date()
    weeks, marking = weeks_of(officer, today, system.ruleset.capacity), marking_for(who, officer)
    if marking != Marking.OFFICIAL and who.officer != ref:
        consult(system, who, ref, action=Action.CONSULT, marking=marking)
    told = {
        "officer": officer,
        "ref": ref,
        "name": officer.joined.name.words,
        "region": said(officer.region, REGIONS),
        "role": said(officer.joined.role, OFFICER_ROLES),
        "left_on": officer.hours.left_on,
        "weeks": weeks,
        "picture": bars_of([(one.name, one.load, None) for one in weeks]),
        "over": [one for one in weeks if one.load.free < 0],
        "absences": absences_of(officer, who, today),
        "parts": parts_of(officer),
        "duties": duties_of(officer, now),
        "contracts": contracts_of(officer),
        "skills": skills_of({skill.value: level for skill, level in officer.skills.items()}),
        "languages": languages_of(officer.languages),
        "worked": worked,
        "own": time_of(officer, today) if who.officer == ref else None,
        "actions": actions_for(who, officer),
        "marking": marking,
        **ways_on(who),
    }
    return render(request, "officer.html", told)


def marking_for(who: Person, officer: Officer) -> str:
    """A page that says that somebody is sick is marked so."""
    sick = any(one.kind == AbsenceKind.SICK for one in officer.hours.absences.values())
    shows = sick and reads_kinds(who, officer)
    return highest([Marking.OFFICIAL_SENSITIVE if shows else Marking.OFFICIAL])


def actions_for(who: Person, officer: Officer) -> list[tuple[str, str]]:
    """What this reader may record of this officer now."""
    hours = officer.hours
    ours = who.officer == officer.ref or allowed(who, Permission.MANAGE_OFFICERS)
    needs = {
        "log-time": bool(hours.allocations),
        "cancel-absence": bool(hours.absences),
        "change-allocation": bool(hours.open_requests),
        "end-allocation": bool(hours.open_requests),
    }
    if hours.left_on is not None or not ours:
        return []
    return [
        (verb, ACTIONS[verb])
        for verb in ACTIONS
        if verb in BUILDERS
        and needs.get(verb, True)
        and allowed(who, permission_of("officers", verb))
    ]
