"""What the commands of `box1` do, beside serving."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any

from rich.console import Console
from rich.progress import Progress

from api.account_changes import SHELL, written_down
from api.logs import write_logs
from api.settings import Settings
from api.storage import open_storage, utc_now
from api.views import open_the_views
from api.wiring import run_relay, run_views
from domain.base import Malformed
from projections.rebuild import Rebuild
from services.people import TOKEN_DAYS, WRITE, Person


class Unusable(Exception):
    """What was asked for cannot be done as it was asked."""


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until SIGTERM or Ctrl-C, then end quietly; an error of the work itself is raised."""

    async def run() -> None:
        task, stopped = asyncio.ensure_future(work), asyncio.Event()
        for stop in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(stop, stopped.set)
        told = asyncio.ensure_future(stopped.wait())
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            await _cancel(task)
        else:
            await task

    asyncio.run(run())


async def _cancel(task: asyncio.Future[None]) -> None:
    """Cancel everything until it has ended: waits that break at that moment miss it once."""
    while not task.done():
        for each in asyncio.all_tasks() - {asyncio.current_task()}:
            each.cancel()
        await asyncio.wait({task}, timeout=0.2)


async def relay(settings: Settings, *, refill: bool) -> None:
    write_logs(settings.log_level)
    await run_relay(settings, _nats_url(settings), refill=refill)


async def project(settings: Settings, views: list[str]) -> None:
    write_logs(settings.log_level)
    await run_views(settings, _nats_url(settings), views)


def prepare(settings: Settings) -> None:
    with open_storage(settings) as storage:
        storage.prepare()
        with open_the_views(settings, storage):
            pass


def rebuild(settings: Settings, name: str, console: Console) -> None:
    """Build one view again from the log while everything else goes on."""
    with ExitStack() as stack:
        storage = stack.enter_context(open_storage(settings))
        storage.prepare()
        views = stack.enter_context(open_the_views(settings, storage))
        if name not in views.by_name:
            raise Unusable(f"There is no view {name}. There are: {', '.join(views.by_name)}.")
        progress = stack.enter_context(Progress(console=console))
        task = progress.add_task(f"Rebuilding {name}", total=storage.store.position())
        rebuilding = Rebuild(
            views.engine,
            views.by_name[name],
            storage.entries,
            lambda position: progress.update(task, completed=position),
            erase=storage.erasure.carry_out,
        )
        position = rebuilding.run()
    console.print(f"{name} shows everything up to position {position}.")


def create_token(
    settings: Settings,
    who: Person,
    *,
    days: int = TOKEN_DAYS,
    scope: str = WRITE,
    purpose: str = "",
) -> str:
    """A token for a person, whose account is made where there is none."""
    with open_storage(settings) as storage:
        storage.prepare()
        known = storage.people.find(who.ref)
        if known is None:
            with written_down(storage, utc_now(), SHELL):
                storage.people.enrol(who)
        elif (known.role, known.region) != (who.role, who.region):
            raise Unusable(f"{who.ref} is known as {known.role} in {known.region}.")
        return storage.people.issue_token(who.ref, days=days, scope=scope, purpose=purpose)


def add_person(settings: Settings, who: Person, password: str | None) -> str | None:
    """The account, with this password; or else with a random first one, which is the answer."""
    with open_storage(settings) as storage:
        storage.prepare()
        with written_down(storage, utc_now(), SHELL):
            if password is None:
                return storage.people.enrol_anew(who)
            try:
                storage.people.enrol(who, password)
            except Malformed as refused:
                raise Unusable(refused.reasons[0].text) from None
        storage.people.end_sessions(who.ref)
    return None


def _nats_url(settings: Settings) -> str:
    if settings.nats_url is None:
        raise Unusable("NATS_URL is not set, so there is no stream to work with.")
    return settings.nats_url
