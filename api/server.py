"""The HTTP server: granian, in this process, on a socket of ours."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from socket import create_server, socket
from typing import Any

from fastapi import FastAPI
from granian import _granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS_WITHIN = 10_000  # milliseconds, also until the next request of a kept connection
HEADERS_AT_MOST = 64 * 1024
BACKLOG = 2048
REQUESTS_AT_ONCE = 2048
END_WITHIN = 2.0


class CannotListen(Exception):
    """The address cannot be served on."""


def listen(host: str, port: int) -> socket:
    """A socket of this process alone on the address; on any free port where it is 0."""
    _, most = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (most, most))  # every open page holds a connection
    try:
        return create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise CannotListen(f"{host}:{port} cannot be served on: {error.strerror}.") from None


async def serve_until_told(app: FastAPI, listening: socket) -> None:
    """Serve until SIGTERM or Ctrl-C; what is being answered then has two seconds to end."""
    told = asyncio.Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, told.set)
    async with (
        app.router.lifespan_context(app) as state,
        serving(with_state(app, state), listening),
    ):
        await told.wait()
        dict(state or {})["system"].hub.dismiss()


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket) -> AsyncIterator[None]:
    """Answers requests beside the block; it ends when the block does."""
    server = _Granian(app, listening)
    running = asyncio.ensure_future(server.serve())
    try:
        yield
    finally:
        server.end()
        await asyncio.wait({running}, timeout=END_WITHIN)


def with_state(app: ASGIApp, state: Mapping[str, Any] | None) -> ASGIApp:
    """The application as a server calls it: with its state in every request.

    Files are not handed to the server by path: it would send them without compressing them.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        offered = {**scope.get("extensions", {})}
        offered.pop("http.response.pathsend", None)
        changed = {**scope, "state": dict(state or {}), "extensions": offered}
        await app(changed, receive, send)

    return application


class _Granian(Server):
    """Speaks HTTP/1.1 only; logs nothing itself, since a request's log line is ours."""

    _ssp: Any
    _shd: Any

    def __init__(self, app: ASGIApp, listening: socket) -> None:
        super().__init__(
            app,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backpressure=REQUESTS_AT_ONCE,
            http1_settings=HTTP1Settings(
                header_read_timeout=HEADERS_WITHIN, max_buffer_size=HEADERS_AT_MOST
            ),
            log_enabled=False,
            log_level=LogLevels.critical,
        )
        self._listening = listening

    def _init_shared_socket(self) -> None:
        self._ssp = None
        holder: Any = _granian.SocketHolder  # its types do not say what it takes
        self._shd = holder(self._listening.detach(), False, BACKLOG)

    def end(self) -> None:
        self.interrupt_signal = True
        self.main_loop_interrupt.set()
