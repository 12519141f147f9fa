"""Where wrapped keys are kept: one row per subject and stream, and one that says how it stands."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from services.master_key import KeyWrapper, MasterKeyWrong

Key: TypeAlias = bytes | date
"""A key, or the day (UTC) on which it was destroyed."""

BEGIN = ("PRAGMA secure_delete=ON", "PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")
MAKING = 0x626F7831_6D616B65
SWEEPS, SWEEP_WAIT = 5, 200
NO_DAY = date.min

metadata = MetaData()
subject_keys = Table(
    "subject_keys",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("wrapped", LargeBinary),
    Column("epoch", Text),
    Column("destroyed_at", Text),
)
by_subject = Index("subject_keys_by_subject", subject_keys.c.subject)
vault_state = Table(
    "vault_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("epoch", Text, nullable=False),
)
INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
STATE = select(vault_state.c.generation, vault_state.c.epoch)
STATE_HELD = STATE.with_for_update(read=True)
OF_STREAM = select(
    subject_keys.c.subject,
    subject_keys.c.epoch,
    subject_keys.c.wrapped,
    subject_keys.c.destroyed_at,
).where(subject_keys.c.stream == bindparam("stream"))


class State(NamedTuple):
    """How often keys were destroyed or wrapped anew, and the epoch that new keys are wrapped in."""

    generation: int
    epoch: str


class KeyTable:
    """The keys as the database has them. What it hands out is unwrapped, what it keeps wrapped."""

    def __init__(self, engine: Engine, masters: KeyWrapper) -> None:
        self.engine, self.masters, self.swept = engine, masters, True

    def prepare(self) -> None:
        """Make what is missing, also in a table from before keys had epochs."""
        with self.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MAKING})
            metadata.create_all(connection)
            known = {column["name"] for column in inspect(connection).get_columns("subject_keys")}
            for column in {"epoch", "destroyed_at"} - known:
                connection.execute(text(f"ALTER TABLE subject_keys ADD COLUMN {column} TEXT"))
            by_subject.create(connection, checkfirst=True)
            if connection.execute(select(vault_state.c.id)).first() is None:
                first = {"id": 1, "generation": 0, "epoch": self.masters.epochs[0]}
                connection.execute(insert(vault_state), first)
            epoch = _state(connection).epoch
        self._check(epoch)
        self.sweep()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else writes beside, from before its first look."""
        with self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                for statement in BEGIN:
                    connection.exec_driver_sql(statement)
            yield connection

    def state(self) -> State:
        with self.engine.connect() as connection:
            return _state(connection)

    def load(self, stream: str) -> dict[str, Key]:
        """The keys of everybody that a stream has one for."""
        with self.engine.connect() as connection:
            rows = connection.execute(OF_STREAM, {"stream": stream}).all()
        return {subject: self._key(name_of(stream, subject), *row) for subject, *row in rows}

    def keep(self, made: Mapping[tuple[str, str], bytes]) -> None:
        """Keep new keys by (stream, subject)."""
        with self.writing() as connection:
            self._fence(connection)
            connection.execute(insert(subject_keys), list(self._rows(made)))

    def keep_or_take(self, stream: str, subject: str, made: bytes) -> Key:
        """Keep a new key, unless another process was first: then its key counts."""
        with self.writing() as connection:
            self._fence(connection)
            statement = INSERT[connection.dialect.name](subject_keys).on_conflict_do_nothing()
            connection.execute(statement, list(self._rows({(stream, subject): made})))
        return self.load(stream)[subject]

    def destroy(self, stream: str, subject: str, at: datetime) -> bool:
        """Overwrite a key by nothing; whether there is, or was, one."""
        ours = (subject_keys.c.stream == stream) & (subject_keys.c.subject == subject)
        gone = {"wrapped": None, "destroyed_at": at.astimezone(UTC).isoformat()}
        there = ours & subject_keys.c.wrapped.is_not(None)
        with self.writing() as connection:
            if connection.execute(update(subject_keys).where(there).values(gone)).rowcount:
                moved(connection)
            found = connection.execute(select(subject_keys.c.stream).where(ours)).first()
        self.sweep()
        return found is not None

    def destroy_all(self, stream: str, besides: str, at: datetime) -> None:
        """Overwrite every key of a stream by nothing, but that of one subject."""
        c = subject_keys.c
        there = (c.stream == stream) & (c.subject != besides) & c.wrapped.is_not(None)
        gone = {"wrapped": None, "destroyed_at": at.astimezone(UTC).isoformat()}
        with self.writing() as connection:
            if connection.execute(update(subject_keys).where(there).values(gone)).rowcount:
                moved(connection)
        self.sweep()

    def streams_of(self, subject: str) -> dict[str, bool]:
        return self._there("stream", "subject", subject)

    def subjects_of(self, stream: str) -> dict[str, bool]:
        return self._there("subject", "stream", stream)

    def sweep(self) -> None:
        """Leave nothing of what was overwritten in SQLite's write-ahead log.

        While somebody reads, that must wait: `swept` says so, and it is to be done again.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                self.swept = any(_swept(connection) for _ in range(SWEEPS))

    def _there(self, of: str, where: str, value: str) -> dict[str, bool]:
        columns = subject_keys.c
        query = select(columns[of], columns.wrapped.is_not(None)).where(columns[where] == value)
        with self.engine.connect() as connection:
            return {name: bool(there) for name, there in connection.execute(query.order_by(of))}

    def _fence(self, connection: Connection) -> None:
        """Wrap under no master that a rotation is about to destroy.

        A rotation first puts its master in the file and then here, and wraps older keys anew
        after that: so who sees this row has the file that was written before it.
        """
        epoch = _state(connection, hold=True).epoch
        if self.masters.epochs[0] != epoch:
            self.masters.reload()
        self._check(epoch)

    def _check(self, epoch: str) -> None:
        if epoch not in self.masters.epochs:
            raise MasterKeyWrong(
                f"The keys are wrapped under the master {epoch}, and that is not among the master"
                f" keys given ({', '.join(self.masters.epochs)}). If the keys came from a backup:"
                " put the newest copy of them back, or the master key of that time."
            )

    def _rows(self, made: Mapping[tuple[str, str], bytes]) -> Iterable[dict[str, Any]]:
        for (stream, subject), key in made.items():
            epoch, wrapped = self.masters.wrap(key, name_of(stream, subject))
            yield {"stream": stream, "subject": subject, "wrapped": wrapped, "epoch": epoch}

    def _key(
        self, name: str, epoch: str | None, wrapped: bytes | None, destroyed_at: str | None
    ) -> Key:
        if wrapped is not None:
            return self.masters.unwrap(epoch or "", wrapped, name)
        return datetime.fromisoformat(destroyed_at).date() if destroyed_at else NO_DAY


def name_of(stream: str, subject: str) -> str:
    """What a key is wrapped as: it opens under no other name."""
    return f"{stream}\n{subject}"


def moved(connection: Connection) -> None:
    """Tell every process to forget what it holds."""
    connection.execute(update(vault_state).values(generation=vault_state.c.generation + 1))


def _swept(connection: Connection) -> bool:
    before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={SWEEP_WAIT}")
    [busy, *_] = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={before}")
    return not busy


def _state(connection: Connection, *, hold: bool = False) -> State:
    """How it stands; a rotation waits for a transaction that holds it."""
    return State(*connection.execute(STATE_HELD if hold else STATE).one())
