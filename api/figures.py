"""The figures of everything together: totals alone, with small counts of people hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.access import figures_sight_of
from api.small_counts import Count, nested, protected, told
from api.wiring import System
from domain.incident.figures import per_cent
from projections.totals import IncidentTotals, incident_totals, people_totals
from services.people import Person

NOWHERE = "elsewhere"
REACHED, NOT_REACHED = "reached", "not_reached"


@dataclass(frozen=True, kw_only=True)
class Totals:
    """`regions` counts incidents, `register` people: each segment, and its categories."""

    incidents: IncidentTotals
    regions: Mapping[str, int]
    mapped: Count
    reached: Count
    registered: Count
    register: Mapping[str, tuple[Count, Mapping[str, Count]]]

    @property
    def milestones_rate(self) -> float | None:
        return _share(self.incidents.milestones_met, self.incidents.milestones_of)

    @property
    def reach(self) -> float | None:
        """The share of those on the maps who were reached, where both may be told."""
        return _share(self.reached.people, self.mapped.people)


def read_totals(system: System, who: Person) -> Totals:
    """What a person may know of all incidents and of the whole register without knowing any."""
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        register, _ = system.views.register.resolve(connection)
        incidents = incident_totals(connection, board, figures_sight_of(who))
        people = people_totals(connection, register)
    reached = {REACHED: incidents.reached, NOT_REACHED: incidents.mapped - incidents.reached}
    return Totals(
        incidents=incidents,
        regions=_by_region(system, incidents.by_force),
        mapped=told(incidents.mapped),
        reached=protected(reached)[REACHED],
        registered=told(sum(sum(inner.values()) for inner in people.values())),
        register=nested(people),
    )


def body_of(totals: Totals) -> dict[str, Any]:
    """The same for programs; a hidden count is null, and says why."""
    incidents = totals.incidents
    return {
        "incidents": incidents.incidents,
        "by_state": _named(incidents.by_state),
        "by_level": _named(incidents.by_level),
        "by_type": _named(incidents.by_type),
        "by_region": dict(totals.regions),
        "by_month": _named(incidents.by_month),
        "milestones_met": incidents.milestones_met,
        "milestones_of": incidents.milestones_of,
        "milestones_rate": totals.milestones_rate,
        "mapped": _count(totals.mapped),
        "reached": _count(totals.reached),
        "reach": totals.reach,
        "registered": _count(totals.registered),
        "register": [
            {
                "segment": segment,
                **_count(whole),
                "categories": [{"category": key, **_count(one)} for key, one in parts.items()],
            }
            for segment, (whole, parts) in totals.register.items()
        ],
    }


def _by_region(system: System, by_force: Mapping[str | None, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, many in by_force.items():
        force = system.forces.get(code or "")
        region = force.region if force else NOWHERE
        found[region] = found.get(region, 0) + many
    return dict(sorted(found.items()))


def _named(counts: Mapping[str | None, int]) -> dict[str, int]:
    return {key or "none": many for key, many in counts.items()}


def _count(count: Count) -> dict[str, Any]:
    return {"people": count.people, **({"hidden": count.why} if count.people is None else {})}


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or whole is None else per_cent(part, whole)
