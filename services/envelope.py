"""How an event travels: its subject, its headers, and its CloudEvents 1.0 body."""

from typing import NamedTuple, Protocol

import orjson

POSITION, PREVIOUS, VERSION, EVENT = "Evt-Position", "Evt-Previous", "Evt-Version", "Evt-Id"


class Notice(Protocol):
    """One event as the log tells it; positions rise, and may leave numbers out."""

    @property
    def position(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def state(self) -> bytes: ...


class Message(NamedTuple):
    """What is published of one event."""

    subject: str
    headers: dict[str, str]
    body: bytes


def event_id(notice: Notice) -> str:
    """The event's own id, from its stored state."""
    return str(orjson.loads(notice.state)["event_id"])


def message(notice: Notice, previous: int, source: str) -> Message:
    """The event as it is published, after the event at position `previous`.

    In the body `data` is the stored state as it is (personal fields sealed), and stands last.
    """
    stored = orjson.loads(notice.state)
    attributes = {
        "specversion": "1.0",
        "id": stored["event_id"],
        "type": f"box1.{notice.topic}",
        "source": source,
        "subject": notice.ref,
        "time": stored["by"]["recorded_at"],
        "datacontenttype": "application/json",
        "position": notice.position,
        "version": notice.version,
    }
    headers = {
        "Content-Type": "application/cloudevents+json",
        POSITION: str(notice.position),
        PREVIOUS: str(previous),
        VERSION: str(notice.version),
        EVENT: stored["event_id"],
    }
    body = b'%s,"data":%s}' % (orjson.dumps(attributes)[:-1], notice.state)
    return Message(f"box1.event.{notice.topic}.{notice.ref}", headers, body)
