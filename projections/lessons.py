"""What was learned: found by its words and facets, suggested where it may help, and used again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Select,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    true,
)

from domain.insight import Audience, Insight, InsightState
from domain.lessons import Course, Offer
from domain.vocabulary import Marking
from projections.base import Decode, Entry
from projections.columns import Moment, put
from projections.folding import CopyingView, Folded, History
from projections.fulltext import WordIndex
from projections.lessons_row import Learned, columns, learned, number_of, readable, row_of
from projections.paging import Order, Page
from projections.words import Sought, words

SHARED: Final = (Audience.ORGANISATION, Audience.PARTNERS, Audience.PUBLIC)
COMMUNITY, THEME = "community", "theme"
SCORED: Final = (
    *("state", "incident_type", "recorded_at", "pfa", "region"),
    *("theme_count", "community_count", "number", "ref"),
)
"""All that a score is made of, in one index: suggesting then reads no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which insights are wanted; what is left empty does not narrow. `q` are words of its text."""

    q: str = ""
    states: Collection[str] = ()
    kinds: Collection[str] = ()
    phases: Collection[str] = ()
    themes: Collection[str] = ()
    communities: Collection[str] = ()
    incident_types: Collection[str] = ()
    forces: Collection[str] = ()
    audiences: Collection[str] = ()
    incident: str | None = None
    recorded_from: datetime | None = None
    recorded_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody may know of: `all` of it, and what is marked higher, or what is shared.

    What they recorded themselves, as `author`, they may read in any case.
    """

    all: bool = True
    sensitive: bool = True
    author: str = ""


EVERYTHING, EVERY_ONE = Wanted(), Seen()


class Lessons(CopyingView):
    name = "lessons"
    version = 3

    def __init__(self, build: int, decode: Decode, insights: History[Insight]) -> None:
        super().__init__(build)
        self._insights = Folded(Insight, insights, decode)
        self.words = WordIndex(f"{self.prefix}words")
        self.insights = self.table(
            "insights",
            *columns(),
            Index(f"{self.prefix}scored", *SCORED),
            Index(f"{self.prefix}by_incident", "incident"),
        )
        self.tags = self.table(
            "tags",
            Column("facet", Text, primary_key=True),
            Column("value", Text, primary_key=True),
            Column("number", Integer, primary_key=True),
            Index(f"{self.prefix}tags_of", "number"),
        )
        self.met = self.table("met", Column("value", Text, primary_key=True))
        self.offers = self.table(
            "offers",
            Column("number", Integer, primary_key=True),
            Column("incident", Text, primary_key=True),
            Column("suggested_at", Moment),
            Column("decided_at", Moment),
            Column("reused", Boolean),
        )

    def create(self, connection: Connection) -> None:
        super().create(connection)
        self.words.make(connection)

    def drop(self, connection: Connection) -> None:
        self.words.drop(connection)
        super().drop(connection)

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        insights = self._insights.after(entries)
        numbers = [number_of(insight.ref) for insight in insights]
        c = self.insights.c
        there = set(connection.scalars(select(c.number).where(c.number.in_(numbers))))
        put(connection, self.insights, [row_of(insight) for insight in insights])
        put(connection, self.offers, [row for one in insights for row in _offers(one)])
        self._find_by(connection, [one for one in insights if number_of(one.ref) not in there])

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Keep of an insight only what can still be read."""
        self._insights.forget(stream)
        c = self.insights.c
        version = connection.scalar(select(c.version).where(c.ref == stream))
        if version is None:
            return
        insight = self._insights.at(stream, version)
        self.words.remove(connection, [number_of(stream)])
        connection.execute(delete(self.tags).where(self.tags.c.number == number_of(stream)))
        put(connection, self.insights, [row_of(insight)])
        self._find_by(connection, [insight])
        left = select(self.tags.c.value).where(self.tags.c.facet == COMMUNITY)
        connection.execute(delete(self.met).where(self.met.c.value.not_in(left)))
        self._insights.forget(stream)

    def forget_opened(self) -> None:
        self._insights.forget_opened()

    def rows(
        self,
        connection: Connection,
        wanted: Wanted = EVERYTHING,
        seen: Seen = EVERY_ONE,
        after: str | None = None,
        limit: int = 25,
    ) -> Page[Learned]:
        """The insights that are wanted and may be known of, the newest first."""
        c, sought = self.insights.c, Sought.typed(wanted.q)
        query = select(self.insights).where(self._wanted(wanted), self.known_to(seen))
        number: ColumnElement[int] = c.number
        if sought:
            number = self.words.table.c.rowid
            query = query.add_columns(number).join(self.words.table, number == c.number)
            query = query.where(self.words.holds(connection, sought))
        order = Order("newest", (number,), falling=True)
        return order.page(connection, query, learned, after, limit)

    def find(self, connection: Connection, ref: str, seen: Seen = EVERY_ONE) -> Learned | None:
        query = select(self.insights).where(self.insights.c.ref == ref, self.known_to(seen))
        row = connection.execute(query).one_or_none()
        return learned(row) if row else None

    def courses(self, connection: Connection, seen: Seen = EVERY_ONE) -> list[Course]:
        """What became of each insight that may be known of, for the figures."""
        o, offers = self.offers.c, dict[int, list[Offer]]()
        for row in connection.execute(select(self.offers).order_by(o.number, o.incident)):
            offer = Offer(
                incident=row.incident,
                suggested_at=row.suggested_at,
                decided_at=row.decided_at,
                reused=row.reused,
            )
            offers.setdefault(row.number, []).append(offer)
        query = select(self.insights).where(self.known_to(seen)).order_by(self.insights.c.number)
        return [
            _course(learned(row), offers.get(row.number, ())) for row in connection.execute(query)
        ]

    def communities(self, connection: Connection, seen: Seen = EVERY_ONE) -> list[str]:
        """Every community that anything was learned with which may be known of."""
        if seen.all and seen.sensitive:
            return list(connection.scalars(select(self.met.c.value).order_by(self.met.c.value)))
        t, c = self.tags.c, self.insights.c
        told = select(t.value).join(self.insights, c.number == t.number)
        told = told.where(t.facet == COMMUNITY, self.known_to(seen))
        return list(connection.scalars(told.distinct().order_by(t.value)))

    def known_to(self, seen: Seen) -> ColumnElement[bool]:
        c = self.insights.c
        if seen.all and seen.sensitive:
            return true()
        official = c.marking == Marking.OFFICIAL
        shared = and_(c.validated_at.is_not(None), c.audience.in_(SHARED))
        open_to_them = official if seen.all else and_(official, shared)
        own = c.author == seen.author
        return or_(open_to_them, own if seen.all else and_(own, c.marking != Marking.OFFICIAL))

    def _wanted(self, wanted: Wanted) -> ColumnElement[bool]:
        c = self.insights.c
        narrowed = (
            (c.state, wanted.states),
            (c.kind, wanted.kinds),
            (c.phase, wanted.phases),
            (c.incident_type, wanted.incident_types),
            (c.pfa, wanted.forces),
            (c.audience, wanted.audiences),
            (c.incident, (wanted.incident,) if wanted.incident else ()),
        )
        parts: list[ColumnElement[bool]] = [
            column.in_(values) for column, values in narrowed if values
        ]
        for facet, values in ((THEME, wanted.themes), (COMMUNITY, wanted.communities)):
            if values:
                parts.append(c.number.in_(self.tagged(facet, values)))
        if wanted.recorded_from:
            parts.append(c.recorded_at >= wanted.recorded_from)
        if wanted.recorded_before:
            parts.append(c.recorded_at < wanted.recorded_before)
        return and_(true(), *parts)

    def tagged(self, facet: str, values: Collection[str]) -> Select[int]:
        t = self.tags.c
        return select(t.number).where(t.facet == facet, t.value.in_(values))

    def _find_by(self, connection: Connection, insights: Sequence[Insight]) -> None:
        rows = [row_of(insight) for insight in insights]
        self.words.put(connection, [_words(row) for row in rows])
        tags = [tag for insight in insights for tag in _tags(insight)]
        if tags:
            connection.execute(insert(self.tags), tags)
        met = {tag["value"] for tag in tags if tag["facet"] == COMMUNITY}
        known = set(connection.scalars(select(self.met.c.value).where(self.met.c.value.in_(met))))
        if met - known:
            connection.execute(insert(self.met), [{"value": value} for value in met - known])


def _words(row: dict[str, Any]) -> dict[str, Any]:
    found_by = words(f"{row['statement']} {row['detail']} {row['ref']}")
    return {"number": row["number"], "words": " ".join(found_by)}


def _tags(insight: Insight) -> Iterator[dict[str, Any]]:
    told, number = insight.recorded, number_of(insight.ref)
    for facet, values in ((THEME, told.themes), (COMMUNITY, told.communities)):
        for value in dict.fromkeys(filter(readable, values)):
            yield {"facet": facet, "value": value, "number": number}


def _offers(insight: Insight) -> Iterator[dict[str, Any]]:
    for offer in insight.course.offers:
        yield {"number": number_of(insight.ref), **offer.model_dump()}


def _course(row: Learned, offers: Sequence[Offer]) -> Course:
    return Course(
        ref=row.ref,
        themes=frozenset(row.themes),
        recorded_at=row.recorded_at,
        validated_at=row.validated_at if row.state is not InsightState.RETURNED else None,
        shared_at=row.shared_at,
        offers=tuple(offers),
    )
