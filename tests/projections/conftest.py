"""The database of the views, of each kind that box1 runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from projections.database import open_views


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/views.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = open_views(url)
    yield engine
    engine.dispose()
