"""About whom nothing that a record says is open to everybody who may read the record."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Connection, Table, Text, delete, insert, select


class Restrictions:
    """A table of a view: which stakeholders are restricted in which records."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @staticmethod
    def columns() -> tuple[Column[Any], ...]:
        return (
            Column("stream", Text, primary_key=True),
            Column("who", Text, primary_key=True),
        )

    def put(self, connection: Connection, who: str, streams: Collection[str]) -> None:
        """Somebody is restricted in these records, and in no others."""
        connection.execute(delete(self.table).where(self.table.c.who == who))
        if streams:
            rows = [{"stream": stream, "who": who} for stream in streams]
            connection.execute(insert(self.table), rows)

    def within(self, connection: Connection, stream: str) -> frozenset[str]:
        """Who is restricted in a record."""
        c = self.table.c
        return frozenset(connection.scalars(select(c.who).where(c.stream == stream)))
