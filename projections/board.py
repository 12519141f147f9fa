"""Which responses there are, how they stand, and what each owes next: one row an incident.

A row is the incident's own fold, with the register as it is now. It holds nothing that depends
on the moment of reading: what is overdue is told by whoever reads, and knows the time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Select,
    Text,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    true,
)

from domain.incident import Incident, Known
from domain.ruleset import RULESET_V1, Ruleset
from domain.stakeholder import Stakeholder
from domain.vocabulary import Level
from projections.base import Decode, Entry
from projections.board_row import BoardRow, columns, detail_columns, line_of, title_key
from projections.columns import put
from projections.folding import CopyingView, Folded, History
from projections.paging import Order, Page, into
from projections.restricting import Restrictions
from projections.sight import UNRESTRICTED, Sight, Within
from projections.words import words

MOST_ALIKE = 10
AT_ONCE = 100
line = into(BoardRow)


class Sort(StrEnum):
    """What comes first: the next deadline, the incident raised last, or the one written to last."""

    DUE = "due"
    NEWEST = "newest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which incidents are wanted; what is left empty does not narrow.

    Each word of `q` begins a word of the title, the place or the reference. `overdue_at` asks
    for those whose next deadline has passed at that moment.
    """

    states: Collection[str] = ()
    levels: Collection[str] = ()
    types: Collection[str] = ()
    pfas: Collection[str] = ()
    lead: str | None = None
    q: str = ""
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many incidents a force has, how many of them critical, and how many overdue."""

    incidents: int = 0
    critical: int = 0
    overdue: int = 0


EVERYTHING = Wanted()


class Board(CopyingView):
    name = "board"
    version = 3

    def __init__(
        self,
        build: int,
        decode: Decode,
        incidents: History[Incident],
        stakeholders: History[Stakeholder],
        ruleset: Ruleset = RULESET_V1,
    ) -> None:
        super().__init__(build)
        self._ruleset = ruleset
        self._incidents = Folded(Incident, incidents, decode)
        self._stakeholders = Folded(Stakeholder, stakeholders, decode)
        self.incidents = self.table(
            "incidents",
            *columns(),
            Index(f"{self.prefix}due", "next_due", "ref"),
            Index(f"{self.prefix}newest", "raised_at", "ref"),
            Index(f"{self.prefix}latest", "last_at", "ref"),
            Index(f"{self.prefix}force", "pfa", "state", "level", "next_due"),
            Index(f"{self.prefix}alike", "happened_on", "title_key"),
        )
        self.details = self.table("details", *detail_columns())
        self.people = self.table(
            "people",
            Column("stakeholder", Text, primary_key=True),
            Column("ref", Text, primary_key=True),
            Index(f"{self.prefix}of_incident", "ref"),
        )
        self.known = self.table(
            "known",
            Column("stakeholder", Text, primary_key=True),
            Column("known", Text, nullable=False),
        )
        self.restrictions = Restrictions(self.table("restricted", *Restrictions.columns()))
        self._all = self._line()
        self._orders = self._sorts()

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        stakeholders = self._stakeholders.after(entries)
        for one in stakeholders:
            self.restrictions.put(connection, one.ref, one.case.restricted)
        changed = {one.ref: one.known for one in stakeholders}
        self._know(connection, changed)
        incidents = self._incidents.after(entries)
        written = {incident.ref for incident in incidents}
        for ref, version in self._meeting(connection, changed):
            if ref not in written:
                incidents.append(self._incidents.at(ref, version))
        for start in range(0, len(incidents), AT_ONCE):
            self._write(connection, incidents[start : start + AT_ONCE])

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Write the incident anew, with its title and place only as far as they can be read."""
        self._incidents.forget(stream)
        c = self.incidents.c
        version = connection.scalar(select(c.version).where(c.ref == stream))
        if version is not None:
            self._write(connection, [self._incidents.at(stream, version)])
            self._incidents.forget(stream)

    def forget_opened(self) -> None:
        self._incidents.forget_opened()
        self._stakeholders.forget_opened()

    def rows(
        self,
        connection: Connection,
        wanted: Wanted = EVERYTHING,
        sight: Sight = UNRESTRICTED,
        sort: Sort = Sort.DUE,
        after: str | None = None,
        limit: int = 25,
    ) -> Page[BoardRow]:
        """The incidents that are wanted and may be seen, from right after a cursor of the sort."""
        query = self._all.where(self._wanted(wanted), sight.covered(self.incidents))
        return self._orders[sort].page(connection, query, line, after, limit)

    def tallies(
        self,
        connection: Connection,
        now: datetime,
        wanted: Wanted = EVERYTHING,
        sight: Sight = UNRESTRICTED,
    ) -> dict[str | None, Tally]:
        """How many incidents each force has, by its code; None is for all other bodies."""
        c = self.incidents.c
        counts = (
            func.count(),
            func.sum(case((c.level == Level.CRITICAL, 1), else_=0)),
            func.sum(case((c.next_due < now, 1), else_=0)),
        )
        query = select(c.pfa, *counts).where(self._wanted(wanted), sight.covered(self.incidents))
        rows = connection.execute(query.group_by(c.pfa))
        return {pfa: Tally(*map(int, numbers)) for pfa, *numbers in rows}

    def find(self, connection: Connection, ref: str) -> BoardRow | None:
        row = connection.execute(self._all.where(self.incidents.c.ref == ref)).one_or_none()
        return line(row) if row else None

    def titles(self, connection: Connection, refs: Collection[str]) -> dict[str, str]:
        c = self.incidents.c
        rows = connection.execute(select(c.ref, c.title).where(c.ref.in_(refs)))
        return dict(rows.all())

    def alike(
        self,
        connection: Connection,
        title: str,
        pfa: str | None,
        happened_at: datetime,
        sight: Sight = UNRESTRICTED,
    ) -> list[BoardRow]:
        """The first few incidents of the same title, force and UTC day: perhaps the same one."""
        c, day = self.incidents.c, happened_at.date().isoformat()
        same = and_(c.title_key == title_key(title), c.happened_on == day)
        query = self._all.where(
            same, c.pfa.is_not_distinct_from(pfa), sight.covered(self.incidents)
        ).order_by(c.raised_at)
        return [line(row) for row in connection.execute(query.limit(MOST_ALIKE))]

    def within(self, sight: Sight) -> Within:
        """The incidents that may be seen, and their entries, for the queries of other views."""
        return Within.sight(sight, self.incidents, self.restrictions.table)

    def taking_part(self, sight: Sight) -> Select[str]:
        """The refs of those who take part in the incidents that may be seen."""
        incidents = self.within(sight).incidents
        return select(self.people.c.stakeholder).where(self.people.c.ref.in_(incidents))

    def takes_part(self, connection: Connection, stakeholder: str, sight: Sight) -> bool:
        """Whether somebody takes part in any incident that may be seen."""
        c, incidents = self.people.c, self.within(sight).incidents
        theirs = select(c.ref).where(c.stakeholder == stakeholder, c.ref.in_(incidents))
        return connection.execute(theirs.limit(1)).first() is not None

    def _line(self) -> Select[Any]:
        """Every column of a row, in the order of its fields."""
        kept, details = self.incidents.c, self.details.c
        shown = [c for c in kept if c.name in BoardRow.__slots__]
        joined = self.incidents.join(self.details, details.ref == kept.ref)
        return select(*shown, details.figures, details.milestones).select_from(joined)

    def _sorts(self) -> dict[Sort, Order]:
        c = self.incidents.c
        return {
            Sort.DUE: Order("due", (c.next_due, c.ref)),
            Sort.NEWEST: Order("newest", (c.raised_at, c.ref), falling=True),
            Sort.LATEST: Order("latest", (c.last_at, c.ref), falling=True),
        }

    def _wanted(self, wanted: Wanted) -> ColumnElement[bool]:
        c = self.incidents.c
        among = (
            (c.state, wanted.states),
            (c.level, wanted.levels),
            (c.incident_type, wanted.types),
            (c.pfa, wanted.pfas),
            (c.lead, (wanted.lead,) if wanted.lead is not None else ()),
        )
        conditions: list[ColumnElement[bool]]
        conditions = [column.in_(values) for column, values in among if values]
        conditions += [c.words.contains(f" {word}") for word in words(wanted.q)]
        if wanted.overdue_at is not None:
            conditions.append(c.next_due < wanted.overdue_at)
        return and_(true(), *conditions)

    def _know(self, connection: Connection, changed: dict[str, Known]) -> None:
        kept = {ref: known.model_dump_json() for ref, known in changed.items()}
        rows = [{"stakeholder": ref, "known": known} for ref, known in kept.items()]
        put(connection, self.known, rows)

    def _meeting(
        self, connection: Connection, stakeholders: Collection[str]
    ) -> Sequence[tuple[str, int]]:
        """The incidents that these people are part of, each with the version of its row."""
        if not stakeholders:
            return ()
        people, c = self.people.c, self.incidents.c
        theirs = select(people.ref).where(people.stakeholder.in_(stakeholders))
        query = select(c.ref, c.version).where(c.ref.in_(theirs)).order_by(c.ref)
        return connection.execute(query).all()

    def _write(self, connection: Connection, incidents: Sequence[Incident]) -> None:
        refs = [incident.ref for incident in incidents]
        present = {(who, one.ref) for one in incidents for who in one.response.people}
        self._meet(connection, refs, present)
        register = self._register(connection, {who for who, _ in present})
        lines = [line_of(incident, register, self._ruleset) for incident in incidents]
        put(connection, self.incidents, [line for line, _ in lines])
        put(connection, self.details, [details for _, details in lines])

    def _meet(
        self, connection: Connection, refs: Sequence[str], present: set[tuple[str, str]]
    ) -> None:
        c = self.people.c
        query = select(c.stakeholder, c.ref).where(c.ref.in_(refs))
        before = set(connection.execute(query))
        for who, ref in sorted(before - present):
            connection.execute(delete(self.people).where(c.stakeholder == who, c.ref == ref))
        new = [{"stakeholder": who, "ref": ref} for who, ref in sorted(present - before)]
        if new:
            connection.execute(insert(self.people), new)

    def _register(self, connection: Connection, people: Collection[str]) -> dict[str, Known]:
        c = self.known.c
        query = select(c.stakeholder, c.known).where(c.stakeholder.in_(people))
        rows = connection.execute(query)
        return {ref: Known.model_validate_json(known) for ref, known in rows}
