"""Where something was said: one search over incidents, stakeholders and what entries say.

The index holds plain text, personal text too: it can be thrown away and made again from the
log, and `forget` drops every text about a subject whose key is destroyed.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Row,
    Select,
    Text,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
)

from domain.incident import Incident
from domain.incident.decisions import EntryCorrected
from domain.stakeholder import Stakeholder
from projections.base import Decode, Entry, View
from projections.columns import Moment
from projections.folding import Folded, History, reading_of
from projections.fulltext import WordIndex
from projections.paging import Order, Page
from projections.sight import Within
from projections.texts import SAYING_TOPICS, TIER, Document, Kind, name_of, said
from projections.words import Segment, Sought, snippet, words


@dataclass(frozen=True, slots=True)
class Found:
    """A text that was found. For an entry, `title` is its incident's; `position` is in the log."""

    kind: Kind
    ref: str
    position: int
    event_id: str
    recorded_at: datetime
    marking: str
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    restricted: bool


class Search(View):
    name = "search"
    version = 2

    def __init__(
        self,
        build: int,
        decode: Decode,
        incidents: History[Incident],
        stakeholders: History[Stakeholder],
    ) -> None:
        super().__init__(build)
        self._decode, self._incidents = decode, incidents
        self._stakeholders = Folded(Stakeholder, stakeholders, decode)
        self.words = WordIndex(f"{self.prefix}words")
        self.documents = self.table(
            "documents",
            Column("number", BigInteger, primary_key=True, autoincrement=False),
            Column("kind", Text, nullable=False),
            Column("ref", Text, nullable=False),
            Column("event_id", Text, nullable=False),
            Column("recorded_at", Moment, nullable=False),
            Column("marking", Text, nullable=False),
            Column("author", Text, nullable=False),
            Column("subjects", Text, nullable=False),
            Column("title", Text, nullable=False),
            Column("body", Text, nullable=False),
            Index(f"{self.prefix}by_ref", "ref", "kind", "event_id"),
        )

    def create(self, connection: Connection) -> None:
        super().create(connection)
        self.words.make(connection)

    def drop(self, connection: Connection) -> None:
        self.words.drop(connection)
        super().drop(connection)

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        self._add(connection, self._said(entries))
        for entry in entries:
            if entry.topic == EntryCorrected.TOPIC:
                self._correct(connection, entry)
        first = {entry.ref: entry.position for entry in reversed(entries)}
        for stakeholder in self._stakeholders.after(entries):
            self._register(connection, stakeholder, first[stakeholder.ref])

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Drop every text of a stream that is about a subject whose key to it is destroyed."""
        c = self.documents.c
        theirs = c.subjects.contains(f" {subject} ", autoescape=True)
        numbers = connection.scalars(select(c.number).where(c.ref == stream, theirs)).all()
        self._remove(connection, numbers)
        self._stakeholders.forget(subject)

    def forget_opened(self) -> None:
        self._stakeholders.forget_opened()

    def find(
        self,
        connection: Connection,
        typed: str,
        kinds: Collection[Kind] = tuple(Kind),
        within: Within | None = None,
        people: Select[str] | None = None,
        after: str | None = None,
        limit: int = 20,
    ) -> Page[Found]:
        """What holds every word that was typed; the last may be the beginning of a word.

        Names come before mentions: stakeholders, then incidents, then entries, in each the
        newest first. `within` is what may be shown of incidents, `people` selects the refs of the
        stakeholders who may be; None is everything.
        """
        sought, number = Sought.typed(typed), self.words.table.c.rowid
        if not sought:
            return Page([])
        c = self.documents.c
        restricted = within.restricts(c.ref, c.subjects) if within else false()
        query = select(self.documents, number, restricted.label("restricted")).join(
            self.words.table, number == c.number
        )
        query = query.where(self.words.holds(connection, sought), _among(number, kinds))
        if within is not None:
            query = query.where(self._may_show(within, people))
        order = Order("found", (number,), falling=True)
        page = order.page(connection, query, lambda row: row, after, limit)
        titles = self._titles(connection, [row.ref for row in page.rows])
        return Page([_found(row, titles, sought) for row in page.rows], page.after)

    def _said(self, entries: Sequence[Entry]) -> Iterator[tuple[int, Document]]:
        for entry in entries:
            document = said(self._decode(entry)) if entry.topic in SAYING_TOPICS else None
            if document is not None:
                yield document.kind.number(entry.position), document

    def _correct(self, connection: Connection, entry: Entry) -> None:
        """Let the corrected entry be found by what it says now."""
        correction = self._decode(entry)
        target = str(correction.decision.target)
        document = said(reading_of(self._incidents(entry.ref, entry.version).history, target))
        if document is not None:
            subjects = tuple(dict.fromkeys((*document.subjects, *correction.about)))
            document = replace(document, subjects=subjects)
        number = self._number(connection, entry.ref, self.documents.c.event_id == target)
        self._replace(connection, number, entry.position, document)

    def _register(self, connection: Connection, stakeholder: Stakeholder, position: int) -> None:
        is_them = self.documents.c.kind == Kind.STAKEHOLDER
        number = self._number(connection, stakeholder.ref, is_them)
        self._replace(connection, number, position, name_of(stakeholder))

    def _number(self, connection: Connection, ref: str, which: ColumnElement[bool]) -> int | None:
        c = self.documents.c
        return connection.scalar(select(c.number).where(c.ref == ref, which))

    def _replace(
        self, connection: Connection, number: int | None, position: int, document: Document | None
    ) -> None:
        """Put a document in the place of an earlier one, or in the place of this position."""
        if number is not None:
            self._remove(connection, [number])
        if document is not None:
            self._add(connection, [(number or document.kind.number(position), document)])

    def _add(self, connection: Connection, documents: Iterable[tuple[int, Document]]) -> None:
        rows = [_row(number, document) for number, document in documents]
        if rows:
            connection.execute(insert(self.documents), rows)
            self.words.put(connection, [_words(row) for row in rows])

    def _remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        c = self.documents.c
        connection.execute(delete(self.documents).where(c.number.in_(numbers)))
        self.words.remove(connection, numbers)

    def _may_show(self, within: Within, people: Select[str] | None) -> ColumnElement[bool]:
        c = self.documents.c
        person = c.kind == Kind.STAKEHOLDER
        listed = person if people is None else and_(person, c.ref.in_(people))
        shown = or_(listed, within.shows(c.ref, c.marking, c.author))
        return and_(shown, within.open_to(c.ref, c.subjects))

    def _titles(self, connection: Connection, refs: Collection[str]) -> dict[str, str]:
        c = self.documents.c
        query = select(c.ref, c.title).where(c.ref.in_(refs), c.kind == Kind.INCIDENT)
        return dict(connection.execute(query).all())


def _among(number: ColumnElement[int], kinds: Collection[Kind]) -> ColumnElement[bool]:
    """That a document is of one of these kinds, as its number tells."""
    return or_(false(), *(number.between(kind.number(0), kind.number(TIER - 1)) for kind in kinds))


def _row(number: int, document: Document) -> dict[str, Any]:
    return asdict(document) | {"number": number, "subjects": f" {' '.join(document.subjects)} "}


def _words(row: dict[str, Any]) -> dict[str, Any]:
    own = "" if row["kind"] == Kind.ENTRY else row["ref"]
    found_by = words(f"{row['title']} {row['body']} {own}")
    return {"number": row["number"], "words": " ".join(found_by)}


def _found(row: Row[Any], titles: dict[str, str], sought: Sought) -> Found:
    return Found(
        kind=Kind(row.kind),
        ref=row.ref,
        position=row.number % TIER,
        event_id=row.event_id,
        recorded_at=row.recorded_at,
        marking=row.marking,
        title=snippet(row.title or titles.get(row.ref, ""), sought),
        snippet=snippet(row.body, sought),
        restricted=bool(row.restricted),
    )
