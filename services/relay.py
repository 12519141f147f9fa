"""The relay: copies the log to the stream BOX1, in order, with nothing missing or repeated."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.bus import STREAM, ensure_stream, forget_stream
from services.envelope import EVENT, POSITION, Notice, event_id, message
from services.pipeline import Confirmation, Pipeline

PAGE = 500
WINDOW = 256
CHECK_EVERY = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0

log = logging.getLogger(__name__)

ReadLog = Callable[[int, int], Sequence[Notice]]


class Interrupted(Exception):
    """The stream is not as this relay left it: begin again from its own last message."""


class Strayed(Exception):
    """The stream holds what the log does not."""


class Tail(NamedTuple):
    """The end of the stream: its last sequence number, and the log position stored there."""

    seq: int
    position: int


class InFlight(NamedTuple):
    """A message on its way, and where it must come to lie."""

    tail: Tail
    confirmation: Confirmation


@dataclass
class Relay:
    """Publishes the log for ever; after any error it begins again from the stream's own tail.

    Every message names the sequence number that must come before it, so the server refuses a
    gap, a repeat or a change of order, also from two relays at once. `read` gives what follows
    a position in the log, and may block. `refill` says that the stream is this system's own:
    one that strayed from the log is deleted and filled again. `poll` and `patience`: seconds.
    """

    client: Client
    read: ReadLog
    source: str = "/box1"
    poll: float = 0.01
    patience: float = 5.0
    replicas: int = 1
    refill: bool = False
    position: int = field(default=0, init=False)
    published: int = field(default=0, init=False)
    last_error: str | None = field(default=None, init=False)
    _in_flight: deque[InFlight] = field(default_factory=deque, init=False)
    _check_at: float = field(default=0.0, init=False)

    async def run(self) -> None:
        """Until the connection is closed for good, or the task is cancelled."""
        pause = FIRST_PAUSE
        while not self.client.is_closed and not _told_to_end():
            before = self.published
            try:
                await self._session()
            except Exception as error:
                self._note(error)
            pause = FIRST_PAUSE if self.published > before else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    @property
    def _jetstream(self) -> JetStreamContext:
        return self.client.jetstream(timeout=self.patience)

    async def _session(self) -> None:
        tail = await self._agreed_tail()
        self._in_flight.clear()
        self.position = tail.position
        async with Pipeline(self.client) as pipeline:
            while not _told_to_end():
                page = await asyncio.to_thread(self.read, tail.position, PAGE)
                for notice in page:
                    tail = await self._publish(pipeline, notice, tail)
                if not page:
                    await self._settle(0)
                    await self._wait_for_news(tail)

    async def _agreed_tail(self) -> Tail:
        """Where the stream ends, once it is sure that the log holds the same event there."""
        info = await ensure_stream(self._jetstream, self.replicas)
        if info.state.last_seq == 0:
            return Tail(0, 0)
        try:
            return await self._agreed(info.state.last_seq)
        except Strayed:
            if self.refill:
                await forget_stream(self._jetstream)
            raise

    async def _agreed(self, seq: int) -> Tail:
        try:
            headers = (await self._jetstream.get_msg(STREAM, seq=seq)).headers or {}
        except NotFoundError as error:
            raise Strayed(f"the last message of {STREAM} was removed") from error
        position = int(headers.get(POSITION, 0))
        found = await asyncio.to_thread(self.read, max(position - 1, 0), 1)
        if [(n.position, event_id(n)) for n in found] != [(position, headers.get(EVENT))]:
            raise Strayed(f"{STREAM} ends with an event that this log does not have")
        return Tail(seq, position)

    async def _publish(self, pipeline: Pipeline, notice: Notice, tail: Tail) -> Tail:
        if len(self._in_flight) >= WINDOW:
            await self._settle(WINDOW // 2)
        fence = {
            "Nats-Expected-Stream": STREAM,
            "Nats-Expected-Last-Sequence": str(tail.seq),
        }
        confirmation = await pipeline.send(message(notice, tail.position, self.source), fence)
        tail = Tail(tail.seq + 1, notice.position)
        self._in_flight.append(InFlight(tail, confirmation))
        return tail

    async def _settle(self, leave: int) -> None:
        """Wait until no more than `leave` messages are unconfirmed."""
        while len(self._in_flight) > leave:
            expected, confirmation = self._in_flight.popleft()
            async with asyncio.timeout(self.patience):
                stored = await confirmation
            if stored.get("seq") != expected.seq:
                raise Interrupted(f"position {expected.position} was not stored: {stored}")
            self.position = expected.position
            self.published += 1
            self.last_error = None

    async def _wait_for_news(self, tail: Tail) -> None:
        await asyncio.sleep(self.poll)
        now = asyncio.get_running_loop().time()
        if now > self._check_at:
            self._check_at = now + CHECK_EVERY
            await self._check(tail)

    async def _check(self, tail: Tail) -> None:
        """See that the stream is still there, and ends where this relay left it."""
        info = await self._jetstream.stream_info(STREAM)
        if info.state.last_seq != tail.seq:
            raise Interrupted(f"{STREAM} ends at {info.state.last_seq}, not at {tail.seq}")
        self.last_error = None

    def _note(self, error: Exception) -> None:
        ours = isinstance(error, Interrupted | Strayed)  # another's words may quote anything
        said = f"{type(error).__name__}: {error}" if ours else type(error).__name__
        if said != self.last_error:
            log.warning("the relay begins again: %s", said)
        self.last_error = said


def _told_to_end() -> bool:
    """Whether this task was cancelled. Python 3.11 loses a cancellation that meets an answer."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
