"""The board: every response that is open, what it is due, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, may, sight_of
from api.charts import tile_map
from api.pages.address import Address, Filter
from api.pages.known import Names, names_of_people
from api.pages.render import render
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
OPEN = tuple(state for state in State if state not in (State.CLOSED, State.NOT_TAKEN))
ORDERS = {Sort.DUE: "next deadline", Sort.NEWEST: "newest first", Sort.LATEST: "last entry"}


@dataclass(frozen=True)
class Link:
    """A view or an order of the list, and whether it is what is shown now."""

    name: str
    address: str
    current: bool = False


@router.get(BOARD, dependencies=[awaits("board")])
def show_board(request: Request, system: Running, who: SignedIn) -> Response:
    filters = filters_of(system, names_of_people(system))
    address = Address.of(request, filters, extra=("sort", "after", "min_position"))
    return board_page(request, system, who, address)


def board_page(
    request: Request,
    system: System,
    who: Person,
    address: Address,
    view_name: str = "",
    reason: Reason | None = None,
) -> Response:
    """The board as an address asks for it; with what was wrong about saving that as a view."""
    names, sight = names_of_people(system), sight_of(who)
    sort = sort_of(address)
    with reading(system, system.views.board) as (board, connection, shown):
        wanted = wanted_of(address, system.forces, shown.now)
        page = from_cursor(
            address.one("after"),
            lambda after: board.rows(connection, wanted, sight, sort, after, AT_ONCE),
        )
        tallies = board.tallies(connection, shown.now, wanted, sight)
    told = {
        "shown": shown,
        "marking": highest([row.marking for row in page.rows]),
        "address": address,
        "filters": filters_of(system, names),
        "rows": page.rows,
        "names": names,
        "forces": {force.code: force.name for force in system.forces.values()},
        "tiles": tile_map(system.forces.values(), tallies),
        "sentence": sentence(tallies, address),
        "views": [*ready_made(who, address), *saved_views(system, who, address)],
        "saved": saved_views(system, who, address),
        "orders": orders(address, sort),
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=page.after) if page.after else None,
        "errors": [reason] if reason else [],
        "view_name": view_name,
    }
    return render(request, "board.html", told, 422 if reason else 200)


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


def orders(address: Address, now: Sort) -> list[Link]:
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


def saved_views(system: System, who: Person, address: Address) -> list[Link]:
    return links(system.people.views_of(who), address)


def links(views: Mapping[str, str], address: Address) -> list[Link]:
    return [
        Link(name, f"{BOARD}?{query}" if query else BOARD, query == address.query)
        for name, query in views.items()
    ]
