"""The board: every response that is open, what it is due, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, may, sight_of
from api.charts import tile_map
from api.pages.address import Address, Filter
from api.pages.known import Names, names_of_people
from api.pages.render import render
from api.pages.rota import notice_of
from api.pages.shown import awaits, from_cursor, reading
from api.pages.wording import count, highest
from api.wiring import System
from domain.base import Reason
from domain.forces import Force
from domain.vocabulary import State
from projections.board import Sort, Tally, Wanted
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])

BOARD = "/incidents"
AT_ONCE = 25
NOT_FILTERS = ("sort", "after", "min_position")
OPEN = tuple(state for state in State if state not in (State.CLOSED, State.NOT_TAKEN))
ORDERS = {Sort.DUE: "next deadline", Sort.NEWEST: "newest first", Sort.LATEST: "last entry"}


@dataclass(frozen=True)
class Link:
    """A view or an order of the list, and whether it is what is shown now."""

    name: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the board: who is who, what can be chosen, and what was."""

    names: Names
    filters: tuple[Filter, ...]
    address: Address


@router.get(BOARD, dependencies=[awaits("board")])
def show_board(request: Request, system: Running, who: SignedIn) -> Response:
    return board_page(request, system, who, asked_of(system, request.url.query))


def asked_of(system: System, query: str) -> Asked:
    """What a query string asks for, without what no filter offers."""
    names = names_of_people(system)
    filters = filters_of(system, names)
    veil = system.storage.veil
    return Asked(names, filters, Address.read(BOARD, query, veil, filters, NOT_FILTERS))


def board_page(
    request: Request,
    system: System,
    who: Person,
    asked: Asked,
    view_name: str = "",
    reason: Reason | None = None,
) -> Response:
    """The board as it is asked for; with what was wrong about saving that as a view."""
    address, saved = asked.address, links(system.people.views_of(who), asked.address)
    told = {
        **listed(system, who, address),
        "address": address,
        "filters": asked.filters,
        "names": asked.names,
        "forces": {force.code: force.name for force in system.forces.values()},
        "views": [*ready_made(who, address), *saved],
        "saved": saved,
        "notice": notice_of(system, who),
        "orders": orders(address),
        "errors": [reason] if reason else [],
        "view_name": view_name,
    }
    return render(request, "board.html", told, 422 if reason else 200)


def listed(system: System, who: Person, address: Address) -> dict[str, Any]:
    """The incidents that an address asks for, as far as this person may see them."""
    after, sight = address.one("after"), sight_of(who)
    with reading(system, system.views.board) as (board, connection, shown):
        wanted = wanted_of(address, system.forces, shown.now)
        order = sort_of(address)
        page = from_cursor(
            after, lambda cursor: board.rows(connection, wanted, sight, order, cursor, AT_ONCE)
        )
        tallies = board.tallies(connection, shown.now, wanted, sight)
    return {
        "shown": shown,
        "marking": highest([row.marking for row in page.rows]),
        "rows": page.rows,
        "tiles": tile_map(system.forces.values(), tallies),
        "sentence": sentence(tallies, address),
        "first": address.changed() if after else None,
        "following": address.changed(after=page.after) if page.after else None,
    }


def filters_of(system: System, names: Names) -> tuple[Filter, ...]:
    forces = sorted(system.forces.values(), key=lambda force: force.name)
    return (
        Filter("q", "Words"),
        Filter("state", "State", words.STATES),
        Filter("level", "Level", words.LEVELS),
        Filter("region", "Region", register_words.REGIONS),
        Filter("force", "Force", {force.code: force.name for force in forces}),
        Filter("type", "Type", words.INCIDENT_TYPES),
        Filter("lead", "Lead", names),
        Filter("due", "Deadline", {"overdue": "Overdue now"}),
    )


def wanted_of(address: Address, forces: Mapping[str, Force], now: datetime) -> Wanted:
    """What the filters ask for: everything that is open, unless they name states."""
    region = address.one("region")
    of_region = {force.code for force in forces.values() if force.region == region}
    chosen = set(address.many("force"))
    if region:
        chosen = (chosen & of_region if chosen else of_region) or {"-"}
    return Wanted(
        states=address.many("state") or OPEN,
        levels=address.many("level"),
        types=address.many("type"),
        pfas=chosen,
        lead=address.one("lead") or None,
        q=address.one("q"),
        overdue_at=now if address.one("due") else None,
    )


def sort_of(address: Address) -> Sort:
    asked = address.one("sort")
    return Sort(asked) if asked in ORDERS else Sort.DUE


def orders(address: Address) -> list[Link]:
    now = sort_of(address)
    return [
        Link(name, address.changed(sort=None if each is Sort.DUE else each), each is now)
        for each, name in ORDERS.items()
    ]


def sentence(tallies: Mapping[str | None, Tally], address: Address) -> str:
    """How many match, and how many of those are overdue."""
    total = sum(tally.incidents for tally in tallies.values())
    overdue = sum(tally.overdue for tally in tallies.values())
    said = count(total, "incident") if address.many("state") else count(total, "open response")
    return f"{said}, {overdue:,} overdue" if overdue else said


def ready_made(who: Person, address: Address) -> list[Link]:
    """The views that everybody has; somebody with a region has theirs too."""
    views = {"Open": "", "Overdue": "due=overdue", "Critical": "level=critical"}
    region = register_words.REGIONS.get(who.region or "")
    if region:
        views[region] = f"region={who.region}"
    return links({**views, "Closed": "state=CLOSED"}, address)


def links(views: Mapping[str, str], address: Address) -> list[Link]:
    return [
        Link(name, f"{BOARD}?{query}" if query else BOARD, query == address.query)
        for name, query in views.items()
    ]
