"""A store on each database, with a small history of its own kind to write."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import create_engine

from domain.base import Aggregate, Decision, Provenance, Recorded
from domain.personal import Personal
from domain.registry import Registry
from services.log import EventLog
from services.log_postgres import PostgresLog
from services.log_sqlite import SQLiteLog
from services.mapper import EventMapper
from services.master_key import Masters
from services.store import Store
from services.vault import Vault

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


class Opened(Decision):
    TOPIC: ClassVar[str] = "diary.opened"
    title: str


class Noted(Decision):
    TOPIC: ClassVar[str] = "diary.noted"
    text: Personal


class Diary(Aggregate):
    """Something with a history, as small as it can be."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.notes: list[str | None] = []

    def evolve(self, event: Recorded[Any]) -> None:
        if isinstance(event.decision, Noted):
            self.notes.append(event.decision.text.text)

    def note(self, text: str, by: Provenance) -> None:
        self.decide(Noted(text=Personal(text=text).of("STK-0001", self.ref)), by)


@pytest.fixture
def provenance() -> Callable[[], Provenance]:
    """Each call is another command, a second after the one before."""
    numbers = count(1)

    def make() -> Provenance:
        number = next(numbers)
        moment = NOON + timedelta(seconds=number)
        command = UUID(int=number)
        return Provenance(
            actor="OFC-01",
            role="duty_officer",
            command_id=command,
            correlation_id=command,
            occurred_at=moment,
            recorded_at=moment,
        )

    return make


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(create_engine(f"sqlite:///{tmp_path}/keys.db"), Masters([bytes(32)]))
    vault.prepare()
    return vault


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def keys_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database for keys is, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/keys.db"
    return str(request.getfixturevalue("postgres_url")).replace("://", "+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgres"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    if request.param == "sqlite":
        log: EventLog = SQLiteLog(tmp_path / "events.db")
    else:
        log = PostgresLog(request.getfixturevalue("postgres_url"))
    log.prepare()
    yield log
    log.close()


@pytest.fixture
def store(log: EventLog, vault: Vault) -> Store:
    return Store(log, EventMapper(Registry(Opened, Noted), vault))
