"""Who is written to: addresses by audience, kept sealed and outside the log."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, delete, insert, select

from services.mail.tables import recipients
from services.people.sealed_words import SealedWords
from services.people.tables import aware, naive

OWNER: Final = "MAIL"
"""Under whose key the addresses are sealed."""
LONGEST: Final = 254
ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address on the list of an audience, and who put it there."""

    number: int
    audience: str
    address: str
    added_by: str
    added_at: datetime


class Recipients:
    """The lists. Whoever is taken off is forgotten: what waits for them is not sent."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], words: SealedWords) -> None:
        self._engine, self._clock, self._words = engine, clock, words

    def add(self, audience: str, address: str, by: str) -> bool:
        """False where the address is on this list already."""
        if any(one.address.lower() == address.lower() for one in self.of(audience)):
            return False
        row = {
            "audience": audience,
            "address": self._words.over(OWNER, address),
            "added_by": by,
            "added_at": naive(self._clock()),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(recipients), row)
        return True

    def remove(self, number: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(recipients).where(recipients.c.number == number))

    def of(self, audience: str) -> list[Recipient]:
        query = select(recipients).where(recipients.c.audience == audience)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(recipients.c.number)).all()
        return [
            Recipient(
                row.number,
                row.audience,
                self._words.under(OWNER, row.address),
                row.added_by,
                aware(row.added_at),
            )
            for row in rows
        ]

    def find(self, audience: str, number: int) -> Recipient | None:
        return next((one for one in self.of(audience) if one.number == number), None)


def is_address(text: str) -> bool:
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None
