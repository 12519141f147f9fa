"""What every response did, and the minutes spent on each: for the page across responses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from domain.impact import Impact
from domain.vocabulary import Level, State
from projections.board import Board
from projections.capacity import Capacity
from projections.requests import Requests
from projections.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A response with what it came to."""

    ref: str
    title: str
    state: State
    level: Level | None
    raised_at: datetime
    impact: Impact


UNTAKEN: Collection[State] = (State.RAISED, State.NOT_TAKEN)
"""The states in which there is no response yet, or none at all."""


def impacts(connection: Connection, board: Board, sight: Sight) -> list[Line]:
    """Every response that counts for somebody, the one raised last first."""
    c, d = board.incidents.c, board.details.c
    query = (
        select(c.ref, c.title, c.state, c.level, c.raised_at, d.impact)
        .join_from(board.incidents, board.details, d.ref == c.ref)
        .where(sight.covered(board.incidents), c.state.not_in(UNTAKEN))
        .order_by(c.raised_at.desc(), c.ref.desc())
    )
    return [
        Line(
            ref=row.ref,
            title=row.title,
            state=row.state,
            level=row.level,
            raised_at=row.raised_at,
            impact=Impact.model_validate_json(row.impact),
        )
        for row in connection.execute(query)
    ]


def minutes_spent(connection: Connection, requests: Requests, capacity: Capacity) -> dict[str, int]:
    """The minutes that officers spent on the requests of each incident."""
    a, s = requests.asked.c, capacity.spent.c
    query = (
        select(a.incident, func.sum(s.minutes))
        .join_from(requests.asked, capacity.spent, s.request == a.ref)
        .group_by(a.incident)
    )
    return {incident: int(minutes) for incident, minutes in connection.execute(query)}
