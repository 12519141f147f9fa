"""What a record is needed for is kept for one sign-in, sealed, and not for long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from api.settings import read_settings
from api.storage import Storage, open_storage
from services.access_log import NotNoted
from services.purposes import Purpose, Said

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SAID = Said(Purpose.OTHER, "Her sister rang")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with open_storage(read_settings(data=tmp_path)) as storage:
        storage.prepare()
        yield storage


def test_it_holds_for_one_record_and_one_sign_in(storage: Storage) -> None:
    storage.purposes.say("a", "STK-0001", SAID, NOON)

    assert storage.purposes.said("a", "STK-0001") == SAID
    assert storage.purposes.said("a", "STK-0002") is None
    assert storage.purposes.said("b", "STK-0001") is None


def test_what_is_said_later_takes_its_place(storage: Storage) -> None:
    storage.purposes.say("a", "STK-0001", Said(Purpose.EMERGENCY), NOON)
    storage.purposes.say("a", "STK-0001", SAID, NOON)

    assert storage.purposes.said("a", "STK-0001") == SAID


def test_what_was_opened_urgently_is_owed_until_it_is_said(storage: Storage) -> None:
    storage.purposes.say("a", "STK-0001", Said(Purpose.EMERGENCY), NOON)
    storage.purposes.say("a", "INC-2030-0001", Said(Purpose.EMERGENCY), NOON + timedelta(hours=1))
    storage.purposes.say("b", "STK-0002", Said(Purpose.EMERGENCY), NOON)

    assert storage.purposes.owed("a") == ["STK-0001", "INC-2030-0001"]
    storage.purposes.say("a", "STK-0001", SAID, NOON)
    assert storage.purposes.owed("a") == ["INC-2030-0001"]


def test_it_is_dropped_when_no_sign_in_can_last_as_long(storage: Storage) -> None:
    storage.purposes.say("a", "STK-0001", SAID, NOON)
    storage.purposes.say("b", "STK-0001", SAID, NOON + timedelta(days=3))

    assert storage.purposes.said("a", "STK-0001") is None


def test_its_words_are_sealed(storage: Storage, tmp_path: Path) -> None:
    storage.purposes.say("a", "STK-0001", SAID, NOON)

    assert not [file for file in tmp_path.glob("access.db*") if b"sister" in file.read_bytes()]


def test_words_about_somebody_who_was_forgotten_are_gone(storage: Storage) -> None:
    storage.purposes.say("a", "STK-0001", SAID, NOON)
    storage.vault.destroy("ACCESS", "STK-0001")
    later = storage.purposes.said("a", "STK-0001")
    storage.purposes.say("a", "STK-0001", SAID, NOON)

    assert later is not None
    assert later.note.startswith("[erased ")
    assert storage.purposes.said("a", "STK-0001") == Said(Purpose.OTHER)


def test_a_database_that_does_not_answer_stops_the_read(storage: Storage, tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path}/access.db").begin() as connection:
        connection.execute(text("DROP TABLE purposes"))

    with pytest.raises(NotNoted):
        storage.purposes.said("a", "STK-0001")
