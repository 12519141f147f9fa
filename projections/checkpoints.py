"""Where each view stands: one row for every build, changed in the transaction of its tables."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    text,
    update,
)

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(8031)")

bookkeeping = MetaData()
checkpoints = Table(
    "checkpoints",
    bookkeeping,
    Column("view", String, primary_key=True),
    Column("build", Integer, primary_key=True),
    Column("current", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("stream_seq", BigInteger, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("error", String),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one build of a view stands; `error` says why it stopped, without personal data."""

    build: int
    position: int
    stream_seq: int
    incarnation: str
    error: str | None


def open_bookkeeping(connection: Connection) -> None:
    """Make the table of checkpoints; many processes may do so at the same moment."""
    if connection.dialect.name == "postgresql":
        connection.execute(ONE_AT_A_TIME)
    bookkeeping.create_all(connection)


def open_build(connection: Connection, key: str, build: int, *, current: bool) -> None:
    """Write the first checkpoint of a build: nothing applied."""
    start = {"position": 0, "stream_seq": 0, "incarnation": ""}
    connection.execute(insert(checkpoints).values(view=key, build=build, current=current, **start))


def standing_of(connection: Connection, key: str, build: int | None = None) -> Standing | None:
    """Where a build of the view stands: the current one unless another is named."""
    c = checkpoints.c
    which = c.current if build is None else c.build == build
    columns = (c.build, c.position, c.stream_seq, c.incarnation, c.error)
    row = connection.execute(select(*columns).where(c.view == key, which)).one_or_none()
    return Standing(*row) if row else None


def position_of(connection: Connection, key: str) -> int:
    """The log position up to which the view `key` (`board_v1`) answers; 0 before it began."""
    standing = standing_of(connection, key)
    return standing.position if standing else 0


def standings(connection: Connection) -> dict[str, Standing]:
    """Every view's current build by key, for health, metrics and the pages' notices."""
    c = checkpoints.c
    columns = (c.view, c.build, c.position, c.stream_seq, c.incarnation, c.error)
    rows = connection.execute(select(*columns).where(c.current))
    return {view: Standing(*rest) for view, *rest in rows}


def last_build(connection: Connection, key: str) -> int:
    c = checkpoints.c
    return connection.execute(select(func.max(c.build)).where(c.view == key)).scalar() or 0


def move(connection: Connection, key: str, build: int, **values: object) -> None:
    """Change a build's checkpoint: position, stream_seq, incarnation, error, current."""
    c = checkpoints.c
    connection.execute(update(checkpoints).where(c.view == key, c.build == build).values(**values))
