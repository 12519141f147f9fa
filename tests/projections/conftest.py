"""The database of the views, of each kind that box1 runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from projections.database import open_views, writing
from tests import postgres
from tests.projections.recording import Recording

KEY = bytes(32)
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/views.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = open_views(url, KEY)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=DATABASES)
def shared_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_views(f"sqlite:///{tmp_path_factory.mktemp('views')}/views.db", KEY)
        yield engine
        engine.dispose()
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as url:
        engine = open_views(url, KEY)
        yield engine
        engine.dispose()


@pytest.fixture
def connection(shared_engine: Engine) -> Iterator[Connection]:
    """A transaction that is taken back afterwards, tables and all."""
    with writing(shared_engine).connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def log() -> Recording:
    return Recording()
