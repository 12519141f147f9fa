"""The database the views live in: SQLite or PostgreSQL, reached the same way."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "busy_timeout=10000")


def open_views(url: str) -> Engine:
    """An engine for `sqlite:///…/views.db` or `postgresql://…`.

    A transaction sees one state of the tables throughout. Writers take theirs from
    `writing(engine)`: on SQLite it waits for the file's only writer before it reads.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, isolation_level="REPEATABLE READ")
    engine = create_engine(parsed)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


@lru_cache(maxsize=16)
def writing(engine: Engine) -> Engine:
    """The same engine for transactions that change the tables."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writing=True)
    return engine.execution_options(isolation_level="READ COMMITTED")


def _configure(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
