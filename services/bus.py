"""The way to NATS: a connection that never gives up, and the stream that box1 needs there."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    DiscardPolicy,
    PersistMode,
    RetentionPolicy,
    StorageType,
    StreamConfig,
    StreamInfo,
)
from nats.js.errors import NotFoundError

STREAM = "BOX1"
SUBJECTS = "box1.event.>"
LARGEST_EVENT = 1_000_000
NEVER_GIVE_UP: dict[str, Any] = {
    "max_reconnect_attempts": -1,
    "reconnect_time_wait": 0.1,
    "connect_timeout": 2,
    "ping_interval": 5,
}

log = logging.getLogger(__name__)


class UnsuitableStream(Exception):
    """The stream on this server would lose, change or hide events; says why, a sentence each."""


async def connect(urls: str, name: str) -> Client:
    """A connection to one of the comma-separated servers; waits for as long as they are away.

    It reconnects by itself for ever. What it cannot send meanwhile fails at its sender.
    """
    client = Client()
    await client.connect(
        servers=urls.split(","), name=name, error_cb=_complain_once(), **NEVER_GIVE_UP
    )
    return client


async def disconnect(client: Client) -> None:
    """Close a connection, also where the server is away."""
    with suppress(OSError, NatsError):
        await client.close()


def _complain_once() -> Callable[[Exception], Awaitable[None]]:
    """Says each kind of trouble once, though the connection tries again ten times a second."""
    said: set[str] = set()

    async def complain(error: Exception) -> None:
        if repr(error) not in said:
            said.add(repr(error))
            log.warning("NATS does not answer and is tried again: %s", type(error).__name__)

    return complain


def stream_config(replicas: int = 1) -> StreamConfig:
    """The stream as box1 makes it: in files, complete, and for good."""
    return StreamConfig(
        name=STREAM,
        subjects=[SUBJECTS],
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        max_age=0,
        max_msgs=-1,
        max_bytes=-1,
        duplicate_window=1,
        num_replicas=replicas,
        deny_delete=True,
        allow_direct=True,
    )


async def ensure_stream(jetstream: JetStreamContext, replicas: int = 1) -> StreamInfo:
    """The stream as the server has it, made where it was missing.

    Servers ignore settings they do not know, so what they kept is read back and checked.
    Raises UnsuitableStream.
    """
    try:
        info = await jetstream.stream_info(STREAM)
    except NotFoundError:
        info = await jetstream.add_stream(stream_config(replicas))
    wrong = faults(info.config)
    if wrong:
        raise UnsuitableStream(f"Stream {STREAM}: {' '.join(wrong)}")
    return info


def faults(found: StreamConfig) -> list[str]:
    """Why this stream cannot carry every event, in order, for good: a sentence for each reason."""
    unlimited = (None, 0, -1)
    kept = {
        f"It must take exactly the subjects {SUBJECTS}.": found.subjects == [SUBJECTS],
        "It is kept in memory; a restart would empty it.": found.storage == StorageType.FILE,
        "It drops messages once they are read.": found.retention == RetentionPolicy.LIMITS,
        "It drops old messages to make room for new ones.": found.discard == DiscardPolicy.NEW,
        "It drops messages by age (max_age).": found.max_age in unlimited,
        "It holds a limited number of messages (max_msgs).": found.max_msgs in unlimited,
        "It holds a limited number of messages for each incident (max_msgs_per_subject).": (
            found.max_msgs_per_subject in unlimited
        ),
        "It holds a limited amount of data (max_bytes).": found.max_bytes in unlimited,
        "It refuses large events (max_msg_size).": (
            found.max_msg_size in unlimited or (found.max_msg_size or 0) >= LARGEST_EVENT
        ),
        "It lets single messages be deleted (deny_delete is off).": found.deny_delete,
        "It lets one message replace others (allow_rollup_hdrs).": not found.allow_rollup_hdrs,
        "It does not confirm what it stored (no_ack).": not found.no_ack,
        "It is sealed.": not found.sealed,
        "It copies another stream.": not (found.mirror or found.sources),
        "It renames subjects (subject_transform).": found.subject_transform is None,
        "It confirms before it has written to disk (persist_mode).": (
            found.persist_mode in (None, PersistMode.DEFAULT)
        ),
    }
    return [sentence for sentence, holds in kept.items() if not holds]


async def forget_stream(jetstream: JetStreamContext) -> None:
    """Delete the stream. The log is the truth: the relay makes it again and fills it."""
    await jetstream.delete_stream(STREAM)
