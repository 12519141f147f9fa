"""The composition root: the one place that builds the parts and joins them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Engine, create_engine, event

from api.hub import Hub
from api.settings import Settings
from domain.base import Recorded
from domain.forces import FORCES, Force
from domain.incident import INCIDENT_DECISIONS, Incident, OpenKind
from domain.registry import Registry
from domain.ruleset import RULESET_V1, Ruleset
from domain.stakeholder import STAKEHOLDER_DECISIONS, Stakeholder
from projections.base import Current, Entry
from projections.board import Board
from projections.board_row import BoardRow
from projections.caught_up import still_behind
from projections.checkpoints import Standing, standings
from projections.database import open_views, writing
from projections.follow import Follower
from projections.register import Register
from projections.search import Search
from projections.timeline import Timeline
from projections.work import Work
from services.bus import connect
from services.desk import Desk
from services.log import EventLog
from services.log_postgres import PostgresLog
from services.log_sqlite import SQLiteLog
from services.mapper import EventMapper
from services.master_key import make_master_key, read_master_key
from services.people import People
from services.relay import Relay
from services.store import Store
from services.vault import Vault
from services.verbs import COLLECTIONS
from services.watch import Watch
from services.writer import Writer

Clock: TypeAlias = Callable[[], datetime]
REGISTRY = Registry(*INCIDENT_DECISIONS, *STAKEHOLDER_DECISIONS)
MOST_OVERDUE = 500
NAMES = {kind.TOPIC: kind.__name__ for kind in (*INCIDENT_DECISIONS, *STAKEHOLDER_DECISIONS)}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Storage:
    """Everything that is kept and cannot be made again: events, keys, accounts."""

    store: Store
    vault: Vault
    people: People

    def prepare(self) -> None:
        """Make the tables where they are not there yet."""
        self.store.log.prepare()
        self.vault.prepare()
        self.people.prepare()

    def entries(self, after: int, limit: int) -> Sequence[Entry]:
        """The log from right after a position, as the relay and rebuilds read it."""
        return [
            Entry(n.id, str(n.originator_id), n.originator_version, n.topic, n.state)
            for n in self.store.notices(after, limit)
        ]

    def decode(self, entry: Entry) -> Recorded[Any]:
        vault = self.vault.of_stream(entry.ref)
        return REGISTRY.read(entry.ref, entry.version, entry.topic, entry.state, vault)

    def incident(self, ref: str, version: int) -> Incident:
        return self.store.load(Incident, ref, version)

    def stakeholder(self, ref: str, version: int) -> Stakeholder:
        return self.store.load(Stakeholder, ref, version)


@dataclass(frozen=True)
class Views:
    """Every view, and the database that they are kept in."""

    engine: Engine
    board: Current[Board]
    timeline: Current[Timeline]
    work: Current[Work]
    register: Current[Register]
    search: Current[Search]

    @property
    def by_name(self) -> dict[str, Current[Any]]:
        views: tuple[Current[Any], ...] = (
            self.board,
            self.timeline,
            self.work,
            self.register,
            self.search,
        )
        return {view.key.rpartition("_v")[0]: view for view in views}

    def prepare(self) -> None:
        with writing(self.engine).begin() as connection:
            for view in self.by_name.values():
                view.prepare(connection)

    def overdue_commitments(self, now: datetime) -> list[tuple[str, str]]:
        """The incident and the commitment of each that was due before now."""
        with self.engine.connect() as connection:
            work, _ = self.work.resolve(connection)
            page = work.open(
                connection, kinds=(OpenKind.COMMITMENT,), overdue_at=now, limit=MOST_OVERDUE
            )
        return [(item.ref, item.id) for item in page.rows]

    def standings(self) -> dict[str, Standing]:
        """Where each view stands, by name."""
        with self.engine.connect() as connection:
            kept = standings(connection)
        return {name: kept[view.key] for name, view in self.by_name.items() if view.key in kept}


@dataclass(frozen=True)
class System:
    """What the web application stands on."""

    settings: Settings
    clock: Clock
    storage: Storage
    views: Views
    desk: Desk
    hub: Hub
    watch: Watch
    forces: dict[str, Force]
    ruleset: Ruleset = RULESET_V1

    @property
    def store(self) -> Store:
        return self.storage.store

    @property
    def people(self) -> People:
        return self.storage.people

    def alike(self, title: str, pfa: str | None, happened_at: datetime) -> list[BoardRow]:
        """Incidents of the same title, force and day: perhaps the same one, raised twice."""
        with self.views.engine.connect() as connection:
            board, _ = self.views.board.resolve(connection)
            return board.alike(connection, title, pfa, happened_at)

    async def caught_up(self, position: int, *names: str) -> bool:
        """Whether the views (all, unless named) reached a position within five seconds."""
        keys = [self.views.by_name[name].key for name in names or self.views.by_name]
        return not await still_behind(self.views.engine, keys, position)


@contextmanager
def open_storage(settings: Settings, clock: Clock = utc_now) -> Iterator[Storage]:
    """The event log, the vault and the accounts, in SQLite files or in PostgreSQL."""
    log = _open_log(settings)
    people = _engine(settings, "people.db")
    keys = _engine(settings, "keys/keys.db")
    vault = Vault(keys, read_master_key(_master_key_file(settings)))
    try:
        yield Storage(Store(log, EventMapper(REGISTRY, vault)), vault, People(people, clock))
    finally:
        log.close()
        people.dispose()
        keys.dispose()


@contextmanager
def open_the_views(settings: Settings, storage: Storage) -> Iterator[Views]:
    """The views as this program knows them; their tables are made where they are missing."""
    url = _sqlalchemy_url(settings, "views.db")
    engine = open_views(url)
    decode, incidents, stakeholders = storage.decode, storage.incident, storage.stakeholder
    views = Views(
        engine,
        board=Current(
            partial(Board, decode=decode, incidents=incidents, stakeholders=stakeholders)
        ),
        timeline=Current(partial(Timeline, history=incidents)),
        work=Current(partial(Work, decode=decode, incidents=incidents)),
        register=Current(partial(Register, decode=decode, stakeholders=stakeholders)),
        search=Current(
            partial(Search, decode=decode, incidents=incidents, stakeholders=stakeholders)
        ),
    )
    try:
        views.prepare()
        yield views
    finally:
        engine.dispose()


@asynccontextmanager
async def running_web(
    settings: Settings, nats_url: str, clock: Clock = utc_now, *, keep_watch: bool = True
) -> AsyncIterator[System]:
    """What one web process needs; the relay and the views run elsewhere, or beside it."""
    with open_storage(settings, clock) as storage:
        storage.prepare()
        with open_the_views(settings, storage) as views:
            writer = Writer(storage.store)
            hub = Hub(nats_url, storage.entries, NAMES)
            forces = dict(FORCES)
            desk = Desk(storage.store, writer, clock, COLLECTIONS, forces)
            watch = Watch(storage.store, writer, clock, views.overdue_commitments)
            writer.start()
            async with hub.running(), meanwhile(*([watch.run()] if keep_watch else [])):
                yield System(settings, clock, storage, views, desk, hub, watch, forces)
            writer.stop()


@asynccontextmanager
async def meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these beside the block, and end them with it."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_relay(settings: Settings, nats_url: str, *, refill: bool) -> None:
    """Copy the log to NATS for ever; a stream that strayed from it is told, or filled again."""
    with open_storage(settings) as storage:
        storage.prepare()
        client = await connect(nats_url, "box1 relay")
        await Relay(client, quietly(storage), refill=refill).run()


async def run_views(settings: Settings, nats_url: str, names: Sequence[str] = ()) -> None:
    """Keep the views (all, unless named) up to date for ever."""
    async with AsyncExitStack() as stack:
        storage = stack.enter_context(open_storage(settings))
        storage.prepare()
        views = stack.enter_context(open_the_views(settings, storage))
        threads = stack.enter_context(ThreadPoolExecutor(1, "views"))
        client = await connect(nats_url, "box1 project")
        async with asyncio.TaskGroup() as tasks:
            for name in names or views.by_name:
                view = views.by_name[name]
                tasks.create_task(Follower(client, views.engine, view, threads).run())


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
    engine = create_engine(_sqlalchemy_url(settings, file), pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durably)
    return engine


def _durably(connection: Any, record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlalchemy_url(settings: Settings, file: str) -> str:
    if settings.database_url:
        return "postgresql+psycopg://" + settings.database_url.partition("://")[2]
    path = (settings.data / file).resolve()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{path}"


def _master_key_file(settings: Settings) -> Any:
    if settings.master_key_file is not None:
        return settings.master_key_file
    path = settings.data / "keys" / "master.key"
    make_master_key(path)
    return path
