"""Why somebody reads a record: said once for each record and sign-in, and kept until it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from services.access_entry import as_text
from services.access_log import AccessLog, NotNoted
from services.access_tables import purposes

KEPT = timedelta(days=2)


class Purpose(StrEnum):
    """What somebody can say they need a record for."""

    RESPOND = "respond"
    CONTACT = "contact"
    REVIEW = "review"
    REQUEST = "request"
    CHECK = "check"
    EMERGENCY = "emergency"
    OTHER = "other"


BY_PROGRAM: Final = "program"
"""A program read it, and said nothing more about why."""
IN_A_LIST: Final = "list"
"""A list named people; lists are not asked about."""
NOT_SAID: Final = "not-said"
"""Nobody could be asked then: what was typed would have been lost."""


@dataclass(frozen=True)
class Said:
    """A purpose as it was given; another one has words of its own."""

    purpose: str
    note: str = ""


class Purposes:
    """What was said, by (credential, record). The log keeps it for good; this is so as to not ask
    twice."""

    def __init__(self, engine: Engine, log: AccessLog) -> None:
        self._engine, self._log = engine, log

    def said(self, credential: str, record: str) -> Said | None:
        query = select(purposes.c.purpose, purposes.c.note).where(
            purposes.c.credential == credential, purposes.c.record == record
        )
        with self._connected() as connection:
            row = connection.execute(query).first()
        return Said(row.purpose, self._log.unseal(record, row.note)) if row is not None else None

    def say(self, credential: str, record: str, said: Said, now: datetime) -> None:
        """Keep it instead of what was said before; what belongs to ended sign-ins is dropped."""
        mine = (purposes.c.credential == credential) & (purposes.c.record == record)
        row = {
            "credential": credential,
            "record": record,
            "purpose": said.purpose,
            "note": self._log.seal(record, said.note),
            "at": as_text(now),
        }
        with self._connected() as connection:
            connection.execute(delete(purposes).where(mine))
            connection.execute(delete(purposes).where(purposes.c.at < as_text(now - KEPT)))
            connection.execute(insert(purposes), row)

    def owed(self, credential: str) -> list[str]:
        """The records that a sign-in opened urgently, and has not said yet what for."""
        query = select(purposes.c.record).where(
            purposes.c.credential == credential, purposes.c.purpose == Purpose.EMERGENCY
        )
        with self._connected() as connection:
            return [*connection.execute(query.order_by(purposes.c.at)).scalars()]

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise NotNoted(str(error)) from error
