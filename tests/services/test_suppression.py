"""Addresses of those who asked to be forgotten: known again however they are written."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from services.suppression import Suppression, plain


@pytest.fixture
def listed() -> Suppression:
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False})
    suppression = Suppression(engine, lambda name: name.encode(), lambda: datetime.now(UTC))
    suppression.prepare()
    return suppression


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("mq@example.org", " MQ@Example.ORG "),
        ("01632 960077", "+44 (0)1632 960-077"),
        ("01632 960077", "0044 1632 960077"),
        ("1 Canal Row, Alderholt", "1  canal row, ALDERHOLT"),
    ],
)
def test_an_address_is_known_again(listed: Suppression, written: str, again: str) -> None:
    listed.add([written])
    listed.add([written])
    assert listed.holds(again)


@pytest.mark.parametrize("other", ["nm@example.org", "01632 960078", "", "  "])
def test_another_address_is_not(listed: Suppression, other: str) -> None:
    listed.add(["mq@example.org", "01632 960077", ""])
    assert not listed.holds(other)


def test_the_list_holds_no_address(listed: Suppression) -> None:
    listed.add(["mq@example.org"])
    with listed._engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM suppressed_addresses")).all()
    assert len(rows) == 1
    assert "mq" not in repr(rows)


def test_a_number_is_compared_by_its_digits() -> None:
    assert plain("+44 7700 900 123") == plain("07700900123") == "07700900123"
    assert plain("mailto:a@b.org") == "a@b.org"
