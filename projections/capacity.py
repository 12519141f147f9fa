"""Who has how much time in which week: officers, contracts, and the weeks that differ from them.

The view holds minutes and no share of the ruleset: what is available is worked out when it is
asked. Why somebody is absent is not in it. A name is there as long as the vault opens it.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, Index, Table, delete, insert, select, update

from domain.officer import Officer
from projections.base import Decode, Entry
from projections.capacity_rows import (
    allocation_columns,
    duty_columns,
    offer_columns,
    officer_columns,
    rows_of,
    spent_columns,
    term_columns,
    week_columns,
)
from projections.folding import CopyingView, Folded, History


class Capacity(CopyingView):
    name = "capacity"

    def __init__(self, build: int, decode: Decode, officers: History[Officer]) -> None:
        super().__init__(build)
        self._officers = Folded(Officer, officers, decode)
        self.officers = self.table("officers", *officer_columns())
        self.terms = self.table("terms", *term_columns())
        self.weeks = self.table(
            "weeks", *week_columns(), Index(f"{self.prefix}by_week", "week", "region")
        )
        self.allocations = self.table(
            "allocations",
            *allocation_columns(),
            Index(f"{self.prefix}of_request", "request"),
            Index(f"{self.prefix}allocated", "week", "region"),
        )
        self.spent = self.table(
            "spent", *spent_columns(), Index(f"{self.prefix}spent_on", "request")
        )
        self.duties = self.table(
            "duties", *duty_columns(), Index(f"{self.prefix}on_duty", "until", "since")
        )
        self.offers = self.table("offers", *offer_columns())

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        changed = self._officers.after(entries)
        kept = [rows_of(officer) for officer in changed]
        refs = [officer.ref for officer in changed]
        for name, table in self._tables.items():
            rows = [row for one in kept for row in one[name]]
            if refs:
                connection.execute(delete(table).where(table.c.officer.in_(refs)))
            if rows:
                connection.execute(insert(table), rows)

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Keep no name of an officer whose key was destroyed."""
        self._officers.forget(subject)
        if subject == stream:
            row = update(self.officers).where(self.officers.c.officer == subject)
            connection.execute(row.values(name=None))

    def forget_opened(self) -> None:
        self._officers.forget_opened()

    def names(self, connection: Connection, refs: Collection[str] | None = None) -> dict[str, str]:
        """The names of these officers, or of all; those that cannot be opened are left out."""
        c = self.officers.c
        query = select(c.officer, c.name).where(c.name.is_not(None)).order_by(c.officer)
        if refs is not None:
            query = query.where(c.officer.in_(refs))
        return dict(connection.execute(query).all())

    @property
    def _tables(self) -> dict[str, Table]:
        return {
            "officers": self.officers,
            "terms": self.terms,
            "weeks": self.weeks,
            "allocations": self.allocations,
            "spent": self.spent,
            "duties": self.duties,
            "offers": self.offers,
        }
