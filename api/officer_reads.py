"""What programs can read of officers: who there is, and one with their hours."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.consulting import consult
from api.london import LONDON
from api.reads import as_json, caught_up
from api.wiring import System
from domain.base import Malformed
from domain.capacity import load_of
from domain.officer import Officer, monday_of, week_of
from domain.officer.decisions import AbsenceRecorded
from domain.officer.words import AbsenceKind, Region
from domain.vocabulary import Marking
from services.access_log import Action
from services.people import Person

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_CAPACITY), Depends(caught_up)],
    tags=["officers"],
)


async def week_asked(
    system: Running,
    week: Annotated[str | None, Query(description="An ISO week, as in 2026-W10")] = None,
) -> str:
    """The week that is asked about; this one where none is."""
    if week is None:
        return week_of(system.clock().astimezone(LONDON).date())
    try:
        monday_of(week)
    except ValueError:
        words = "There is no such week. Write it as in 2026-W10."
        raise Malformed.because("WeekUnknown", words, field="week") from None
    return week


Week = Annotated[str, Depends(week_asked)]


@router.get("/officers")
def list_officers(
    system: Running,
    region: Annotated[list[Region] | None, Query(description="Only of these")] = None,
) -> Response:
    """Everybody of the team who has not left, by region."""
    today = system.clock().astimezone(LONDON).date()
    refs = [ref for one in region or Region for ref in _of_region(system, one)]
    officers = (system.store.load(Officer, ref) for ref in refs)
    return as_json({"items": [_told(each, today) for each in officers if _there(each, today)]})


@router.get("/officers/{ref}")
def show_officer(ref: str, system: Running, who: SignedIn, week: Week) -> Response:
    """One officer, and what their week comes down to; what an absence is for, if it may be told."""
    officer = system.store.load(Officer, ref)
    hours, rules = officer.hours, system.ruleset.capacity
    load = load_of(hours.week(week), rules)
    body = {
        **_told(officer, system.clock().astimezone(LONDON).date()),
        "version": officer.version,
        "week": {
            "week": week,
            "net": load.net,
            "available": load.available,
            "committed": load.committed,
            "plan": load.plan,
            "free": load.free,
            "utilisation": load.utilisation,
            "over_allocated": load.free < 0,
        },
        "absences": absences_told(system, who, officer),
        "allocations": [
            {"request": request, "by_week": hours.allocations[request]}
            for request in sorted(hours.open_requests)
        ],
        "spent": {request: sum(days.values()) for request, days in hours.spent.items()},
        "duties": officer.duties,
    }
    return as_json(body, officer.version)


def absences_told(system: System, who: Person, officer: Officer) -> list[dict[str, Any]]:
    """Their absences. That somebody is sick is theirs to know, and their leads', who leave word."""
    own = who.officer == officer.ref
    told = own or allowed(who, Permission.MANAGE_OFFICERS)
    absences = officer.hours.absences.values()
    if told and not own and any(one.kind == AbsenceKind.SICK for one in absences):
        marking = Marking.OFFICIAL_SENSITIVE
        consult(system, who, officer.ref, action=Action.CONSULT, marking=marking)
    return [_absence(one, told=told) for one in absences]


def _absence(absence: AbsenceRecorded, *, told: bool) -> dict[str, Any]:
    return {
        "absence": absence.absence,
        "from": absence.since,
        "to": absence.to,
        "minutes": sum(absence.by_day.values()),
        "kind": absence.kind if told else None,
    }


def _told(officer: Officer, today: date) -> dict[str, Any]:
    joined = officer.joined
    return {
        "ref": officer.ref,
        "name": joined.name,
        "region": joined.region,
        "role": joined.role,
        "start": joined.start,
        "left_on": officer.hours.left_on,
        "contracted": officer.hours.contracted_on(max(today, joined.start)),
        "skills": officer.skills,
        "languages": officer.languages,
    }


def _of_region(system: System, region: str) -> list[str]:
    return system.store.parts_of(region, Officer.SERIES)


def _there(officer: Officer, today: date) -> bool:
    left = officer.hours.left_on
    return left is None or today <= left
