"""Leaks that are planted on purpose, so that a run shows that it would find them."""

import sqlite3
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import closing

from api.storage import open_storage
from domain.vocabulary import Role
from services.people import Person
from tests.privacy.people import Planted
from tests.privacy.place import Place

Leak = Callable[[Place, Planted], None]


def in_a_log(place: Place, person: Planted) -> None:
    with (place.data / "nats" / "nats.log").open("a") as log:
        log.write(f"could not deliver to {person.email}\n")


def in_base64(place: Place, person: Planted) -> None:
    (place.data / "left-over").write_bytes(b64encode(f"?{person.name}".encode()))


def in_a_column(place: Place, person: Planted) -> None:
    with closing(sqlite3.connect(place.data / "people.db")) as connection, connection:
        connection.execute("UPDATE people SET region = ?", (person.street,))


def in_an_answer(place: Place, person: Planted) -> None:
    """An analyst is let in where they have no business."""
    with open_storage(place.settings) as storage:
        name, _ = place.passwords[Role.ANALYST]
        storage.people.change(Person(name, "analyst", Role.DUTY_OFFICER, "north-west"))


LEAKS: Mapping[str, Leak] = {
    "a log": in_a_log,
    "base64": in_base64,
    "a column": in_a_column,
    "an answer": in_an_answer,
}
"""By what they leak into."""
