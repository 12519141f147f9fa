"""What a replay is fed with: what was asked of the team in a period, and who is there to answer.

No words of any record are in it. What somebody may not know of, or count, is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import Connection, and_, select

from domain.officer.words import Fluency
from domain.priority import Band
from domain.support_request import RequestState
from domain.vocabulary import IncidentType, Level
from projections.board import Board
from projections.capacity import Capacity
from projections.requests import Requests
from projections.sight import Sight

ANSWERED: Final = (Level.CRITICAL, Level.HIGH_PROFILE)
"""The levels that support is given for."""
GIVEN: Final = (RequestState.ACCEPTED, RequestState.PARTLY_ACCEPTED, RequestState.FULFILLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From one moment until before another; at most so many of each kind."""

    since: datetime
    until: datetime
    most: int


@dataclass(frozen=True, slots=True)
class Raised:
    """An incident as demand."""

    ref: str
    at: datetime
    level: Level
    incident_type: IncidentType
    pfa: str | None


@dataclass(frozen=True, slots=True)
class Supported:
    """A request that was accepted, as demand; `band` as it was overridden, triggered or scored."""

    ref: str
    at: datetime
    level: Level
    pfa: str | None
    band: Band
    minutes: int | None
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Serving:
    """An officer in a week: net minutes by contract, and languages and skills."""

    ref: str
    name: str | None
    region: str
    net: int
    can: frozenset[str]


def raised(
    connection: Connection, board: Board, requests: Requests, sight: Sight, period: Period
) -> Iterator[Raised]:
    """Incidents without a request that was accepted, the first raised first."""
    c, asked = board.incidents.c, requests.asked.c
    given = select(asked.incident).where(asked.state.in_(GIVEN))
    query = (
        select(c.ref, c.raised_at, c.level, c.incident_type, c.pfa)
        .where(c.raised_at >= period.since, c.raised_at < period.until, c.level.in_(ANSWERED))
        .where(sight.covered(board.incidents), c.ref.not_in(given))
        .order_by(c.raised_at, c.ref)
        .limit(period.most)
    )
    for ref, at, level, incident_type, pfa in connection.execute(query):
        yield Raised(ref, at, Level(level), IncidentType(incident_type), pfa)


def supported(
    connection: Connection, board: Board, requests: Requests, sight: Sight, period: Period
) -> Iterator[Supported]:
    """Requests that were accepted, the first asked first."""
    c, asked = board.incidents.c, requests.asked.c
    within = and_(asked.requested_at >= period.since, asked.requested_at < period.until)
    query = (
        select(asked.ref, asked.requested_at, c.level, c.pfa, asked.est_minutes)
        .add_columns(asked.override, asked.triggers, asked.band, asked.languages, asked.skills)
        .join_from(requests.asked, board.incidents, c.ref == asked.incident)
        .where(within, asked.state.in_(GIVEN), sight.covered(board.incidents))
        .order_by(asked.requested_at, asked.ref)
        .limit(period.most)
    )
    for row in connection.execute(query):
        ref, at, level, pfa, minutes, override, triggers, scored, languages, skills = row
        first = Band.P1 if orjson.loads(triggers) else None
        band = Band(override or first or scored or Band.P4)
        needs = frozenset((*orjson.loads(languages), *orjson.loads(skills)))
        yield Supported(ref, at, Level(level or Level.MONITOR), pfa, band, minutes, needs)


def serving(connection: Connection, capacity: Capacity, week: str) -> list[Serving]:
    """Whose contract covers a week whole, by reference. A few words of a language are none."""
    c, terms = capacity.officers.c, capacity.terms.c
    query = (
        select(c.officer, c.name, c.region, terms.net, c.languages, c.skills)
        .join_from(capacity.officers, capacity.terms, terms.officer == c.officer)
        .where(terms.since <= week, terms.until >= week, terms.net > 0)
        .order_by(c.officer)
    )
    return [
        Serving(ref, name, region, net, _abilities(languages, skills))
        for ref, name, region, net, languages, skills in connection.execute(query)
    ]


def _abilities(languages: str, skills: str) -> frozenset[str]:
    spoken = {lang for lang, level in orjson.loads(languages).items() if level != Fluency.BASIC}
    return frozenset(spoken | set(orjson.loads(skills)))
