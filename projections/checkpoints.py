"""Where each view stands: one row for every build, changed in the transaction of its tables."""

from collections.abc import Iterable
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
    and_,
    bindparam,
    delete,
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
    Column("event_id", String, nullable=False),
    Column("error", String),
)
STANDING = [
    checkpoints.c[name]
    for name in ("build", "position", "event_id", "stream_seq", "incarnation", "error")
]
IS_CURRENT = and_(checkpoints.c.view == bindparam("of_view"), checkpoints.c.current)
IS_BUILD = and_(
    checkpoints.c.view == bindparam("of_view"), checkpoints.c.build == bindparam("of_build")
)
CURRENT = select(*STANDING).where(IS_CURRENT)
CLAIM = CURRENT.with_for_update()
MOVE = update(checkpoints).where(IS_BUILD)
FORGET = delete(checkpoints).where(IS_BUILD)
"""Made once: these run for every few events of every view."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one build of a view stands: the last event it took, in the log and in the stream.

    `error` says why the view stopped, without personal data; None while it goes on.
    """

    build: int
    position: int
    event_id: str
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
    start = {"position": 0, "event_id": "", "stream_seq": 0, "incarnation": ""}
    connection.execute(insert(checkpoints).values(view=key, build=build, current=current, **start))


def standing_of(connection: Connection, key: str, *, claim: bool = False) -> Standing | None:
    """Where the current build stands; whoever claims it is alone in changing it until commit."""
    row = connection.execute(CLAIM if claim else CURRENT, {"of_view": key}).one_or_none()
    return Standing(*row) if row else None


def position_of(connection: Connection, key: str) -> int:
    """The log position up to which the view `key` (`board_v1`) answers; 0 before it began."""
    standing = standing_of(connection, key)
    return standing.position if standing else 0


def standings(connection: Connection) -> dict[str, Standing]:
    """Every view's current build by key, for health, metrics and the pages' notices."""
    rows = connection.execute(select(checkpoints.c.view, *STANDING).where(checkpoints.c.current))
    return {view: Standing(*rest) for view, *rest in rows}


def behind(connection: Connection, keys: Iterable[str], position: int) -> list[str]:
    """Which of these views have not taken the event at `position` yet."""
    found = standings(connection)
    return [key for key in keys if key not in found or found[key].position < position]


def builds(connection: Connection, key: str) -> list[int]:
    """The numbers of all builds of a view, the oldest first."""
    query = select(checkpoints.c.build).where(checkpoints.c.view == key)
    return sorted(connection.execute(query).scalars())


def move(connection: Connection, key: str, build: int, **values: object) -> None:
    """Change a build's checkpoint: any of its columns by name."""
    connection.execute(MOVE, {"of_view": key, "of_build": build, **values})


def forget_build(connection: Connection, key: str, build: int) -> None:
    connection.execute(FORGET, {"of_view": key, "of_build": build})
