"""Numbered documents by the words in them, in the way each database keeps such an index best."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    TableClause,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    table,
    text,
)

from projections.words import Sought

SQLITE = "sqlite"
CREATE = {
    SQLITE: (
        "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(words, detail=none, columnsize=0,"
        " prefix='1 2 3 4 5 6 7 8 9 10', tokenize='unicode61 remove_diacritics 0')",
        "INSERT INTO {name} ({name}, rank) VALUES ('secure-delete', 1)",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS {name} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS {name}_gin ON {name} USING gin (words)",
    ),
}
INSERT = {
    SQLITE: "INSERT INTO {name} (rowid, words) VALUES (:number, :words)",
    "postgresql": "INSERT INTO {name} VALUES (:number, to_tsvector('simple', :words))",
}


class WordIndex:
    """The index in the table `name`: FTS5 on SQLite, a tsvector on PostgreSQL.

    It is given folded words, and asked for words: what a person typed never becomes syntax.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.table: TableClause = table(name, column("rowid", BigInteger), column("words"))

    def make(self, connection: Connection) -> None:
        for statement in CREATE[connection.dialect.name]:
            connection.execute(text(statement.format(name=self.name)))

    def drop(self, connection: Connection) -> None:
        connection.execute(text(f"DROP TABLE IF EXISTS {self.name}"))

    def put(self, connection: Connection, documents: Sequence[dict[str, Any]]) -> None:
        """Add documents `{"number", "words"}` under numbers that are free."""
        if documents:
            statement = INSERT[connection.dialect.name].format(name=self.name)
            connection.execute(text(statement), documents)

    def remove(self, connection: Connection, numbers: Collection[int]) -> None:
        words = self.table
        connection.execute(words.delete().where(words.c.rowid.in_(numbers)))

    def holds(self, connection: Connection, sought: Sought) -> ColumnElement[bool]:
        """That a document has every whole word and one that begins as the last does."""
        if connection.dialect.name == SQLITE:
            return literal_column(self.name).op("MATCH", is_comparison=True)(_fts5(sought))
        return self.table.c.words.op("@@", is_comparison=True)(_tsquery(sought))


def _fts5(sought: Sought) -> BindParameter[str]:
    terms = [f'"{word}"' for word in sought.whole] + [f'"{sought.start}"*']
    return bindparam(None, " AND ".join(terms), Text)


def _tsquery(sought: Sought) -> ColumnElement[Any]:
    terms = [f"'{word}'" for word in sought.whole] + [f"'{sought.start}':*"]
    return func.to_tsquery("simple", " & ".join(terms))
