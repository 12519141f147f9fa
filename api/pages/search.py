"""One box for everything: what was found, grouped by what it is."""

import re
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, SignedIn, allowed, may, sight_of
from api.consulting import SEARCH, found_of_people, listed
from api.pages.address import Address
from api.pages.render import render
from api.pages.shown import awaits, from_cursor, reading
from api.pages.wording import count, highest
from api.register_reading import people_for
from projections.paging import Page
from projections.search import Found
from projections.texts import Kind
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])

AT_ONCE = 30
REFERENCE = re.compile(r"INC-\d{4}-\d{4,}|STK-\d{4,}")
COLLECTIONS = {"INC": "incidents", "STK": "stakeholders"}
GROUPS = {
    Kind.STAKEHOLDER: "Stakeholders",
    Kind.INCIDENT: "Incidents",
    Kind.ENTRY: "Entries",
}


@router.get("/search", dependencies=[awaits("board", "search")])
def search(request: Request, system: Running, who: SignedIn) -> Response:
    address = Address.of(request, (), extra=("q", "after"))
    typed = address.one("q").upper()
    if REFERENCE.fullmatch(typed):
        return RedirectResponse(f"/{COLLECTIONS[typed[:3]]}/{typed}", 303)
    sight = sight_of(who)
    with reading(system, system.views.search) as (view, connection, shown):
        board, _ = system.views.board.resolve(connection)
        within = board.within(sight)
        people = people_for(board, who)
        found = from_cursor(
            address.one("after"),
            lambda after: view.find(
                connection, address.one("q"), kinds_for(who), within, people, after, AT_ONCE
            ),
        )
    marking = highest([hit.marking for hit in found.rows])
    listed(system, who, SEARCH, marking, found_of_people(found.rows))
    told = {
        "shown": shown,
        "marking": marking,
        "q": address.one("q"),
        "groups": grouped(found.rows),
        "sentence": sentence(found),
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=found.after) if found.after else None,
    }
    return render(request, "search.html", told)


def kinds_for(who: Person) -> list[Kind]:
    """What this person may find: the register is not everybody's."""
    register = allowed(who, Permission.READ_REGISTER)
    return [kind for kind in Kind if register or kind is not Kind.STAKEHOLDER]


def grouped(hits: list[Found]) -> list[dict[str, object]]:
    """The hits under a heading for each kind; they come in the order of the kinds."""
    return [
        {"key": kind.value, "name": GROUPS[kind], "hits": list(of_kind)}
        for kind, of_kind in groupby(hits, key=lambda hit: hit.kind)
    ]


def sentence(found: Page[Found]) -> str:
    many = count(len(found.rows), "result")
    return f"The first {many}. More follow." if found.after else f"{many}."
