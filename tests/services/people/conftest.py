"""Accounts on each database, and a clock that tests move."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from services.people import Origin, People, Person
from services.people.passwords import Cost
from services.vault import Vault

AMINA = Person("amina", "Amina Example", "duty_officer", "north-west", "OFC-01")
PASSWORD = "seven blue kettles"
CHEAP = Cost(64, 1, 1)  # what it costs for real is tested by itself
NOWHERE = Origin()


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/people.db"
    else:
        url: str = request.getfixturevalue("postgres_url")
        address = f"postgresql+psycopg://{url.partition('://')[2]}"
    engine = create_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def people(engine: Engine, clock: Clock, vault: Vault) -> People:
    people = People(engine, clock, vault.of_stream("ACCOUNT"), CHEAP)
    people.prepare()
    people.enrol(AMINA, PASSWORD)
    return people


@pytest.fixture
def elsewhere(engine: Engine, clock: Clock, vault: Vault, people: People) -> People:
    """The same accounts, as another process has them."""
    return People(engine, clock, vault.of_stream("ACCOUNT"), CHEAP)
