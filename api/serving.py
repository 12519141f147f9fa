"""Serving box1: the web pages, and on the embedded default everything else beside them."""

import asyncio
import fcntl
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import uvicorn
from rich.console import Console

from api.app import create_app
from api.demonstration import is_empty, load_demonstration, sign_ins_of
from api.hub import Hub
from api.settings import Settings
from api.storage import utc_now
from api.supervise import Supervisor
from api.wiring import System, running_web
from services.nats_server import NatsServer


class AlreadyRunning(Exception):
    """Another box1 uses this folder."""


def serve(settings: Settings, console: Console, *, demonstration: bool) -> None:
    """Serve until it is told to stop (Ctrl-C, SIGTERM); everything it started stops with it."""
    with _alone(settings.data):
        if demonstration and is_empty(settings):
            asyncio.run(load_demonstration(settings, utc_now()))
        elif demonstration and not sign_ins_of(settings):
            console.print(f"{settings.data} holds other data, so no demonstration was loaded.")
        _say_where(settings, console)
        if settings.nats_url:
            url = settings.nats_url
            _server(settings, lambda: url).run()
        else:
            others = Supervisor(NatsServer(settings.data / "nats"), _others(settings))
            server = _server(settings, lambda: others.nats_url)  # made while nobody competes
            with others:
                server.run()


def _others(settings: Settings) -> dict[str, list[str]]:
    box1 = [sys.executable, "-m", "api.cli"]
    data = ["--data", str(settings.data)]
    return {"relay": [*box1, "relay", "--refill", *data], "project": [*box1, "project", *data]}


def _server(settings: Settings, nats_url: Callable[[], str]) -> "_Server":
    """The web server, made but not started; it asks where NATS is when it starts."""
    pages = _Pages()

    @asynccontextmanager
    async def start() -> AsyncIterator[System]:
        async with running_web(settings, nats_url()) as system:
            pages.hub = system.hub
            yield system

    app = create_app(start, https=settings.secure)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=15,
    )
    return _Server(config, pages)


@dataclass
class _Pages:
    """The pages that are open and follow what happens."""

    hub: Hub | None = None

    def dismiss(self) -> None:
        if self.hub is not None:
            self.hub.dismiss()


class _Server(uvicorn.Server):
    """Lets the open pages go before it waits for their requests to end."""

    def __init__(self, config: uvicorn.Config, pages: _Pages) -> None:
        super().__init__(config)
        self._pages = pages

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._pages.dismiss()
        await super().shutdown(sockets)


def _say_where(settings: Settings, console: Console) -> None:
    console.print(f"box1 is at [bold]{settings.public_url}[/bold]  (Ctrl-C stops it)")
    for role, sign_in in sign_ins_of(settings).items():
        words = role.replace("_", " ")
        console.print(f"  {words:18} {sign_in['name']:12} {sign_in['password']}", highlight=False)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Another box1 is running on {folder}.") from None
        yield
