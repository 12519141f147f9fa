"""The rota as programs read it: the duties of a period, and the gaps in it."""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, may
from api.reads import as_json, caught_up
from domain import vocabulary
from domain.base import Malformed
from projections.rota import Gap, OnDuty, duties, gaps

router = APIRouter(prefix="/api/v1")
READ = [may(Permission.READ_ROTA), Depends(caught_up)]

AHEAD: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=366)
ANY = "From when, or from now where left out"
UNTIL = "Until when, or 14 days where left out; at most 366 days"


@router.get("/rota", dependencies=READ, tags=["officers"])
def show_rota(
    system: Running,
    since: Annotated[vocabulary.Moment | None, Query(alias="from", description=ANY)] = None,
    to: Annotated[vocabulary.Moment | None, Query(description=UNTIL)] = None,
) -> Response:
    """Who is primary and deputy in a period, and when nobody is."""
    begins = since or system.clock()
    ends = to or begins + AHEAD
    if not begins < ends <= begins + LONGEST:
        words = "Ask for a period that ends after it begins, and lasts 366 days at most."
        raise Malformed.because("PeriodUnreadable", words, field="to")
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        found = duties(connection, view, begins, ends)
    missing = [gap_told(gap) for gap in gaps(found, begins, ends)]
    return as_json(
        {"from": begins, "to": ends, "duties": [told(one) for one in found], "gaps": missing}
    )


def told(one: OnDuty) -> dict[str, Any]:
    return {
        "officer": one.officer,
        "region": one.region,
        "kind": one.kind,
        "from": one.since,
        "to": one.until,
    }


def gap_told(gap: Gap) -> dict[str, Any]:
    return {"kind": gap.kind, "from": gap.since, "to": gap.until}
