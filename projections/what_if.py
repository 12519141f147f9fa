"""What was asked of the team in a period: incidents as they were raised, without their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from domain.vocabulary import IncidentType, Level
from projections.board import Board
from projections.sight import Sight

ANSWERED = (Level.CRITICAL, Level.HIGH_PROFILE)
"""The levels that support is given for."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An incident as demand."""

    ref: str
    raised_at: datetime
    level: Level
    incident_type: IncidentType
    pfa: str | None


def raised_between(
    connection: Connection, board: Board, sight: Sight, since: datetime, until: datetime, most: int
) -> Iterator[Raised]:
    """Incidents of the levels that are answered, the first raised first; at most so many."""
    c = board.incidents.c
    query = (
        select(c.ref, c.raised_at, c.level, c.incident_type, c.pfa)
        .where(c.raised_at >= since, c.raised_at < until, c.level.in_(ANSWERED))
        .where(sight.covered(board.incidents))
        .order_by(c.raised_at, c.ref)
        .limit(most)
    )
    for ref, raised_at, level, incident_type, pfa in connection.execute(query):
        yield Raised(ref, raised_at, Level(level), IncidentType(incident_type), pfa)
