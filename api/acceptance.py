"""What was accepted, quarter by quarter, by group and by area; what is small is told nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlalchemy import Connection

from api.access import Permission, Running, SignedIn, figures_sight_of, may
from api.reads import as_json, caught_up
from api.small_counts import FEWEST, HIDDEN, TOO_FEW, Count, protected
from api.wiring import System
from projections.requests import Requests
from projections.requests_figures import Accepted, acceptance
from services.people import Person

YEARS = 2
OUTCOMES = ("accepted", "in_part", "deferred", "declined")
router = APIRouter(prefix="/api/v1", tags=["support-requests"])


@dataclass(frozen=True)
class Told:
    """One group or area in one quarter, as it may be told; `rate` is the share accepted."""

    quarter: str
    name: str
    decided: Count
    outcomes: dict[str, Count]
    rate: float | None

    def as_json(self) -> dict[str, Any]:
        counts = {outcome: count.people for outcome, count in self.outcomes.items()}
        named = {"quarter": self.quarter, "name": self.name, "decided": self.decided.people}
        return {**named, **counts, "rate": self.rate}


@dataclass(frozen=True)
class Acceptance:
    by_group: Sequence[Told]
    by_area: Sequence[Told]

    @property
    def quarters(self) -> list[str]:
        """The last first."""
        return sorted({row.quarter for row in (*self.by_group, *self.by_area)}, reverse=True)


@router.get("/acceptance", dependencies=[may(Permission.READ_ACCEPTANCE), Depends(caught_up)])
def show_acceptance(system: Running, who: SignedIn) -> Response:
    """By quarter, group and area: how many were decided, how, and the share accepted in per cent.

    A count is null where it, or what follows from it, is of fewer than ten.
    """
    with system.views.engine.connect() as connection:
        view, _ = system.views.requests.resolve(connection)
        found = read_acceptance(system, view, connection, who)
    lists = {"by_group": found.by_group, "by_area": found.by_area}
    return as_json({name: [row.as_json() for row in rows] for name, rows in lists.items()})


def read_acceptance(
    system: System, view: Requests, connection: Connection, who: Person
) -> Acceptance:
    """Of this year and the two before, of the requests that count for this person."""
    now = system.clock()
    since = datetime(now.year - YEARS, 1, 1, tzinfo=UTC)
    regions = {force.code: force.region for force in system.forces.values()}
    board, _ = system.views.board.resolve(connection)
    within = board.within(figures_sight_of(who))
    found = acceptance(connection, view, since, now, regions, within)
    return Acceptance([*of_groups(found.by_group)], [*of_areas(found.by_region)])


def of_groups(rows: Sequence[Accepted]) -> Iterator[Told]:
    """Groups are no parts of one sum: a request may name several, or none."""
    for row in rows:
        enough = row.decided >= FEWEST
        yield _told(row, Count(row.decided) if enough else TOO_FEW)


def of_areas(rows: Sequence[Accepted]) -> Iterator[Told]:
    """Areas are: a hidden one must not follow from the others of its quarter."""
    for quarter in dict.fromkeys(row.quarter for row in rows):
        own = [row for row in rows if row.quarter == quarter]
        counts = protected({row.name: row.decided for row in own})
        for row in own:
            yield _told(row, counts[row.name])


def _told(row: Accepted, decided: Count) -> Told:
    """A share and its parts are told only of enough requests, and of parts that are enough."""
    if decided.people is None:
        hidden = dict.fromkeys(OUTCOMES, HIDDEN)
        return Told(row.quarter, row.name, decided, hidden, None)
    counts = protected({outcome: getattr(row, outcome) for outcome in OUTCOMES})
    told = all(counts[outcome].people is not None for outcome in ("accepted", "in_part"))
    return Told(row.quarter, row.name, decided, counts, row.rate if told else None)
