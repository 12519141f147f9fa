"""HTTP written by hand, byte by byte: for what no client library would send."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Outcome:
    """What came back on one connection, until it was closed or it was time."""

    answers: bytes
    open: bool
    seconds: float

    @property
    def statuses(self) -> list[int]:
        """Of every final answer, in order."""
        return [int(status) for status in STATUS.findall(self.answers) if status[:1] != b"1"]

    @property
    def status(self) -> int:
        """Of the first answer; 0 where there was none."""
        return next(iter(self.statuses), 0)


async def exchange(port: int, pieces: Iterable[bytes], *, wait: float, pause: float = 0) -> Outcome:
    """Send the pieces, a pause apart, and read for so long, or until the connection is closed."""
    started = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=CHUNK)
    sending = asyncio.create_task(_send(writer, pieces, pause))
    answers, still_open = bytearray(), True
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() + wait):
            async for part in _parts(reader):
                answers += part
        still_open = False
    except TimeoutError:
        pass
    except ConnectionError:
        still_open = False
    finally:
        await _leave(writer, sending)
    return Outcome(bytes(answers), still_open, time.monotonic() - started)


async def first_answer(port: int, pieces: Iterable[bytes], *, wait: float) -> tuple[int, float]:
    """The status of the first answer, and how many seconds after the first byte it came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=CHUNK)
    started = time.monotonic()
    sending = asyncio.create_task(_send(writer, pieces, 0))
    try:
        async with asyncio.timeout(wait):
            line = await reader.readline()
        seconds = time.monotonic() - started
    finally:
        await _leave(writer, sending)
    found = STATUS.match(line)
    return int(found.group(1)) if found else 0, seconds


async def _send(writer: asyncio.StreamWriter, pieces: Iterable[bytes], pause: float) -> None:
    with suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)


async def _leave(writer: asyncio.StreamWriter, sending: asyncio.Task[None]) -> None:
    sending.cancel()
    with suppress(asyncio.CancelledError, ConnectionError):
        await sending
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def _parts(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while part := await reader.read(CHUNK):
        yield part
