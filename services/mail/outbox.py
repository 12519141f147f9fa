"""The outbox: filled from the log, so that what was published is mailed whatever dies meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import uuid5

from sqlalchemy import Engine, func, insert, select, update

from domain.base import Recorded
from domain.briefing.decisions import BriefingPublished
from services.mail.tables import metadata, outbox, progress, recipients
from services.people.tables import naive
from services.store import Store

PAGE: Final = 500
LEASE: Final = timedelta(minutes=5)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
LOG: Final = "log"


class Sent(StrEnum):
    """What became of one message."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Due:
    """One message to send: which briefing, to whom on which list, and how often it was tried."""

    id: str
    ref: str
    audience: str
    recipient: int
    tries: int
    next_at: datetime


class Outbox:
    """Holds no address and no text: both are read when a message is sent."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine, self._store = engine, store

    def prepare(self) -> None:
        """Make the tables; what was published before there were any is not mailed."""
        metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            if connection.scalar(select(progress.c.position)) is None:
                row = {"name": LOG, "position": self._store.position()}
                connection.execute(insert(progress), row)

    def fill(self, now: datetime, *, queue: bool = True) -> int:
        """Queue what was published since, each once; without `queue` it is passed over."""
        queued = 0
        while entries := self._store.notices(before := self._position(), PAGE):
            rows = [*self._rows(entries, now)] if queue else []
            queued += self._keep(before, entries[-1][0], rows)
        return queued

    def due(self, now: datetime, limit: int = 50) -> list[Due]:
        c = outbox.c
        query = select(c.id, c.ref, c.audience, c.recipient, c.tries, c.next_at)
        query = query.where(c.state == Sent.WAITING, c.next_at <= naive(now))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(c.next_at, c.id).limit(limit)).all()
        return [Due(*row) for row in rows]

    def claim(self, due: Due, now: datetime) -> bool:
        """Whether this process sends it; if it dies meanwhile, it is due again after a while."""
        this = (outbox.c.id == due.id) & (outbox.c.state == Sent.WAITING)
        claimed = update(outbox).where(this, outbox.c.next_at == due.next_at)
        with self._engine.begin() as connection:
            done = connection.execute(
                claimed.values(next_at=naive(now + LEASE), tries=due.tries + 1)
            )
        return done.rowcount == 1

    def settle(self, due: Due, became: Sent) -> None:
        self._change(due, state=became)

    def later(self, due: Due, now: datetime) -> None:
        """Try again after a minute, then after twice as long each time, up to an hour."""
        pause = min(SHORTEST * 2 ** min(due.tries, 10), LONGEST)
        self._change(due, next_at=naive(now + pause))

    def counts(self, ref: str) -> dict[str, dict[str, int]]:
        """By audience: how many messages wait, were sent, or were refused."""
        c, found = outbox.c, dict[str, dict[str, int]]()
        query = select(c.audience, c.state, func.count()).where(c.ref == ref)
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(c.audience, c.state)).all()
        for audience, state, number in rows:
            found.setdefault(audience, dict.fromkeys(map(str, Sent), 0))[state] = number
        return found

    def _position(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.scalar(select(progress.c.position)) or 0)

    def _rows(self, entries: Sequence[Sequence[Any]], now: datetime) -> Iterator[dict[str, Any]]:
        for _, ref, version, topic, _ in entries:
            if topic == BriefingPublished.TOPIC:
                yield from self._messages(self._store.history(ref, version - 1)[0], now)

    def _messages(self, event: Recorded[Any], now: datetime) -> Iterator[dict[str, Any]]:
        audience = event.decision.audience
        query = select(recipients.c.number).where(recipients.c.audience == audience)
        with self._engine.connect() as connection:
            numbers = connection.scalars(query.order_by(recipients.c.number)).all()
        for number in numbers:
            yield {
                "id": str(uuid5(event.event_id, str(number))),
                "ref": event.ref,
                "audience": audience,
                "recipient": number,
                "state": Sent.WAITING,
                "tries": 0,
                "next_at": naive(now),
            }

    def _keep(self, before: int, position: int, rows: Sequence[dict[str, Any]]) -> int:
        """Together with how far the log was read; nothing where another process was faster."""
        moved = update(progress).where(progress.c.name == LOG, progress.c.position == before)
        with self._engine.begin() as connection:
            if connection.execute(moved.values(position=position)).rowcount != 1:
                return 0
            if rows:
                connection.execute(insert(outbox), rows)
        return len(rows)

    def _change(self, due: Due, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.id == due.id).values(**values))
