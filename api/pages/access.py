"""The access log: who read what, when and why; found by person, record, kind and day."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.access_words import ACTIONS, RECORDS, SAID
from api.consulting import ACCESS_LOG, consult
from api.csv_download import csv_download
from api.london import moment, typed_date
from api.pages.accesses import before_in, lines_of
from api.pages.address import Address, Filter
from api.pages.render import render
from api.wiring import System
from domain.vocabulary import Marking
from services.access_log import Action, Head, Logged, Sought

router = APIRouter(dependencies=[may(Permission.READ_ACCESS_LOG)])

ADDRESS = "/access"
AT_ONCE = 50
MOST_TAKEN_OUT = 100_000
COLUMNS = (
    *("Number", "When (UK time)", "Account", "Role", "Action", "Record", "Marking"),
    *("Purpose", "Note", "Recipients", "Shown", "Sign-in", "Hash"),
)


@router.get(ADDRESS)
def show_log(request: Request, system: Running) -> Response:
    filters = filters_of(system)
    address = Address.of(request, filters, extra=("after",))
    found = system.access_log.find(sought_by(address), before_in(address), AT_ONCE + 1)
    shown = found[:AT_ONCE]
    told = {
        "address": address,
        "filters": filters,
        "lines": lines_of(system, shown),
        "count": system.access_log.head().number,
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=str(shown[-1].number)) if len(found) > AT_ONCE else None,
        "take_out": f"{ADDRESS}.csv?{address.query}" if address.query else f"{ADDRESS}.csv",
    }
    return render(request, "access.html", told)


@router.get(f"{ADDRESS}.csv")
def take_out(request: Request, system: Running, who: SignedIn) -> Response:
    """Every entry that the filters find, as a file; this too is an entry."""
    address = Address.of(request, filters_of(system))
    marking = Marking.OFFICIAL_SENSITIVE
    consult(system, who, ACCESS_LOG, action=Action.EXPORT, marking=marking)
    found = system.access_log.find(sought_by(address), limit=MOST_TAKEN_OUT)
    return csv_download("access-log", marking, system.clock(), COLUMNS, map(cells_of, found))


@router.get(f"{ADDRESS}/check")
def check(request: Request, system: Running) -> Response:
    """Every entry against the one before it; and against a head that was noted elsewhere."""
    asked = request.query_params
    noted, number = None, asked.get("number", "").strip()
    if number.isascii() and number.isdecimal() and 0 < len(number) <= 18:
        noted = Head(int(number), asked.get("hash", "").strip().lower())
    verdict = system.access_log.verify(noted)
    told = {"verdict": verdict, "noted": noted, "now": system.clock()}
    return render(request, "access_check.html", told)


def filters_of(system: System) -> tuple[Filter, ...]:
    names = {person.ref: person.name for person in system.people.everyone()}
    return (
        Filter("who", "Person", names),
        Filter("record", "Record"),
        Filter("action", "What was done", ACTIONS),
        Filter("purpose", "Purpose", SAID),
        Filter("since", "From"),
        Filter("until", "To"),
    )


def sought_by(address: Address) -> Sought:
    return Sought(
        who=address.one("who") or None,
        record=record_of(address.one("record")),
        action=address.one("action") or None,
        purpose=address.one("purpose") or None,
        since=day_of(address.one("since")),
        until=day_of(address.one("until"), later=1),
    )


def day_of(said: str, *, later: int = 0) -> datetime | None:
    """The beginning of a day in the UK, or of one that is later; nothing where there is none."""
    day = typed_date(said)
    with suppress(OverflowError):  # the first day that there is, and the last
        return moment(day + timedelta(days=later), time()) if day else None
    return None


def record_of(said: str) -> str | None:
    """A reference as it is written; a list by the name that the log has for it."""
    lists = {name.casefold(): code for code, name in RECORDS.items()}
    return lists.get(said.casefold(), said.upper()) or None


def cells_of(entry: Logged) -> tuple[Any, ...]:
    return (
        entry.number,
        entry.at,
        entry.who,
        entry.role,
        entry.action.value,
        entry.record,
        entry.marking,
        entry.purpose,
        entry.note,
        " ".join(entry.recipients),
        " ".join(entry.shown),
        entry.credential,
        entry.hash,
    )
