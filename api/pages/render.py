"""Pages are rendered here: the Jinja environment, its filters, and what every page is told."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy.exc import SQLAlchemyError

from api import words
from api.access import Permission, allowed
from api.assets import asset
from api.cookies import Cookie, read_cookie
from api.pages import times, wording
from services.access_log import NotNoted
from services.people import Person

ROOT = Path(__file__).resolve().parents[2]


class Place(NamedTuple):
    """An entry of the main navigation."""

    key: str
    address: str
    name: str
    needs: Permission


PLACES = (
    Place("incidents", "/incidents", "Incidents", Permission.READ_INCIDENTS),
    Place("work", "/work", "My work", Permission.SEE_OPEN_WORK),
    Place("requests", "/requests", "Requests", Permission.READ_REQUESTS),
    Place("rota", "/rota", "Rota", Permission.READ_ROTA),
    Place("capacity", "/capacity", "Capacity", Permission.COUNT_CAPACITY),
    Place("stakeholders", "/stakeholders", "Stakeholders", Permission.READ_REGISTER),
    Place("lessons", "/lessons", "Lessons", Permission.READ_INSIGHTS),
    Place("impact", "/impact", "Impact", Permission.READ_IMPACT),
    Place("search", "/search", "Search", Permission.READ_INCIDENTS),
    Place("figures", "/figures", "Figures", Permission.READ_FIGURES),
    Place("erasures", "/erasures", "Forgetting", Permission.DECIDE_ERASURE),
    Place("access", "/access", "Access log", Permission.READ_ACCESS_LOG),
)


def render(
    request: Request, name: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HTMLResponse:
    """The named template as a page, never kept by a shared cache."""
    page = templates().TemplateResponse(request, name, dict(context or {}), status_code=status)
    page.headers["Cache-Control"] = "no-store"
    return page


@cache
def templates() -> Jinja2Templates:
    return Jinja2Templates(env=environment(), context_processors=[for_every_page])


def for_every_page(request: Request) -> dict[str, Any]:
    """Who is signed in, where they are, and where they may go."""
    who = reader_of(request)
    return {
        "who": who,
        "path": request.url.path,
        "just_recorded": "min_position" in request.query_params and not fragment(request),
        "places": [place for place in PLACES if who and allowed(who, place.needs)],
        "may_raise": who is not None and allowed(who, Permission.RAISE),
        "owed": owed_by(request, who) if request.url.path != "/purpose" else [],
    }


def owed_by(request: Request, who: Person | None) -> list[str]:
    """What somebody opened urgently in this sign-in, and has not said yet what for."""
    if who is None or who.program or fragment(request):
        return []
    with suppress(NotNoted):
        owed: list[str] = request.state.system.purposes.owed(who.credential)
        return owed
    return []


def reader_of(request: Request) -> Person | None:
    """Whoever is signed in, also where a page is open to all or is the answer to a problem.

    Nobody yet, where there is something that they must do first.
    """
    who: Person | None = getattr(request.state, "who", None)
    session = read_cookie(request, Cookie.SESSION)
    if who is None and session:
        with suppress(SQLAlchemyError):
            who = request.state.system.people.by_session(session)
    return who if who is None or who.must is None else None


def fragment(request: Request) -> bool:
    """Whether a part of an open page asks for itself anew."""
    return "hx-request" in request.headers


def environment() -> Environment:
    env = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(ROOT / "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        moment=times.moment,
        short=times.short,
        clock=times.clock,
        day=times.day,
        span=times.span,
        ago=times.ago,
        until=times.until,
        said=wording.said,
        topic=wording.topic,
        count=wording.count,
    )
    env.globals.update(asset=asset, words=words)
    return env
