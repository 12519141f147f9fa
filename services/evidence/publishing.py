"""Checkpoints told to the world while box1 runs: kept, written to a file, published on NATS."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import Error as JetStreamError

from services.evidence.checkpoints import Checkpoints

STREAM: Final = "BOX1_CHECKPOINTS"
SUBJECT: Final = "box1.checkpoint"

log = logging.getLogger(__name__)


class Publisher:
    """Makes a checkpoint every so many seconds while the log grows, and lets others keep it.

    What could not be published is published with the next one: each covers all before it.
    """

    def __init__(
        self,
        checkpoints: Checkpoints,
        client: Client,
        clock: Callable[[], datetime],
        every: float,
        file: Path | None = None,
    ) -> None:
        self._checkpoints, self._client, self._clock = checkpoints, client, clock
        self._every, self._file = every, file
        self._written = self._published = ""

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self.publish()
            except (OSError, NatsError, JetStreamError, TimeoutError) as error:
                log.warning("a checkpoint is not published yet: %s", type(error).__name__)
            except Exception as error:
                log.warning("a checkpoint is not made yet: %s", type(error).__name__)
            await asyncio.sleep(self._every)

    async def publish(self) -> str:
        """Make one now, and publish it where it says more than the last."""
        note = await asyncio.to_thread(self._checkpoints.make, self._clock())
        if self._file is not None and note != self._written:
            await asyncio.to_thread(_appended, self._file, note)
            self._written = note
        if note != self._published:
            await self._send(note)
            self._published = note
        return note

    async def _send(self, note: str) -> None:
        stream = self._client.jetstream()
        await stream.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=[SUBJECT],
                storage=StorageType.FILE,
                retention=RetentionPolicy.LIMITS,
                deny_delete=True,
                deny_purge=True,
            )
        )
        await stream.publish(SUBJECT, note.encode())


def _appended(file: Path, note: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as kept:
        kept.write(f"{note}\n")
