"""One life of a desk: it is opened on what the last left, answers people, and is killed."""

import asyncio
import gc
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from api.settings import Settings
from api.storage import Storage, open_storage
from domain.forces import FORCES
from services.desk import Desk, World
from services.verbs import COLLECTIONS
from services.writer import Writer
from tests.faults.accepting.journal import Journal, read_journal, told_in
from tests.faults.accepting.planted import plant
from tests.faults.accepting.steps import Deadly, Steps, watch_postgres, watch_sqlite
from tests.faults.accepting.work import NOW, People, beginning

MOST_COMMANDS = 300


@dataclass(frozen=True)
class Book:
    """One store: the folder of its files, and its database where that is PostgreSQL."""

    folder: Path
    database_url: str | None

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder, nats_url=None, database_url=self.database_url)


@dataclass(frozen=True)
class Life:
    """What a process is to do, and where it dies, unless somebody kills it at a moment."""

    book: Book
    seed: int
    place: str | None = None
    nth: int = 0
    bug: str | None = None
    commands: int = MOST_COMMANDS


@contextmanager
def open_desk(book: Book) -> Iterator[tuple[Storage, Desk]]:
    """What answers commands in a web process, on the same store, without its pages."""
    with open_storage(book.settings, lambda: NOW) as storage:
        writer = Writer(storage.store)
        desk = Desk(storage.store, writer, lambda: NOW, COLLECTIONS, World(dict(FORCES)))
        writer.start()
        try:
            yield storage, desk
        finally:
            writer.stop()


def begin(book: Book, bug: str | None) -> None:
    """The first life: an incident, officers, and some work that nobody interrupts."""
    with open_desk(book) as (storage, desk):
        storage.prepare()
        journal = Journal(book.journal)
        people = People(desk, journal, told_in(()))
        asyncio.run(people.send(beginning()))
        _plant(bug)
        asyncio.run(people.work(lambda: desk.spent.commands < 80))
        journal.spent(desk.spent.seconds / desk.spent.commands)


def live(life: Life, ready: Connection) -> None:
    """Answer people until this process is killed; without a death it ends by itself."""
    random.seed(life.seed)
    _plant(life.bug)
    journal = Journal(life.book.journal)
    if life.place:
        watch = watch_postgres if life.book.database_url else watch_sqlite
        watch(Steps(Deadly(journal, life.place, life.nth).reached))
    told = told_in(read_journal(life.book.journal))
    with open_desk(life.book) as (_, desk):
        people = People(desk, journal, told)
        gc.freeze()
        ready.send(True)
        asyncio.run(people.send(told.unanswered))
        asyncio.run(people.work(lambda: desk.spent.commands < life.commands))
    os._exit(0)


def _plant(bug: str | None) -> None:
    if bug is not None:
        plant(bug)
