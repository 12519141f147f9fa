"""The database the views live in: SQLite, encrypted, or PostgreSQL, reached the same way."""

import fcntl
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlcipher3 import dbapi2 as sqlcipher

BUSY_WAIT, SWEEP_WAIT = 10_000, 200
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "secure_delete=ON",
    f"busy_timeout={BUSY_WAIT}",
)
CIPHER = ("cipher_log_level=NONE", "cipher_hmac_algorithm=HMAC_SHA256")  # processors help with it
UNENCRYPTED = b"SQLite format 3\0"
BESIDE = ("-wal", "-shm", "")


class ViewsUnreadable(Exception):
    """The file of the views is encrypted under another key, or is not one of theirs."""


def open_views(url: str, key: bytes) -> Engine:
    """An engine for `sqlite:///…/views.db`, encrypted under `key`, or `postgresql://…`.

    A transaction sees one state of the tables throughout. Writers take theirs from
    `writing(engine)`: on SQLite it waits for the file's only writer before it reads.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, isolation_level="REPEATABLE READ")
    return _open_file(parsed, key)


@lru_cache(maxsize=16)
def writing(engine: Engine) -> Engine:
    """The same engine for transactions that change the tables."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writing=True)
    return engine.execution_options(isolation_level="READ COMMITTED")


def sweep(engine: Engine) -> None:
    """Leave nothing of what was just removed in SQLite's write-ahead log, unless somebody reads.

    Then the next sweep does it: what stays meanwhile is encrypted like the rest.
    """
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as pooled:
            connection: Any = pooled.driver_connection
            connection.execute(f"PRAGMA busy_timeout={SWEEP_WAIT}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout={BUSY_WAIT}")


def _open_file(url: URL, key: bytes) -> Engine:
    path = Path(url.database or "")
    _drop_unencrypted(path)
    engine = create_engine(url, module=sqlcipher, creator=partial(_connect, path, key))
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(path, check_same_thread=False, isolation_level=None)
    try:
        for pragma in (f"key=\"x'{key.hex()}'\"", *CIPHER, *PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")
    except sqlcipher.DatabaseError as error:
        connection.close()
        if "not a database" not in str(error):
            raise
        raise ViewsUnreadable(
            f"{path} cannot be opened with the key that the vault has for it. Delete it: the"
            " views are made again from the log."
        ) from None
    return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _drop_unencrypted(path: Path) -> None:
    """Drop views from before they were encrypted; whoever opens them next makes them again."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and _begins(path) == UNENCRYPTED:
            for end in BESIDE:
                path.with_name(path.name + end).unlink(missing_ok=True)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(UNENCRYPTED))
