"""Following the stream: one task keeps one view up to date, from the view's own checkpoint."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any

from nats.aio.client import Client
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from projections.base import Current, Entry, View
from projections.checkpoints import Standing, move, standing_of
from projections.database import writing
from projections.forgetting import Erase, take
from projections.stream import Delivery, Gap, Place, reading, told_to_end

BATCH = 500
IDLE = 1.0
GATHER = 0.015
PAUSE = 0.2

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The view could not take an event; its checkpoint says which, and its page says so."""


class Replaced(Exception):
    """Another build of the view answers now."""


class Diverged(Exception):
    """The log no longer holds the event that the view took last: only a rebuild helps."""


@dataclass
class Follower:
    """Keeps the current build of one view up to date, for ever.

    After each batch the next one gathers for a moment: under load that saves most of the work.
    The database is used in `threads`: a single one on SQLite, where only one can write. A view
    that raises stops, and says so in its checkpoint, until it is rebuilt or the process starts
    anew; while NATS or the database is away, the follower waits.
    """

    client: Client
    engine: Engine
    view: Current[Any]
    threads: Executor
    erase: Erase | None = None
    restarts: int = field(default=0, init=False)
    _stopped: int | None = field(default=None, init=False)

    async def run(self) -> None:
        """Until the connection is closed for good, or the task is cancelled."""
        while not self.client.is_closed and not told_to_end():
            try:
                await self._session()
            except Stopped:
                await asyncio.sleep(IDLE)
            except Exception as error:
                self.restarts += 1
                log.info("view %s begins again: %s", self.view.key, type(error).__name__)
                await asyncio.sleep(PAUSE)

    async def _session(self) -> None:
        run_in = asyncio.get_running_loop().run_in_executor
        view, standing = await run_in(self.threads, self._begin)
        async with reading(self.client, Place(standing.stream_seq, standing.incarnation)) as reader:
            while not told_to_end():
                deliveries = await reader.batch(BATCH, IDLE)
                await run_in(self.threads, self._take, view, deliveries, reader.place)
                await asyncio.sleep(GATHER)

    def _begin(self) -> tuple[View, Standing]:
        with writing(self.engine).begin() as connection:
            self.view.prepare(connection)
            view, standing = self.view.resolve(connection)
            if standing.error and view.build == self._stopped:
                raise Stopped(standing.error)
            move(connection, view.key, view.build, error=None)
            return view, standing

    def _take(self, view: View, deliveries: Sequence[Delivery], place: Place) -> None:
        """Apply all in one transaction; where the view raises, one by one, up to the culprit."""
        try:
            with writing(self.engine).begin() as connection:
                _apply(connection, view, deliveries, place, self.erase)
        except Exception as error:
            if _passes(error) or not deliveries:
                raise
            if len(deliveries) == 1:
                self._stop(view, deliveries[0].entry, error)
            for delivery in deliveries:
                self._take(view, [delivery], place)

    def _stop(self, view: View, entry: Entry, error: Exception) -> None:
        reason = f"{_what(error)}, on {entry.topic} of {entry.ref} at position {entry.position}"
        log.error("view %s stopped: %s", view.key, reason)
        with writing(self.engine).begin() as connection:
            move(connection, view.key, view.build, error=reason)
        self._stopped = view.build
        raise Stopped(reason)


def _apply(
    connection: Connection,
    view: View,
    deliveries: Sequence[Delivery],
    place: Place,
    erase: Erase | None,
) -> None:
    standing = standing_of(connection, view.key, claim=True)
    if standing is None or standing.build != view.build:
        raise Replaced(view.key)
    fresh = _fresh(deliveries, standing)
    if fresh:
        take(connection, view, fresh, erase)
    reached = _reached(fresh, deliveries, standing, place)
    if reached:
        move(connection, view.key, view.build, **reached)


def _reached(
    fresh: Sequence[Entry], deliveries: Sequence[Delivery], standing: Standing, place: Place
) -> dict[str, object]:
    """What changes in the checkpoint. Another process may be further on: it never goes back."""
    reached: dict[str, object] = {}
    if fresh:
        reached |= {"position": fresh[-1].position, "event_id": fresh[-1].event_id}
    anew = place.incarnation != standing.incarnation
    if deliveries and (anew or deliveries[-1].seq > standing.stream_seq):
        reached |= {"stream_seq": deliveries[-1].seq, "incarnation": place.incarnation}
    return reached


def _fresh(deliveries: Sequence[Delivery], standing: Standing) -> list[Entry]:
    """What the view has not taken yet; Gap where something is missing before it."""
    entries, last = [], standing.position
    for entry, previous, _ in deliveries:
        if entry.position == standing.position and entry.event_id != standing.event_id:
            raise Diverged("the log no longer has what this view shows: it must be rebuilt")
        if entry.position > last:
            if previous != last:
                raise Gap(f"after position {last} came {entry.position}, which follows {previous}")
            entries.append(entry)
            last = entry.position
    return entries


def _passes(error: Exception) -> bool:
    """Whether it may go away by itself: not the fault of the view or of an event."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorname", "") != "SQLITE_ERROR"
    return isinstance(error, Gap | Replaced)


def _what(error: Exception) -> str:
    """What went wrong and where, without the message: that may quote what people said."""
    if isinstance(error, Diverged):
        return str(error)
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename][-1]
    return f"{type(error).__name__} in {Path(ours.filename).name}, line {ours.lineno}"
