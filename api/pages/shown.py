"""What a page shows of a view: up to which entry, and how far that is behind the record."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Depends
from sqlalchemy import Connection

from api.access import Running
from api.wiring import System
from projections.base import Current, View
from projections.paging import Page, UnreadableCursor

R = TypeVar("R")
V = TypeVar("V", bound=View)

PATIENCE = 5.0
GLANCE = 0.25


@dataclass(frozen=True)
class Shown:
    """`position` is the last entry that the view has taken; `behind` counts those after it."""

    now: datetime
    position: int
    behind: int
    stopped: bool


def awaits(*names: str) -> Any:
    """What a page's route declares: these views get a moment to show what was just recorded."""
    return Depends(Awaiting(names))


class Awaiting:
    """Waits long for what the reader recorded, and a glance for what others did."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    async def __call__(self, system: Running, min_position: str = "") -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE if min_position else GLANCE):
                await system.caught_up(system.store.position(), *self._names)


@contextmanager
def reading(system: System, current: Current[V]) -> Iterator[tuple[V, Connection, Shown]]:
    """The view that answers now, a connection to ask it over, and where it stands."""
    recorded = system.store.position()
    with system.views.engine.connect() as connection:
        view, standing = current.resolve(connection)
        behind = max(0, recorded - standing.position)
        stopped = standing.error is not None
        yield view, connection, Shown(system.clock(), standing.position, behind, stopped)


def from_cursor(after: str, page: Callable[[str | None], Page[R]]) -> Page[R]:
    """The page after a cursor, or the first where the cursor was not given out by this list."""
    try:
        return page(after or None)
    except UnreadableCursor:
        return page(None)
