"""How many there are: incidents by what they are and where, people by what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from projections.board import Board
from projections.register import Register
from projections.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTotals:
    """Incidents by the codes of each kind, None where nothing was said; `month` as 2026-03.

    `mapped` and `reached` add up the people on the map of each response, `milestones_of` the
    milestones that it has.
    """

    by_state: Mapping[str | None, int]
    by_level: Mapping[str | None, int]
    by_type: Mapping[str | None, int]
    by_force: Mapping[str | None, int]
    by_month: Mapping[str | None, int]
    milestones_met: int
    milestones_of: int
    mapped: int
    reached: int

    @property
    def incidents(self) -> int:
        return sum(self.by_state.values())


MONTH: Final = len("2026-03")


def incident_totals(connection: Connection, board: Board, sight: Sight) -> IncidentTotals:
    """Of the incidents that count for somebody."""
    c, counted = board.incidents.c, sight.covered(board.incidents)

    def by(code: ColumnElement[str]) -> dict[str | None, int]:
        query = select(code, func.count()).where(counted).group_by(code).order_by(code)
        return {key: int(many) for key, many in connection.execute(query)}

    sums = (
        func.coalesce(func.sum(column), 0)
        for column in (c.milestones_met, c.milestones_of, c.mapped, c.mapped_reached)
    )
    met, of, mapped, reached = connection.execute(select(*sums).where(counted)).one()
    return IncidentTotals(
        by_state=by(c.state),
        by_level=by(c.level),
        by_type=by(c.incident_type),
        by_force=by(c.pfa),
        by_month=by(func.substr(c.happened_on, 1, MONTH)),
        milestones_met=int(met),
        milestones_of=int(of),
        mapped=int(mapped),
        reached=int(reached),
    )


def people_totals(connection: Connection, register: Register) -> dict[str, dict[str, int]]:
    """How many active stakeholders each segment has, by category."""
    c = register.people.c
    query = select(c.segment, c.category, func.count()).where(c.active)
    found: dict[str, dict[str, int]] = {}
    for segment, category, many in connection.execute(query.group_by(c.segment, c.category)):
        found.setdefault(segment, {})[category] = int(many)
    return found
