"""The web application: its routes, what wraps every request, and how errors are answered."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from api import (
    acceptance,
    access_log_reads,
    briefing_reads,
    capacity,
    evidence_reads,
    feedback_reads,
    health,
    impact_reads,
    insight_reads,
    lists,
    live,
    officer_reads,
    problem_kinds,
    reads,
    replay_reads,
    request_reads,
    rota,
    rules,
    suggested,
)
from api.assets import Assets
from api.commands import command_routes
from api.edge import Edge
from api.examples import refusals
from api.limits import BodyLimit, Forwarded, Network, Rates
from api.pages import PAGE_ROUTERS
from api.problems import answer_problems
from api.security import MOST_BYTES, SameOrigin, SecureHeaders, WellFormed
from api.wiring import System

FOR_PROGRAMS = (
    live,
    lists,
    reads,
    capacity,
    request_reads,
    acceptance,
    officer_reads,
    rota,
    rules,
    suggested,
    insight_reads,
    feedback_reads,
    briefing_reads,
    impact_reads,
    replay_reads,
    evidence_reads,
    access_log_reads,
)
DESCRIPTION = (
    "One shared record of the community response to critical incidents."
    " Every command answers with the position of what it recorded; any read takes"
    " `min_position` and waits for it. Reads of what is restricted, of people and of the past are"
    " written down: say what for in `Box1-Purpose`."
)


def create_app(
    start: Callable[[], AbstractAsyncContextManager[System]],
    *,
    https: bool,
    base_url: str | None = None,
    proxies: Iterable[Network] = (),
) -> FastAPI:
    """The application over the system that `start` brings up and takes down.

    `base_url` is where people reach it, if that is known; `proxies` may say whom they pass on.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with start() as system:
            yield {"system": system}

    app = FastAPI(
        title="box1",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=_wrapped(https, base_url, proxies),
    )
    app.mount("/static", Assets(), name="static")
    app.include_router(health.router)
    for module in FOR_PROGRAMS:
        app.include_router(module.router, responses=refusals(commands=False))
    app.include_router(command_routes())
    for router in (problem_kinds.router, *PAGE_ROUTERS):
        app.include_router(router, include_in_schema=False)
    answer_problems(app)
    return app


def _wrapped(https: bool, base_url: str | None, proxies: Iterable[Network]) -> list[Middleware]:
    """What every request goes through on its way in, and every answer on its way out."""
    return [
        Middleware(SecureHeaders, https=https),
        Middleware(Edge),
        Middleware(Forwarded, proxies=proxies),
        Middleware(WellFormed),
        Middleware(Rates),
        Middleware(BodyLimit, most=MOST_BYTES),
        Middleware(SameOrigin, base_url=base_url),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
    ]
