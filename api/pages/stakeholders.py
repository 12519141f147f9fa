"""The register: whom we know, found by name and narrowed by what they are."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Reach, Running, SignedIn, allowed, may, reach_of
from api.consulting import REGISTER, listed
from api.pages.address import Address, Filter
from api.pages.known import Names, names_of_people
from api.pages.render import render
from api.pages.shown import awaits, from_cursor, reading
from api.pages.wording import count
from api.register_reading import name_told_to, people_for
from api.wiring import System
from domain.vocabulary import Marking
from projections.register import Wanted
from projections.register_row import Registered
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_REGISTER)])

AT_ONCE = 50
NOBODY = "nobody"
YES = {"yes": "Yes"}


@router.get("/stakeholders", dependencies=[awaits("board", "register")])
def show_register(request: Request, system: Running, who: SignedIn) -> Response:
    names = names_of_people(system)
    filters = filters_of(system, names)
    address = Address.of(request, filters, extra=("after", "min_position"))
    with reading(system, system.views.register) as (register, connection, shown):
        board, _ = system.views.board.resolve(connection)
        people = people_for(board, who)
        page = from_cursor(
            address.one("after"),
            lambda after: register.rows(connection, wanted_of(address), after, AT_ONCE, people),
        )
    listed(system, who, REGISTER, Marking.OFFICIAL, (each.ref for each in page.rows))
    told = {
        "shown": shown,
        "address": address,
        "filters": filters,
        "people": page.rows,
        "told_name": partial(name_told_to, who),
        "names": names,
        "areas": {force.code: force.name for force in system.forces.values()},
        "register_words": register_words,
        "sentence": sentence(page.rows, address, more=page.after is not None),
        "may_keep": allowed(who, Permission.KEEP_REGISTER),
        "take_out": take_out(who, address),
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=page.after) if page.after else None,
    }
    return render(request, "stakeholders.html", told)


def take_out(who: Person, address: Address) -> tuple[str, str] | None:
    """Where the same list is taken out as a file, and in which words that is offered."""
    if not allowed(who, Permission.EXPORT):
        return None
    own = reach_of(who, Permission.EXPORT) is Reach.OWN
    told = "Take out those of your own responses as CSV" if own else "Take these out as CSV"
    return f"/stakeholders.csv?{address.query}" if address.query else "/stakeholders.csv", told


def filters_of(system: System, names: Names) -> tuple[Filter, ...]:
    forces = sorted(system.forces.values(), key=lambda force: force.name)
    return (
        Filter("q", "Name or reference"),
        Filter("category", "Category", register_words.CATEGORIES),
        Filter("segment", "Segment", register_words.SEGMENTS),
        Filter("area", "Area", {force.code: force.name for force in forces}),
        Filter("language", "Language", words.LANGUAGES),
        Filter("owner", "Owner", {NOBODY: "Nobody", **names}),
        Filter("priority", "Priority only", YES),
        Filter("inactive", "Inactive too", YES),
    )


def wanted_of(address: Address) -> Wanted:
    """What the filters ask for: those who are active, unless the others are asked for too."""
    owner = address.one("owner")
    return Wanted(
        q=address.one("q"),
        categories=address.many("category"),
        segments=address.many("segment"),
        areas=address.many("area"),
        languages=address.many("language"),
        owner="" if owner == NOBODY else owner or None,
        priority=True if address.one("priority") else None,
        active=None if address.one("inactive") else True,
    )


def sentence(people: list[Registered], address: Address, *, more: bool) -> str:
    if more or address.one("after"):
        return f"{count(len(people), 'stakeholder')} on this page"
    return count(len(people), "stakeholder")
