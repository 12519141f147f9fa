"""What is kept and cannot be made again: events, keys and accounts, in SQLite or PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeAlias

from sqlalchemy import Engine, create_engine, event

from api.settings import Settings
from api.veil import KEY, Veil
from domain.base import Recorded
from domain.briefing import BRIEFING_DECISIONS
from domain.feedback import ROUND_DECISIONS
from domain.incident import INCIDENT_DECISIONS, Incident, as_kept
from domain.insight import INSIGHT_DECISIONS, Insight
from domain.officer import OFFICER_DECISIONS, Officer
from domain.registry import Registry
from domain.rules import RULESET_DECISIONS
from domain.stakeholder import STAKEHOLDER_DECISIONS, Stakeholder
from domain.support_request import REQUEST_DECISIONS, SupportRequest
from projections.base import Entry
from services.access_log import AccessLog
from services.erasure import Erasure
from services.evidence import Checkpoints, Signer
from services.log import EventLog
from services.log_postgres import PostgresLog
from services.log_sqlite import SQLiteLog
from services.mail import Outbox, Recipients
from services.mapper import EventMapper
from services.master_key import KeyWrapper, MasterKeyFile, Masters, keys_in, make_master_key
from services.people import People
from services.people.sealed_words import SealedWords
from services.purposes import Purposes
from services.recent_folds import RecentFolds
from services.store import Store
from services.suppression import Suppression
from services.vault import Vault

Clock: TypeAlias = Callable[[], datetime]
DECISIONS = (
    *INCIDENT_DECISIONS,
    *STAKEHOLDER_DECISIONS,
    *REQUEST_DECISIONS,
    *OFFICER_DECISIONS,
    *INSIGHT_DECISIONS,
    *ROUND_DECISIONS,
    *BRIEFING_DECISIONS,
    *RULESET_DECISIONS,
)
REGISTRY = Registry(*DECISIONS)
NAMES = {kind.TOPIC: kind.__name__ for kind in DECISIONS}
SIGNING = "checkpoints"
"""What the vault's secret for the key is called that checkpoints are signed with."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Storage:
    """Everything that is kept and cannot be made again: events, keys, accounts, accesses."""

    store: Store
    vault: Vault
    people: People
    access_log: AccessLog
    purposes: Purposes
    erasure: Erasure
    recipients: Recipients
    outbox: Outbox
    folds: RecentFolds
    checkpoints: Checkpoints

    @cached_property
    def veil(self) -> Veil:
        """What words in addresses are veiled with, the same in every process."""
        return Veil(self.vault.secret(KEY))

    def prepare(self) -> None:
        """Make the tables where they are not there yet."""
        self.store.log.prepare()
        self.vault.prepare()
        self.people.prepare()
        self.access_log.prepare()
        self.erasure.suppression.prepare()
        self.outbox.prepare()

    def entries(self, after: int, limit: int) -> Sequence[Entry]:
        """The log from right after a position, as the relay and rebuilds read it."""
        return [Entry(*notice) for notice in self.store.notices(after, limit)]

    def decode(self, entry: Entry) -> Recorded[Any]:
        vault = self.vault.of_stream(entry.ref)
        return REGISTRY.read(entry.ref, entry.version, entry.topic, entry.state, vault)

    def incident(self, ref: str, version: int) -> Incident:
        loaded = self.store.load(Incident, ref, version)
        if not loaded.misses_codes:
            return loaded
        kept = as_kept(self.store.history(ref))[: loaded.version]
        return Incident.project(None, kept) or loaded

    def stakeholder(self, ref: str, version: int) -> Stakeholder:
        return self.store.load(Stakeholder, ref, version)

    def officer(self, ref: str, version: int) -> Officer:
        return self.store.load(Officer, ref, version)

    def insight(self, ref: str, version: int) -> Insight:
        return self.store.load(Insight, ref, version)

    def support_request(self, ref: str, version: int) -> SupportRequest:
        return self.store.load(SupportRequest, ref, version)


@contextmanager
def open_storage(settings: Settings, clock: Clock = utc_now) -> Iterator[Storage]:
    """The event log, the vault and the accounts, in SQLite files or in PostgreSQL."""
    log = _open_log(settings)
    people = _engine(settings, "people.db")
    keys = _engine(settings, "keys/keys.db")
    vault = Vault(keys, _masters(settings), clock)
    accesses = _engine(settings, "access.db")
    access_log = AccessLog(accesses, vault)
    store = Store(log, EventMapper(REGISTRY, vault))
    vault.on_forgotten(store.forget_opened)
    folds = RecentFolds()
    vault.on_forgotten(folds.forget)
    try:
        yield Storage(
            store,
            vault,
            People(
                people,
                clock,
                vault.of_stream("ACCOUNT"),
                demanding=settings.second_factor == "required",
            ),
            access_log,
            Purposes(accesses, access_log),
            Erasure(store, vault, Suppression(people, vault.secret, clock)),
            Recipients(people, clock, SealedWords(vault.of_stream("ACCOUNT"))),
            Outbox(people, store),
            folds,
            Checkpoints(log, lambda: Signer(vault.secret(SIGNING))),
        )
    finally:
        log.close()
        for engine in (people, keys, accesses):
            engine.dispose()


def quietly(storage: Storage) -> Callable[[int, int], Sequence[Entry]]:
    """Reads the log, but looks no further where nothing was committed since it was at its end."""
    at_end: tuple[int, int] | None = None

    def read(after: int, limit: int) -> Sequence[Entry]:
        nonlocal at_end
        changes = storage.store.log.changes()
        if at_end == (changes, after):
            return ()
        entries = storage.entries(after, limit)
        at_end = None if entries else (changes, after)
        return entries

    return read


def _open_log(settings: Settings) -> EventLog:
    if settings.database_url:
        return PostgresLog(settings.database_url)
    return SQLiteLog(settings.data / "events.db")


def _engine(settings: Settings, file: str) -> Engine:
    engine = create_engine(database_of(settings, file), pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durably)
    return engine


def _durably(connection: Any, record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def database_of(settings: Settings, file: str) -> str:
    """Where a part of the data is kept, as SQLAlchemy names it."""
    if settings.database_url:
        return "postgresql+psycopg://" + settings.database_url.partition("://")[2]
    path = (settings.data / file).resolve()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{path}"


def _masters(settings: Settings) -> KeyWrapper:
    if settings.master_key is not None:
        return Masters(keys_in(settings.master_key.get_secret_value(), "BOX1_MASTER_KEY"))
    if settings.master_key_file is not None:
        return MasterKeyFile(settings.master_key_file)
    path = settings.data / "keys" / "master.key"
    make_master_key(path)
    return MasterKeyFile(path)
