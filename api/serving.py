"""Serving box1: the web pages, and on the embedded default everything else beside them."""

import asyncio
import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop
from fastapi import FastAPI
from rich.console import Console

from api.app import create_app
from api.demonstration import is_empty, load_demonstration, sign_ins_of
from api.logs import write_logs
from api.server import listen, serve_until_told
from api.settings import Settings
from api.storage import utc_now
from api.supervise import Supervisor
from api.wiring import running_web
from services.nats_server import NatsServer


class AlreadyRunning(Exception):
    """Another box1 uses this folder."""


def serve(settings: Settings, console: Console, *, demonstration: bool) -> None:
    """Serve until it is told to stop (Ctrl-C, SIGTERM); everything it started stops with it."""
    write_logs(settings.log_level)
    with _alone(settings.data), listen(settings.host, settings.port) as listening:
        settings = settings.model_copy(update={"port": listening.getsockname()[1]})
        if demonstration and is_empty(settings):
            asyncio.run(load_demonstration(settings, utc_now()))
        elif demonstration and not sign_ins_of(settings):
            console.print(f"{settings.data} holds other data, so no demonstration was loaded.")
        _say_where(settings, console)
        if settings.nats_url:
            url = settings.nats_url
            uvloop.run(serve_until_told(_pages(settings, lambda: url), listening))
        else:
            others = Supervisor(NatsServer(settings.data / "nats"), _others(settings))
            pages = _pages(settings, lambda: others.nats_url)  # made while nobody competes
            with others:
                uvloop.run(serve_until_told(pages, listening))


def _others(settings: Settings) -> dict[str, list[str]]:
    box1 = [sys.executable, "-m", "api.cli"]
    data = ["--data", str(settings.data)]
    return {"relay": [*box1, "relay", "--refill", *data], "project": [*box1, "project", *data]}


def _pages(settings: Settings, nats_url: Callable[[], str]) -> FastAPI:
    """The application, which asks where NATS is when it starts."""
    return create_app(
        lambda: running_web(settings, nats_url()),
        https=settings.secure,
        base_url=settings.base_url,
        proxies=settings.trusted_proxies,
    )


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
