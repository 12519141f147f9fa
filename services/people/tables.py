"""The tables of accounts: people, credentials of every kind, tries, and what must be kept apart."""

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)

metadata = MetaData()
people = Table(
    "people",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("region", Text),
    Column("officer", Text),
    Column("password", Text),
    Column("first_until", DateTime),
    Column("subject", Text, index=True),
    Column("left_at", DateTime),
    Column("second_factor", LargeBinary),
    Column("second_factor_offered", LargeBinary),
    Column("last_step", Integer),
)
credentials = Table(
    "credentials",
    metadata,
    Column("secret_sha256", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("last_seen", DateTime, nullable=False),
    Column("began", DateTime),
    Column("ends", DateTime),
    Column("label", Text),
    Column("scope", Text),
    Column("purpose", Text),
)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person", Text, primary_key=True),
    Column("code", Text, primary_key=True),
)
tries = Table(
    "tries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("counted_as", Text, primary_key=True, index=True),
    Column("ends", DateTime, nullable=False, index=True),
)
carried = Table(
    "carried",
    metadata,
    Column("secret_sha256", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("ends", DateTime, nullable=False),
)
saved_views = Table(
    "saved_views",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(4210)")


def make_tables(engine: Engine) -> None:
    """Make what is missing, columns of tables that an earlier box1 made included."""
    known = inspect(engine)
    before = {name: known.get_columns(name) for name in known.get_table_names()}
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            there = {column["name"] for column in before.get(table.name, ())}
            for column in table.columns if there else ():
                if column.name not in there:
                    _add(connection, table, column)


def _add(connection: Connection, table: Table, column: Column[object]) -> None:
    kind = column.type.compile(connection.dialect)
    connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))


def naive(moment: datetime) -> datetime:
    """A moment as it is stored: UTC, and not saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
