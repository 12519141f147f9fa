"""The event log: what is recorded, its receipts and its reference numbers in one commit."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from eventsourcing.persistence import ApplicationRecorder

REFERENCES = "CREATE TABLE IF NOT EXISTS refs (series TEXT PRIMARY KEY, last BIGINT NOT NULL)"
RECEIPTS = (
    "CREATE TABLE IF NOT EXISTS receipts (receipt_key TEXT PRIMARY KEY, "
    "body_sha256 TEXT NOT NULL, answer TEXT NOT NULL)"
)
BELONGINGS = (
    "CREATE TABLE IF NOT EXISTS belongings (whole TEXT NOT NULL, part TEXT NOT NULL, "
    "PRIMARY KEY (whole, part))"
)
"""Which streams belong to something larger: requests to an incident, officers to a region."""

TOKENS = (
    "CREATE TABLE IF NOT EXISTS feedback_tokens (digest TEXT PRIMARY KEY, "
    "round TEXT NOT NULL, batch INTEGER NOT NULL)"
)
"""The hashes of links that are good for an answer. One that is used is deleted, not marked."""

WAITING = (
    "CREATE TABLE IF NOT EXISTS feedback_waiting (id TEXT PRIMARY KEY, "
    "round TEXT NOT NULL, sealed TEXT NOT NULL)"
)
"""What was answered and is not on the record yet, each thing sealed by itself."""

CHECKPOINTS = (
    "CREATE TABLE IF NOT EXISTS log_checkpoints (size BIGINT PRIMARY KEY, note TEXT NOT NULL)"
)
"""Signed statements of how long the log was and what was in it."""

SOUGHT_TOPICS: Final = (
    "stakeholder.erasure-requested",
    "stakeholder.subject-key-destroyed",
    "incident.disposal-decided",
    "incident.keys-destroyed",
)
"""Topics of which every event is looked for, in a log of any length."""
UNSOUGHT = "DROP INDEX IF EXISTS stored_events_sought"
"""The index of a log from before records were disposed of: it has fewer topics."""
BY_TOPIC = "CREATE INDEX IF NOT EXISTS stored_events_sought_2 ON stored_events (topic) WHERE " + (
    " OR ".join(f"topic = '{topic}'" for topic in SOUGHT_TOPICS)
)


class StoreUnavailable(Exception):
    """Nothing can be recorded now: the disk is full, read-only, or the database is away."""


class EventLog(Protocol):
    """A recorder whose reads and writes join the batch that the calling thread has open."""

    @property
    def recorder(self) -> ApplicationRecorder: ...

    @property
    def position_column(self) -> str:
        """The column of `stored_events` that holds an event's position."""

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What the database raises where it can record nothing."""

    def prepare(self) -> None:
        """Make the tables where they are not there yet."""

    def batch(self) -> AbstractContextManager[None]:
        """One transaction for all that this thread does within: alone in writing, one commit."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A part of a batch that can fail by itself."""

    def execute(self, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
        """Run one statement with `?` for its values, within the batch where there is one."""

    def read(self, query: str, *values: Any) -> Sequence[Sequence[Any]]:
        """Run one query with `?` for its values; outside a batch it waits for no writer."""

    def changes(self) -> int:
        """A number that differs whenever something may have been committed since."""

    def close(self) -> None: ...
