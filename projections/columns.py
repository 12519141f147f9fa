"""What both databases must keep alike: moments, positions, and rows by the thousand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Integer, Table, TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
POSITION = BigInteger().with_variant(Integer(), "sqlite")  # as a primary key: SQLite's row id


def microseconds(moment: datetime) -> int:
    """Whole microseconds from 1970 to an aware datetime."""
    return (moment - EPOCH) // MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 so that it sorts as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + MICROSECOND * value


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
