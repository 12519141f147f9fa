"""Who is in the register: stakeholders by name, category, place, language and owner.

Names are personal. A row holds one only as long as the vault opens it: `forget` takes it away
when the key is destroyed, and a rebuild after that never had it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Select,
    Text,
    and_,
    literal,
    or_,
    select,
    true,
    update,
)

from domain.incident import Known
from domain.stakeholder import Stakeholder
from domain.vocabulary import Category, Segment, StakeholderKind
from projections.base import Decode, Entry
from projections.columns import Moment, coded, put
from projections.folding import CopyingView, Folded, History
from projections.paging import Order, Page
from projections.register_row import Named, Registered, kept, name_or_words, named, registered
from projections.words import words

IN_CODE_ORDER = Text().with_variant(Text(collation="C"), "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stakeholders are wanted; what is left empty does not narrow.

    Each word of `q` begins a word of the name or the reference. `owner` is a reference, or ""
    for those whom nobody owns.
    """

    q: str = ""
    categories: Collection[str] = ()
    segments: Collection[str] = ()
    areas: Collection[str] = ()
    languages: Collection[str] = ()
    kind: str | None = None
    owner: str | None = None
    priority: bool | None = None
    one_to_one: bool | None = None
    interested: bool | None = None
    active: bool | None = None


EVERYBODY = Wanted()


class Register(CopyingView):
    name = "register"
    version = 2

    def __init__(self, build: int, decode: Decode, stakeholders: History[Stakeholder]) -> None:
        super().__init__(build)
        self._stakeholders = Folded(Stakeholder, stakeholders, decode)
        self.people = self.table(
            "people",
            Column("ref", Text, primary_key=True),
            Column("kind", coded(StakeholderKind), nullable=False),
            Column("name", Text),
            Column("sorted_by", IN_CODE_ORDER, nullable=False),
            Column("words", Text, nullable=False),
            Column("category", coded(Category), nullable=False),
            Column("sub_category", Text),
            Column("segment", coded(Segment), nullable=False),
            Column("areas", Text, nullable=False),
            Column("tags", Text, nullable=False),
            Column("languages", Text, nullable=False),
            Column("preferred", Text, nullable=False),
            Column("priority", Boolean, nullable=False),
            Column("owner", Text),
            Column("backup", Text),
            Column("review_at", Date),
            Column("one_to_one", Boolean, nullable=False),
            Column("interest_at", Moment),
            Column("registered_at", Moment, nullable=False),
            Column("active", Boolean, nullable=False),
            Column("erased_on", Date),
            Column("restricted", Boolean, nullable=False),
            Column("known", Text, nullable=False),
            Index(f"{self.prefix}by_name", "sorted_by", "ref"),
        )

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        rows = [kept(stakeholder) for stakeholder in self._stakeholders.after(entries)]
        put(connection, self.people, rows)

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Keep no name of somebody whom the register forgot; everything else stays."""
        self._stakeholders.forget(subject)
        if subject == stream:
            row = update(self.people).where(self.people.c.ref == subject)
            connection.execute(row.values(**named(subject, None), erased_on=on))

    def forget_opened(self) -> None:
        self._stakeholders.forget_opened()

    def restrict(self, connection: Connection, who: str, streams: Collection[str]) -> None:
        """Let nobody be found by name whose entry is restricted, and everybody else again."""
        row = connection.execute(select(self.people).where(self.people.c.ref == who)).first()
        if row is not None and row.restricted != (who in streams):
            found_by = named(who, row.name, restricted=who in streams)
            line = update(self.people).where(self.people.c.ref == who)
            connection.execute(line.values(**found_by))

    def rows(
        self,
        connection: Connection,
        wanted: Wanted = EVERYBODY,
        after: str | None = None,
        limit: int = 50,
        among: Select[str] | None = None,
    ) -> Page[Registered]:
        """The stakeholders who are wanted, by name, those without one last.

        `among` selects the refs of those who may be shown, None for all.
        """
        query = select(self.people).where(self._wanted(wanted))
        if among is not None:
            query = query.where(self.people.c.ref.in_(among))
        order = Order("name", (self.people.c.sorted_by, self.people.c.ref))
        return order.page(connection, query, registered, after, limit)

    def find(self, connection: Connection, ref: str) -> Registered | None:
        query = select(self.people).where(self.people.c.ref == ref)
        row = connection.execute(query).one_or_none()
        return registered(row) if row else None

    def names(
        self,
        connection: Connection,
        refs: Collection[str] | None = None,
        limit: int | None = None,
    ) -> dict[str, str]:
        """The names of these stakeholders, those erased or restricted saying so; or of all others.

        In order of the names.
        """
        c = self.people.c
        query = select(c.ref, c.name, c.erased_on, c.restricted)
        if refs is not None:
            query = query.where(c.ref.in_(refs))
        else:
            query = query.where(c.name.is_not(None), ~c.restricted)
        rows = connection.execute(query.order_by(c.sorted_by, c.ref).limit(limit))
        told = ((row.ref, name_or_words(cast(Named, row))) for row in rows)
        return {ref: name for ref, name in told if name is not None}

    def named_in(self, connection: Connection, text: str) -> dict[str, str]:
        """The people whose whole name stands in a text, by reference; in any case or accents."""
        c, sought = self.people.c, " ".join(words(text))
        within = literal(f" {sought} ").contains(" " + c.sorted_by + " ")
        query = select(c.ref, c.name).where(c.kind == StakeholderKind.PERSON, within)
        return dict(connection.execute(query.order_by(c.ref)).all())

    def known(self, connection: Connection, refs: Collection[str]) -> dict[str, Known]:
        """What figures ask of these stakeholders; those not in the register are left out."""
        c = self.people.c
        rows = connection.execute(select(c.ref, c.known).where(c.ref.in_(refs)))
        return {ref: Known.model_validate_json(known) for ref, known in rows}

    def _wanted(self, wanted: Wanted) -> ColumnElement[bool]:
        c = self.people.c
        among = ((c.category, wanted.categories), (c.segment, wanted.segments))
        within = ((c.areas, wanted.areas), (c.languages, wanted.languages))
        exactly = (
            (c.kind, wanted.kind),
            (c.priority, wanted.priority),
            (c.one_to_one, wanted.one_to_one),
            (c.active, wanted.active),
        )
        return and_(
            true(),
            *(column.in_(values) for column, values in among if values),
            *(_any_of(column, values) for column, values in within if values),
            *(column == value for column, value in exactly if value is not None),
            *(c.words.contains(f" {word}") for word in words(wanted.q)),
            *self._owned(wanted.owner),
            *self._interested(wanted.interested),
        )

    def _owned(self, owner: str | None) -> list[ColumnElement[bool]]:
        if owner is None:
            return []
        return [self.people.c.owner == owner if owner else self.people.c.owner.is_(None)]

    def _interested(self, interested: bool | None) -> list[ColumnElement[bool]]:
        if interested is None:
            return []
        since = self.people.c.interest_at
        return [since.is_not(None) if interested else since.is_(None)]


def _any_of(column: Column[Any], values: Collection[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(f" {value} ", autoescape=True) for value in values))
