"""Loads histories, records what was decided, and remembers which commands it has answered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from eventsourcing.application import AggregateNotFoundError, Repository
from eventsourcing.persistence import EventStore, StoredEvent

from domain.base import Aggregate, NotFound, Recorded
from services.log import SOUGHT_TOPICS, EventLog
from services.mapper import EventMapper
from services.recent import Placed, Recent, Reread

A = TypeVar("A", bound=Aggregate)


class Store:
    """The event store: every method joins the batch that the calling thread has open."""

    def __init__(self, log: EventLog, mapper: EventMapper) -> None:
        self.log, self._mapper = log, mapper
        events: EventStore[str] = EventStore(mapper, log.recorder)
        self._repository = Repository(events)
        self._recent, self._reread = Recent(self.history), Reread(self._placed)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One commit for all that the writer's thread does within, the keys it needs before it."""
        with self._forgetful(), self.log.batch(), self._mapper.keys_together():
            yield

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of a batch that can fail by itself."""
        with self._forgetful(), self.log.savepoint():
            yield

    def load(self, kind: type[A], ref: str, version: int | None = None) -> A:
        """The aggregate as it is, or as it was at a version; NotFound where there is none."""
        if not ref.startswith(kind.SERIES):
            return _not_found(ref)
        try:
            project: Any = kind.project
            loaded: A = self._repository.get(ref, version=version, projector_func=project)
        except AggregateNotFoundError:
            return _not_found(ref)
        return loaded

    def latest(self, kind: type[A], ref: str) -> A:
        """The same as `load`, faster, for the writer's thread within a batch."""
        ours = ref.startswith(kind.SERIES)
        aggregate = kind.project(None, self._recent.history(ref)) if ours else None
        return aggregate or _not_found(ref)

    def history(self, ref: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of one stream in order, those that follow a version; empty without any."""
        return [event for event, _ in self._placed(ref, after)]

    def reread(self, ref: str) -> tuple[list[Recorded[Any]], list[int]]:
        """The events of a stream with their positions, for readers: fast where asked before."""
        return self._reread.history(ref)

    def record(self, aggregate: Aggregate) -> Sequence[tuple[Recorded[Any], int]]:
        """Append what the aggregate decided, chained by hash; each event with its position."""
        previous, stored, events = aggregate.recorded_hash, [], aggregate.collect_events()
        for event in events:
            sealed = self._mapper.chained(event, previous)
            previous = hash_of(sealed)
            stored.append(sealed)
        positions = self.log.recorder.insert_events(stored) or ()
        return list(zip(events, positions, strict=True))

    def next_ref(self, series: str, digits: int) -> str:
        """The next reference of a series: `INC-2026` gives INC-2026-0001, then 0002."""
        [(number,)] = self.log.execute(
            "INSERT INTO refs (series, last) VALUES (?, 1)"
            " ON CONFLICT (series) DO UPDATE SET last = refs.last + 1 RETURNING last",
            series,
        )
        return f"{series}-{number:0{digits}}"

    def belong(self, whole: str, part: str) -> None:
        """Remember that a stream belongs to something larger; said twice, it does so once."""
        self.log.execute(
            "INSERT INTO belongings (whole, part) VALUES (?, ?) ON CONFLICT DO NOTHING", whole, part
        )

    def parts_of(self, whole: str, series: str) -> list[str]:
        """The references of one kind that belong to it, in the order they were given."""
        rows = self.log.read(
            "SELECT part FROM belongings WHERE whole = ? AND part LIKE ?"
            " ORDER BY LENGTH(part), part",
            whole,
            f"{series}-%",
        )
        return [row[0] for row in rows]

    def last_of(self, series: str) -> int:
        """The last number that was given in a series, 0 where there is none."""
        rows = self.log.read("SELECT last FROM refs WHERE series = ?", series)
        return int(rows[0][0]) if rows else 0

    def receipt(self, key: str) -> tuple[str, str] | None:
        """The body's hash and the answer that a command was given under this key."""
        rows = self.log.read("SELECT body_sha256, answer FROM receipts WHERE receipt_key = ?", key)
        return (rows[0][0], rows[0][1]) if rows else None

    def keep_receipt(self, key: str, body_sha256: str, answer: str) -> None:
        self.log.execute(
            "INSERT INTO receipts (receipt_key, body_sha256, answer) VALUES (?, ?, ?)",
            key,
            body_sha256,
            answer,
        )

    def notices(self, after: int, limit: int) -> Sequence[Sequence[Any]]:
        """Events of all streams from right after a position, in that order.

        Each is its position, ref, version, topic and stored state.
        """
        column = self.log.position_column
        return self.log.read(
            f"SELECT {column}, originator_id, originator_version, topic, state FROM stored_events"
            f" WHERE {column} > ? ORDER BY {column} LIMIT ?",
            after,
            limit,
        )

    def of_topic(self, topic: str, after: int) -> Sequence[Sequence[Any]]:
        """The ref and the stored state of every event of a topic from right after a position.

        One of SOUGHT_TOPICS, written out in the query: only so is their index used.
        """
        column, sought = self.log.position_column, SOUGHT_TOPICS[SOUGHT_TOPICS.index(topic)]
        return self.log.read(
            "SELECT originator_id, state FROM stored_events"
            f" WHERE topic = '{sought}' AND {column} > ? ORDER BY {column}",
            after,
        )

    def forget_opened(self) -> None:
        """Drop every text that was opened and kept, because a key is gone; from any thread."""
        self._recent.forget_soon()
        self._reread.forget()

    def position(self) -> int:
        """The last position recorded, 0 where there is none."""
        return self.log.recorder.max_notification_id() or 0

    def version(self, ref: str) -> int:
        """The version that a stream is at, 0 where there is none."""
        [(version,)] = self.log.read(
            "SELECT COALESCE(MAX(originator_version), 0) FROM stored_events"
            " WHERE originator_id = ?",
            ref,
        )
        return int(version)

    def positions(self, ref: str) -> list[int]:
        """The positions of a stream's events, in order of version."""
        rows = self.log.read(
            f"SELECT {self.log.position_column} FROM stored_events"
            " WHERE originator_id = ? ORDER BY originator_version",
            ref,
        )
        return [row[0] for row in rows]

    def _placed(self, ref: str, after: int = 0) -> list[Placed]:
        rows = self.log.read(
            "SELECT originator_id, originator_version, topic, state,"
            f" {self.log.position_column} FROM stored_events"
            " WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version",
            ref,
            after,
        )
        return [(self._mapper.read(*row[:4]), row[4]) for row in rows]

    @contextmanager
    def _forgetful(self) -> Iterator[None]:
        """What was read in a transaction that is undone may never have been recorded."""
        try:
            yield
        except BaseException:
            self._recent.forget()
            raise


def _not_found(ref: str) -> NoReturn:
    raise NotFound.because("NotFound", f"There is no {ref}.") from None


def hash_of(stored: StoredEvent) -> str:
    """The hash at the head of a stored event's bytes."""
    return stored.state[len(b'{"hash":"') :][:64].decode()
