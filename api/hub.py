"""One ordered reader of the stream for each web process, and every open page fed from it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import orjson
from nats.aio.client import Client

from domain.incident.decisions import IncidentKeysDestroyed
from domain.stakeholder import ProcessingRestricted, RestrictionLifted, SubjectKeyDestroyed
from domain.vocabulary import Marking
from projections.base import Entry
from projections.stream import OrderedReader, Place, last_place, reading, told_to_end
from services.bus import connect, disconnect
from services.uninterrupted import uninterrupted

CLIENT_HOLDS = 1000
PAGES_OF_ONE = 20
PAGE = 500
IDLE = 1.0
PAUSE = 0.2

log = logging.getLogger(__name__)

ReadLog = Callable[[int, int], Sequence[Entry]]
Settle = Callable[[str], None]
CLOSING = frozenset(
    kind.TOPIC for kind in (SubjectKeyDestroyed, ProcessingRestricted, RestrictionLifted)
)
"""Events of a stakeholder by which another record reads otherwise than it did."""


SETTLED = CLOSING | {IncidentKeysDestroyed.TOPIC}
"""Events that are carried out before anybody is told of them."""


class Change(NamedTuple):
    """Something was recorded: where in the log, the event's type, and on which record.

    How it is marked and who wrote it say who may hear of it; neither is told.
    """

    position: int
    type: str
    ref: str
    marking: str = Marking.OFFICIAL_SENSITIVE
    author: str = ""

    @property
    def told(self) -> dict[str, Any]:
        return {"position": self.position, "type": self.type, "ref": self.ref}


@dataclass(eq=False)
class Listener:
    """One open page: what it has not been sent yet, until it is too slow."""

    of: str = ""
    waiting: asyncio.Queue[Change] = field(default_factory=lambda: asyncio.Queue(CLIENT_HOLDS))
    too_slow: bool = False

    def let_go(self) -> None:
        self.too_slow = True
        self.tell(Change(0, "", ""))

    def tell(self, change: Change) -> None:
        try:
            self.waiting.put_nowait(change)
        except asyncio.QueueFull:
            self.too_slow = True


class Hub:
    """Tells every listener what was recorded, in order; `read` answers those who missed some.

    `types` names an event by its topic; `settle` carries out what was decided about forgetting a
    stakeholder or the text of an incident. While NATS is away nothing is told; the listeners stay,
    and get what they missed when it returns.
    """

    def __init__(
        self, nats_url: str, read: ReadLog, types: Mapping[str, str], settle: Settle | None = None
    ) -> None:
        self._nats_url, self._read, self._types = nats_url, read, types
        self._settle = settle
        self._listeners: dict[Listener, None] = {}
        self._place: Place | None = None
        self._started = asyncio.Event()
        self.position = 0
        self.connected = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def changes(self, after: int | None = None, of: str = "") -> AsyncGenerator[Change, None]:
        """What is recorded from now on, or from after a position; ends for a listener too slow.

        Somebody's oldest page is let go for the page that would be one too many.
        """
        with self._listening(of) as listener:
            if after is None:
                await self._started.wait()
                after = self.position
            else:
                async for change in self._missed(after):
                    after = change.position
                    yield change
            while not listener.too_slow:
                change = await listener.waiting.get()
                if change.position > after:
                    yield change

    def dismiss(self) -> None:
        """Let every open page go; it connects again by itself, where this process was left off."""
        for listener in [*self._listeners]:
            listener.let_go()

    @property
    def open_pages(self) -> int:
        return len(self._listeners)

    @contextmanager
    def _listening(self, of: str) -> Iterator[Listener]:
        theirs = [each for each in self._listeners if each.of == of and not each.too_slow]
        for oldest in theirs[: max(0, len(theirs) + 1 - PAGES_OF_ONE)] if of else ():
            oldest.let_go()
        listener = Listener(of)
        self._listeners[listener] = None
        try:
            yield listener
        finally:
            self._listeners.pop(listener, None)

    async def _missed(self, after: int) -> AsyncIterator[Change]:
        """What the log holds after a position, up to where this hub goes on."""
        begun_early = not self._started.is_set()
        async for change in self._logged(after):
            after = change.position
            yield change
        if begun_early:
            await self._started.wait()
            async for change in self._logged(after):
                yield change

    async def _logged(self, after: int) -> AsyncIterator[Change]:
        while entries := await asyncio.to_thread(self._read, after, PAGE):
            for entry in entries:
                for change in self._changes(entry):
                    yield change
            after = entries[-1].position

    def _changes(self, entry: Entry) -> Iterator[Change]:
        """What an entry changes: its own record, and one that reads otherwise because of it."""
        stored = orjson.loads(entry.state)
        by = stored.get("by", {})
        marking = by.get("marking", Marking.OFFICIAL_SENSITIVE)
        kind = self._types.get(entry.topic, entry.topic)
        if entry.topic in CLOSING and stored["decision"]["stream"] != entry.ref:
            other = stored["decision"]["stream"]
            yield Change(entry.position, kind, other, Marking.OFFICIAL)
        yield Change(entry.position, kind, entry.ref, marking, by.get("actor", ""))

    async def _settled(self, entry: Entry) -> None:
        """What open pages are about to fetch anew must not be there any more when they do."""
        if entry.topic in SETTLED and self._settle is not None:
            await uninterrupted(partial(self._settle, entry.ref))

    async def _run(self) -> None:
        client = await connect(self._nats_url, "box1 web")
        try:
            while not told_to_end():
                try:
                    await self._session(client)
                except Exception as error:
                    log.info("live changes begin again: %s", type(error).__name__)
                self.connected = False
                await asyncio.sleep(PAUSE)
        finally:
            await disconnect(client)

    async def _session(self, client: Client) -> None:
        if self._place is None:
            self._place, self.position = await last_place(client)
            self._started.set()
        async with reading(client, self._place) as reader:
            self.connected = True
            while not told_to_end():
                await self._pass_on(reader)

    async def _pass_on(self, reader: OrderedReader) -> None:
        for delivery in await reader.batch(PAGE, IDLE):
            if delivery.entry.position > self.position:
                await self._settled(delivery.entry)
                for change in self._changes(delivery.entry):
                    self._tell(change)
        self._place = reader.place

    def _tell(self, change: Change) -> None:
        self.position = change.position
        for listener in [*self._listeners]:
            listener.tell(change)
