"""Who still has what to do: follow-ups, questions, commitments, flags and milestones of all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    update,
)

from domain.base import Recorded
from domain.incident import Incident, OpenKind, OutsideFacts, open_work
from domain.incident.referring import entries_by_name
from domain.ruleset import RULESET_V1, Ruleset
from domain.sealing import RESTRICTED
from projections.base import Decode, Entry
from projections.columns import LATEST, NEVER, Due, coded
from projections.folding import CopyingView, Folded, History
from projections.paging import Order, Page, into
from projections.sight import Within


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something open in one incident. `due` is UTC, None where there is no date.

    `id` names it within its incident; `marking` and `author` are those of the entry that opened
    it, for milestones of the incident. `text` is None where it is personal, and for milestones;
    `about` is the community, the stakeholder or the entry that it concerns.
    """

    ref: str
    kind: OpenKind
    id: str
    title: str
    marking: str
    author: str
    owner: str | None
    due: datetime | None
    text: str | None
    about: str | None

    def overdue_at(self, moment: datetime) -> bool:
        return self.due is not None and self.due < moment


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has open, and how much of it is overdue."""

    open: int = 0
    overdue: int = 0


class Work(CopyingView):
    name = "work"
    version = 2

    def __init__(
        self,
        build: int,
        decode: Decode,
        incidents: History[Incident],
        ruleset: Ruleset = RULESET_V1,
    ) -> None:
        super().__init__(build)
        self._ruleset = ruleset
        self._history, self._incidents = incidents, Folded(Incident, incidents, decode)
        self.items = self.table(
            "items",
            Column("ref", Text, primary_key=True),
            Column("kind", coded(OpenKind), primary_key=True),
            Column("id", Text, primary_key=True),
            Column("title", Text, nullable=False),
            Column("marking", Text, nullable=False),
            Column("author", Text, nullable=False),
            Column("owner", Text),
            Column("due", Due, nullable=False),
            Column("text", Text),
            Column("about", Text),
            Column("subjects", Text, nullable=False),
            Index(f"{self.prefix}by_due", "due", "ref", "kind", "id"),
            Index(f"{self.prefix}by_owner", "owner", "due", "ref", "kind", "id"),
        )

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        incidents = self._incidents.after(entries)
        rows = [row for incident in incidents for row in self._open(incident)]
        refs = [incident.ref for incident in incidents]
        connection.execute(delete(self.items).where(self.items.c.ref.in_(refs)))
        if rows:
            connection.execute(insert(self.items), rows)

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Let what is open in an incident say only what can still be read."""
        c = self.items.c
        kept = connection.execute(select(c.kind, c.id).where(c.ref == stream)).all()
        if not kept:
            return
        self._incidents.forget(stream)
        now = {(row["kind"], row["id"]): row for row in self._open(self._history(stream, LATEST))}
        for kind, item in kept:
            row = now.get((kind, item), {"title": "", "text": None})
            words = {"title": row["title"], "text": row["text"]}
            this = and_(c.ref == stream, c.kind == kind, c.id == item)
            connection.execute(update(self.items).where(this).values(**words))

    def forget_opened(self) -> None:
        self._incidents.forget_opened()

    def open(
        self,
        connection: Connection,
        owners: Collection[str] | None = None,
        kinds: Collection[OpenKind] = (),
        ref: str | None = None,
        overdue_at: datetime | None = None,
        within: Within | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[WorkItem]:
        """What is open, soonest due first and what has no date last.

        `owners` are the references somebody acts under: None for everyone's work, empty for
        nobody's. `overdue_at` asks for what is overdue at that moment only; `within` is what may
        be shown of incidents.
        """
        c = self.items.c
        query = self._told(within).where(self._owned(owners))
        if kinds:
            query = query.where(c.kind.in_(kinds))
        if ref is not None:
            query = query.where(c.ref == ref)
        if overdue_at is not None:
            query = query.where(c.due < overdue_at)
        if within is not None:
            query = query.where(within.shows(c.ref, c.marking, c.author))
        order = Order("due", (c.due, c.ref, c.kind, c.id))
        return order.page(connection, query, into(WorkItem), after, limit)

    def load(
        self,
        connection: Connection,
        owners: Collection[str],
        now: datetime,
        within: Within | None = None,
    ) -> Load:
        """How much these owners have open, of what may be shown."""
        overdue = func.coalesce(func.sum(case((self.items.c.due < now, 1), else_=0)), 0)
        c, query = self.items.c, select(func.count(), overdue).where(self._owned(owners))
        if within is not None:
            query = query.where(within.shows(c.ref, c.marking, c.author))
        count, late = connection.execute(query).one()
        return Load(int(count), int(late))

    def _told(self, within: Within | None) -> Select[Any]:
        """Every column of an item, in the order of its fields; no words that are restricted."""
        c = self.items.c
        columns: list[ColumnElement[Any]] = [one for one in c if one.name != c.subjects.name]
        if within is None:
            return select(*columns)
        closed = and_(c.text.is_not(None), ~within.open_to(c.ref, c.subjects))
        told = case((closed, RESTRICTED), else_=c.text).label("text")
        return select(*(told if one.name == "text" else one for one in columns))

    def _owned(self, owners: Collection[str] | None) -> ColumnElement[bool]:
        return true() if owners is None else self.items.c.owner.in_(owners)

    def _open(self, incident: Incident) -> list[dict[str, Any]]:
        response, opened = incident.response, entries_by_name(incident.history)
        items = open_work(response, self._ruleset, OutsideFacts(), NEVER)
        return [
            {
                "ref": incident.ref,
                "title": response.title,
                **_opened(opened.get(item.id.partition(":")[0], incident.history[0])),
                **item.model_dump(exclude={"overdue"}),
            }
            for item in items
        ]


def _opened(entry: Recorded[Any]) -> dict[str, str]:
    subjects = f" {' '.join(entry.about)} "
    return {"marking": entry.by.marking, "author": entry.by.actor, "subjects": subjects}
