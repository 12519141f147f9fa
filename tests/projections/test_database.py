"""Readers of the views see one state throughout; writers see what was committed before them."""

from sqlalchemy import text

from projections.database import open_views, writing
from tests.projections.conftest import KEY

ASKED = text("SHOW transaction_isolation")


def test_readers_and_writers_are_isolated_as_each_needs_on_postgresql(postgres_url: str) -> None:
    engine = open_views(postgres_url, KEY)
    with writing(engine).begin() as writes, engine.begin() as reads:
        assert writes.execute(ASKED).scalar() == "read committed"
        assert reads.execute(ASKED).scalar() == "repeatable read"
    engine.dispose()
