"""What both databases must keep alike: moments, codes, positions, and rows by the thousand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Enum, Integer, Table, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 2**31 - 1  # a version that comes after every other
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
POSITION = BigInteger().with_variant(Integer(), "sqlite")  # as a primary key: SQLite's row id
INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def microseconds(moment: datetime) -> int:
    """Whole microseconds from 1970 to an aware datetime."""
    return (moment - EPOCH) // MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 so that it sorts as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect | None) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect | None) -> datetime | None:
        return None if value is None else EPOCH + MICROSECOND * value


class Due(Moment):
    """A moment that may not have been set: None, which sorts after every other."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect | None) -> int | None:
        return microseconds(value or NEVER)

    def process_result_value(self, value: int | None, dialect: Dialect | None) -> datetime | None:
        moment = super().process_result_value(value, dialect)
        return None if moment == NEVER else moment


def coded(kind: type[StrEnum]) -> Enum:
    """A column of one of the vocabulary's closed lists, kept as the code itself."""
    return Enum(kind, native_enum=False, length=60, values_callable=lambda codes: [*codes])


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows in the place of those with the same primary key."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table), rows)


@cache
def _upsert(dialect: str, table: Table) -> Any:
    statement = INSERT[dialect](table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=[*table.primary_key], set_=others)


def append(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add many rows at once, their values in the order of the columns and as they are kept."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif rows:
        marks = ", ".join("?" for _ in table.columns)
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", list(rows))


def _copy(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
