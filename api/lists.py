"""Lists that programs can read: the board, the register, and search, each from its view."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlalchemy import Connection

from api.access import Permission, Running, SignedIn, may, sight_of
from api.consulting import REGISTER, SEARCH, found_of_people, listed
from api.erasure_reading import erasure_of
from api.figures import body_of, read_totals
from api.plain import plain
from api.reads import as_json, caught_up
from api.register_reading import name_told_to, people_for, read_stakeholder
from api.wiring import System
from domain.base import Malformed
from domain.vocabulary import Category, IncidentType, Level, Marking, Segment, State
from projections import board, register, register_row
from projections.base import Current, View
from projections.board_row import BoardRow
from projections.paging import Page, UnreadableCursor
from projections.texts import Kind

router = APIRouter(prefix="/api/v1", dependencies=[Depends(caught_up)])
V = TypeVar("V", bound=View)
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
UNREADABLE = "This cursor is not of this list."


async def cursor_of(
    system: Running,
    cursor: Annotated[str | None, Query(description="Where the page before this one ended")] = None,
) -> str | None:
    """The cursor under its veil; Malformed where it is not one that a list gave out."""
    if cursor is None:
        return None
    under = system.storage.veil.under(cursor)
    if not under:
        raise Malformed.because("CursorUnreadable", UNREADABLE, field="cursor")
    return under


Cursor = Annotated[str | None, Depends(cursor_of)]
Words = Annotated[str, Query(max_length=200, description="Words to look for")]


@router.get("/incidents", dependencies=[may(Permission.READ_INCIDENTS)], tags=["incidents"])
async def list_incidents(
    system: Running,
    who: SignedIn,
    cursor: Cursor,
    state: Annotated[list[State] | None, Query()] = None,
    level: Annotated[list[Level] | None, Query()] = None,
    type: Annotated[list[IncidentType] | None, Query()] = None,
    force: Annotated[list[str] | None, Query()] = None,
    lead: Annotated[str | None, Query()] = None,
    q: Words = "",
    sort: Annotated[board.Sort, Query()] = board.Sort.NEWEST,
    limit: Limit = 25,
) -> Response:
    """Incidents that this person may know of, one row each."""
    wanted = board.Wanted(
        states=state or (),
        levels=level or (),
        types=type or (),
        pfas=force or (),
        lead=lead,
        q=q,
    )

    def find(view: board.Board, connection: Connection) -> Page[BoardRow]:
        return view.rows(connection, wanted, sight_of(who), sort, cursor, limit)

    return page_told(system, _ask(system, system.views.board, find), _incident)


@router.get("/stakeholders", dependencies=[may(Permission.READ_REGISTER)], tags=["stakeholders"])
def list_stakeholders(
    system: Running,
    who: SignedIn,
    cursor: Cursor,
    category: Annotated[list[Category] | None, Query()] = None,
    segment: Annotated[list[Segment] | None, Query()] = None,
    area: Annotated[list[str] | None, Query()] = None,
    language: Annotated[list[str] | None, Query()] = None,
    owner: Annotated[str | None, Query()] = None,
    q: Words = "",
    limit: Limit = 50,
) -> Response:
    """The stakeholder register, by name."""
    wanted = register.Wanted(
        q=q,
        categories=category or (),
        segments=segment or (),
        areas=area or (),
        languages=language or (),
        owner=owner,
    )

    def find(view: register.Register, connection: Connection) -> Page[register_row.Registered]:
        board_now, _ = system.views.board.resolve(connection)
        return view.rows(connection, wanted, cursor, limit, people_for(board_now, who))

    page = _ask(system, system.views.register, find)
    listed(system, who, REGISTER, Marking.OFFICIAL, (row.ref for row in page.rows))
    return page_told(system, page, lambda row: {**asdict(row), "name": name_told_to(who, row)})


@router.get(
    "/stakeholders/{ref}", dependencies=[may(Permission.READ_REGISTER)], tags=["stakeholders"]
)
def show_stakeholder(ref: str, system: Running, who: SignedIn) -> Response:
    """One stakeholder as the register has them, with contact points and needs."""
    stakeholder = read_stakeholder(system, ref, who)
    body = {
        **plain(stakeholder.described),
        "ref": ref,
        "version": stakeholder.version,
        "registered_at": stakeholder.registered_at,
        "active": stakeholder.active,
        "owned": stakeholder.owned,
        "permission": stakeholder.permission,
        "interest": stakeholder.interest,
        "erased_on": stakeholder.erased_on,
        "erasure": erasure_of(system, stakeholder, who),
    }
    return as_json(body, stakeholder.version)


@router.get("/search", dependencies=[may(Permission.READ_REGISTER)], tags=["search"])
def search(system: Running, who: SignedIn, q: Words, cursor: Cursor, limit: Limit = 20) -> Response:
    """Incidents, stakeholders and entries that hold every word; the last may be a beginning."""
    with system.views.engine.connect() as connection:
        seen, _ = system.views.board.resolve(connection)
        view, _ = system.views.search.resolve(connection)
        within, people = seen.within(sight_of(who)), people_for(seen, who)
        page = read_page(
            lambda: view.find(connection, q, tuple(Kind), within, people, cursor, limit)
        )
    markings = {hit.marking for hit in page.rows}
    listed(system, who, SEARCH, max(markings, default=""), found_of_people(page.rows))
    return page_told(system, page, asdict)


@router.get("/figures", dependencies=[may(Permission.READ_FIGURES)], tags=["figures"])
async def show_figures(system: Running, who: SignedIn) -> Response:
    """Totals of all incidents and of the register; small counts of people are hidden."""
    return as_json(body_of(read_totals(system, who)))


def _ask(
    system: System, current: Current[V], find: Callable[[V, Connection], Page[Any]]
) -> Page[Any]:
    with system.views.engine.connect() as connection:
        view, _ = current.resolve(connection)
        return read_page(lambda: find(view, connection))


def read_page(find: Callable[[], Page[Any]]) -> Page[Any]:
    """The page that a view finds; Malformed where the cursor is not of this list."""
    try:
        return find()
    except UnreadableCursor:
        raise Malformed.because("CursorUnreadable", UNREADABLE, field="cursor") from None


def page_told(system: System, page: Page[Any], tell: Callable[[Any], dict[str, Any]]) -> Response:
    """The rows, and where the next page begins: veiled, because a list may be sorted by name."""
    after = system.storage.veil.over(page.after) if page.after else None
    return as_json({"items": [tell(row) for row in page.rows], "cursor": after})


def _incident(row: BoardRow) -> dict[str, Any]:
    return row.told()
