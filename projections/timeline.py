"""What was recorded, entry by entry: the timeline of one incident, and what touches one person.

The timeline is an index of the log. It holds what entries are found and ordered by; what an
entry says stays in the log alone, where it is read by the position that is found here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Index, Integer, Select, Text, delete, or_, select, update
from sqlalchemy.schema import CreateTable

from domain.incident import Incident
from domain.incident.decisions import EntryCorrected
from projections.base import Entry, View
from projections.columns import POSITION, Moment, append, microseconds
from projections.folding import History, reading_of
from projections.paging import Order, Page, into
from projections.sight import Within
from projections.touching import concerned, touched


class Sort(StrEnum):
    """The clock that the entries of a stream are put in order by, and which end comes first."""

    NEWEST_RECORDED = "newest-recorded"
    OLDEST_RECORDED = "oldest-recorded"
    NEWEST_HAPPENED = "newest-happened"
    OLDEST_HAPPENED = "oldest-happened"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry without what it says. `corrects` is the event id of the entry it corrects.

    `occurred_at` is when it happened as now known: a correction of it has been applied.
    """

    position: int
    ref: str
    version: int
    topic: str
    event_id: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    role: str
    marking: str
    corrects: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted; what is left empty does not narrow.

    `touching` names communities and people: an entry that touches any of them is wanted. The
    entries of a community are those that touch it or the people on its map.
    """

    topics: Collection[str] = ()
    touching: Collection[str] = ()
    actor: str | None = None
    recorded_until: datetime | None = None
    happened_until: datetime | None = None
    position_until: int | None = None


ANYTHING = Sought()
entry_of = into(TimelineEntry)


class Timeline(View):
    name = "timeline"

    def __init__(self, build: int, history: History[Incident]) -> None:
        super().__init__(build)
        self._history = history
        self._filling = False
        self._corrections: list[Entry] = []
        self.lines = self.table(
            "entries",
            Column("position", POSITION, primary_key=True, autoincrement=False),
            Column("ref", Text, nullable=False),
            Column("version", Integer, nullable=False),
            Column("topic", Text, nullable=False),
            Column("event_id", Text, nullable=False),
            Column("occurred_at", Moment, nullable=False),
            Column("recorded_at", Moment, nullable=False),
            Column("actor", Text, nullable=False),
            Column("role", Text, nullable=False),
            Column("marking", Text, nullable=False),
            Column("corrects", Text),
            Index(f"{self.prefix}by_ref", "ref", "position"),
        )
        self.touched = self.table(
            "touched",
            Column("who", Text, nullable=False),
            Column("ref", Text, nullable=False),
            Column("position", POSITION, nullable=False),
            Index(f"{self.prefix}by_who", "who", "ref", "position"),
        )

    def start_filling(self, connection: Connection) -> None:
        """Without indexes rows go in several times faster, but none can be found to correct."""
        for table in self.metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
        self._filling = True

    def finish_filling(self, connection: Connection) -> bool:
        for table in self.metadata.sorted_tables:
            for index in table.indexes:
                index.create(connection)
        self._filling = False
        self._correct(connection)
        return False

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        lines, touching = [], []
        for entry in entries:
            stored = orjson.loads(entry.state)
            lines.append(_line(entry, stored))
            for who in touched(entry.ref, entry.topic, stored["decision"]):
                touching.append((who, entry.ref, entry.position))
        append(connection, self.lines, lines)
        append(connection, self.touched, touching)
        self._corrections += (entry for entry in entries if entry.topic == EntryCorrected.TOPIC)
        if not self._filling:
            self._correct(connection)

    def entries(
        self,
        connection: Connection,
        ref: str,
        sought: Sought = ANYTHING,
        sort: Sort = Sort.NEWEST_RECORDED,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[TimelineEntry]:
        """The entries of one stream, from right after a cursor of the same sort."""
        query = self._query(sought, ref).where(self.lines.c.ref == ref)
        return self._order(sort).page(connection, query, entry_of, after, limit)

    def activity(
        self,
        connection: Connection,
        sought: Sought = ANYTHING,
        within: Within | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[TimelineEntry]:
        """The newest entries of all streams; `within` is what may be shown of incidents."""
        query, c = self._query(sought), self.lines.c
        if within is not None:
            shown = within.shows(c.ref, c.marking, c.actor)
            query = query.where(or_(shown, ~c.ref.startswith("INC-")))
        return self._order(Sort.NEWEST_RECORDED).page(connection, query, entry_of, after, limit)

    def streams_touching(
        self, connection: Connection, who: Collection[str], topic: str, since: datetime
    ) -> list[str]:
        """The streams in which an entry of this kind touched any of them since a time."""
        c = self.lines.c
        query = self._query(Sought(topics=[topic], touching=who)).where(c.occurred_at >= since)
        return [*connection.execute(query.with_only_columns(c.ref).distinct()).scalars()]

    def corrections(
        self, connection: Connection, ref: str, event_ids: Collection[str]
    ) -> dict[str, list[TimelineEntry]]:
        """The entries that correct each of these, oldest first; where there are none, no key."""
        c = self.lines.c
        query = select(self.lines).where(c.ref == ref, c.corrects.in_(event_ids))
        found: dict[str, list[TimelineEntry]] = {}
        for row in connection.execute(query.order_by(c.position)):
            found.setdefault(row.corrects, []).append(entry_of(row))
        return found

    def find(self, connection: Connection, ref: str, event_id: str) -> TimelineEntry | None:
        """The entry of a stream with this event id."""
        c = self.lines.c
        query = select(self.lines).where(c.ref == ref, c.event_id == event_id)
        row = connection.execute(query).one_or_none()
        return entry_of(row) if row else None

    def _order(self, sort: Sort) -> Order:
        c, clock = self.lines.c, sort.value.rpartition("-")[2]
        columns = (c.position,) if clock == "recorded" else (c.occurred_at, c.position)
        return Order(sort.value, columns, falling=sort.value.startswith("newest"))

    def _query(self, sought: Sought, ref: str | None = None) -> Select[Any]:
        c, query = self.lines.c, select(self.lines)
        if sought.topics:
            query = query.where(c.topic.in_(sought.topics))
        if sought.touching:
            query = query.where(c.position.in_(self._touching(sought.touching, ref)))
        if sought.actor is not None:
            query = query.where(c.actor == sought.actor)
        if sought.recorded_until is not None:
            query = query.where(c.recorded_at <= sought.recorded_until)
        if sought.happened_until is not None:
            query = query.where(c.occurred_at <= sought.happened_until)
        if sought.position_until is not None:
            query = query.where(c.position <= sought.position_until)
        return query

    def _touching(self, who: Collection[str], ref: str | None) -> Select[int]:
        t = self.touched.c
        query = select(t.position).where(t.who.in_(who))
        return query if ref is None else query.where(t.ref == ref)

    def _correct(self, connection: Connection) -> None:
        corrections, self._corrections = self._corrections, []
        for entry in corrections:
            target = str(orjson.loads(entry.state)["decision"]["target"])
            self._move(connection, entry, target)

    def _move(self, connection: Connection, entry: Entry, target: str) -> None:
        """Put the corrected entry to when it happened and whom it concerns, as now known."""
        history = self._history(entry.ref, entry.version).history
        before, now = reading_of(history[:-1], target), reading_of(history, target)
        position = self._position_of(connection, entry.ref, target)
        self._happened(connection, position, now.occurred_at)
        was, are = concerned(before), concerned(now)
        self._release(connection, position, was - are)
        rows = [(who, entry.ref, position) for who in are - was]
        rows += [(who, entry.ref, entry.position) for who in are]
        append(connection, self.touched, sorted(rows))

    def _position_of(self, connection: Connection, ref: str, event_id: str) -> int:
        c = self.lines.c
        query = select(c.position).where(c.ref == ref, c.event_id == event_id)
        position: int = connection.execute(query).scalar_one()
        return position

    def _happened(self, connection: Connection, position: int, moment: datetime) -> None:
        line = update(self.lines).where(self.lines.c.position == position)
        connection.execute(line.values(occurred_at=moment))

    def _release(self, connection: Connection, position: int, who: Collection[str]) -> None:
        t = self.touched.c
        connection.execute(delete(self.touched).where(t.who.in_(who), t.position == position))


def _line(entry: Entry, stored: dict[str, Any]) -> tuple[Any, ...]:
    by = stored["by"]
    corrects = stored["decision"]["target"] if entry.topic == EntryCorrected.TOPIC else None
    return (
        entry.position,
        entry.ref,
        entry.version,
        entry.topic,
        stored["event_id"],
        microseconds(datetime.fromisoformat(by["occurred_at"])),
        microseconds(datetime.fromisoformat(by["recorded_at"])),
        by["actor"],
        by["role"],
        by["marking"],
        corrects,
    )
