"""Requests for support: what waits for a decision, in order; what was decided; what it took.

No free text is in it. The incident's force, groups and level are beside each request, because
whoever asks of areas and groups asks of them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Index, Integer, Select, Text, select

from domain.incident import Incident
from domain.priority import PriorityRules
from domain.sealing import is_erased
from domain.support_request import RequestState, SupportRequest
from domain.support_request import decisions as d
from domain.vocabulary import Level
from projections.base import Decode, Entry
from projections.columns import Moment, coded, put
from projections.folding import CopyingView, Folded, History
from projections.requests_row import Asked, Queued, asked, columns, line_of
from projections.sight import Within

DECISIONS = {
    d.RequestAccepted.TOPIC: RequestState.ACCEPTED,
    d.RequestPartlyAccepted.TOPIC: RequestState.PARTLY_ACCEPTED,
    d.RequestDeferred.TOPIC: RequestState.DEFERRED,
    d.RequestDeclined.TOPIC: RequestState.DECLINED,
}
WAITING = (RequestState.REQUESTED, RequestState.SCORED, RequestState.DEFERRED)


class Requests(CopyingView):
    name = "requests"

    def __init__(
        self,
        build: int,
        decode: Decode,
        requests: History[SupportRequest],
        incidents: History[Incident],
    ) -> None:
        super().__init__(build)
        self._decode = decode
        self._requests = Folded(SupportRequest, requests, decode)
        self._incidents = Folded(Incident, incidents, decode)
        self.asked = self.table(
            "asked",
            *columns(),
            Index(f"{self.prefix}state", "state", "needed_by"),
            Index(f"{self.prefix}incident", "incident"),
        )
        self.decided = self.table(
            "decided",
            Column("ref", Text, primary_key=True),
            Column("version", Integer, primary_key=True),
            Column("outcome", coded(RequestState), nullable=False),
            Column("at", Moment, nullable=False),
            Index(f"{self.prefix}decided_at", "at"),
        )
        self.incidents = self.table(
            "incidents",
            Column("ref", Text, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("pfa", Text),
            Column("level", coded(Level)),
            Column("groups", Text, nullable=False),
            Index(f"{self.prefix}force", "pfa"),
        )

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Every decision is kept, also those that another followed; all else is copied."""
        decisions = [
            {
                "ref": entry.ref,
                "version": entry.version,
                "outcome": DECISIONS[entry.topic],
                "at": self._decode(entry).recorded_at,
            }
            for entry in entries
            if entry.topic in DECISIONS
        ]
        put(connection, self.decided, decisions)
        super().apply(connection, entries)

    def copy(self, connection: Connection, entries: Sequence[Entry]) -> None:
        incidents = self._incidents.after(entries)
        put(connection, self.incidents, [_beside(incident) for incident in incidents])
        put(connection, self.asked, [line_of(one) for one in self._requests.after(entries)])

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Keep an incident's groups only as far as they can still be read."""
        self._requests.forget(stream)
        self._incidents.forget(stream)
        c = self.incidents.c
        version = connection.scalar(select(c.version).where(c.ref == stream))
        if version is not None:
            put(connection, self.incidents, [_beside(self._incidents.at(stream, version))])
            self._incidents.forget(stream)

    def forget_opened(self) -> None:
        self._requests.forget_opened()
        self._incidents.forget_opened()

    def queue(
        self,
        connection: Connection,
        now: datetime,
        rules: PriorityRules,
        within: Within | None = None,
    ) -> list[Queued]:
        """What waits for a decision, the most urgent first; what has no score yet comes last.

        A deferred request waits again from the time that it was deferred to.
        """
        rows = self._rows(connection, WAITING, within)
        waiting = [row for row in rows if row.until is None or row.until <= now]
        standing = [(row, row.priority(now, rules)) for row in waiting]
        standing.sort(key=lambda pair: pair[0].queue_key(pair[1]))
        return [
            Queued(position=number, row=row, priority=priority, rules=rules)
            for number, (row, priority) in enumerate(standing, start=1)
        ]

    def of_states(
        self,
        connection: Connection,
        states: Collection[RequestState] = (),
        within: Within | None = None,
    ) -> list[Asked]:
        """Requests in any of these states, or all; in the order they were asked."""
        return self._rows(connection, states, within)

    def find(self, connection: Connection, ref: str, within: Within | None = None) -> Asked | None:
        query = self._all().where(self.asked.c.ref == ref)
        row = connection.execute(self._shown(query, within)).one_or_none()
        return asked(row) if row else None

    def of_incident(
        self, connection: Connection, incident: str, within: Within | None = None
    ) -> list[Asked]:
        return [row for row in self._rows(connection, (), within) if row.incident == incident]

    def of_force(self, connection: Connection, force: str | None) -> list[str]:
        """The refs of every request about an incident in a force's area."""
        c, i = self.asked.c, self.incidents.c
        here = select(c.ref).join(self.incidents, i.ref == c.incident).where(i.pfa == force)
        return list(connection.scalars(here.order_by(c.ref))) if force else []

    def force_of(self, connection: Connection, ref: str) -> str | None:
        c, i = self.asked.c, self.incidents.c
        query = select(i.pfa).join(self.asked, i.ref == c.incident).where(c.ref == ref)
        return connection.scalar(query)

    def _rows(
        self, connection: Connection, states: Iterable[RequestState], within: Within | None
    ) -> list[Asked]:
        c, wanted = self.asked.c, list(states)
        query = self._all().order_by(c.requested_at, c.ref)
        if wanted:
            query = query.where(c.state.in_(wanted))
        return [asked(row) for row in connection.execute(self._shown(query, within))]

    def _shown(self, query: Select[Any], within: Within | None) -> Select[Any]:
        c = self.asked.c
        if within is None:
            return query
        return query.where(within.shows(c.incident, c.marking, c.requester))

    def _all(self) -> Select[Any]:
        c, i = self.asked.c, self.incidents.c
        joined = self.asked.outerjoin(self.incidents, i.ref == c.incident)
        return select(*c, i.pfa, i.level, i.groups).select_from(joined)


def _beside(incident: Incident) -> dict[str, Any]:
    """What requests are counted by of their incident."""
    response = incident.response
    groups = [group for group in response.groups if not is_erased(group)]
    return {
        "ref": incident.ref,
        "version": incident.version,
        "pfa": response.pfa,
        "level": response.level,
        "groups": orjson.dumps(groups).decode(),
    }
