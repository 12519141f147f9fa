"""The lessons suggested to an incident, and what became of each: for its page and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may, reads_insight
from api.reading import read_incident
from api.reads import as_json, caught_up
from api.wiring import System
from domain.insight import Insight, Offered
from domain.lessons import Parts
from services.people import Person

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_INSIGHTS), Depends(caught_up)],
    tags=["insights"],
)


@dataclass(frozen=True)
class Suggested:
    """One lesson in one incident. `score` and `parts` are of the moment it was suggested."""

    ref: str
    statement: str
    score: int
    parts: Parts
    suggested_at: datetime
    offered: Offered

    @property
    def decided(self) -> str | None:
        """reused, dismissed, or None while nobody has decided."""
        if self.offered.reused:
            return "reused"
        return "dismissed" if self.offered.dismissed else None


def suggested_in(system: System, incident: str, who: Person) -> list[Suggested]:
    """Those that somebody may know of, of an incident that they may: the undecided first."""
    found = sorted(_suggested(system, incident, who), key=lambda one: (-one.score, one.ref))
    return sorted(found, key=lambda one: one.decided is not None)


def learned_in(system: System, incident: str, who: Person) -> list[Insight]:
    """The insights recorded in an incident that somebody may know of."""
    parts = system.store.parts_of(incident, Insight.SERIES)
    insights = (system.store.load(Insight, ref) for ref in parts)
    return [
        one for one in insights if one.recorded.incident == incident and reads_insight(who, one)
    ]


def _suggested(system: System, incident: str, who: Person) -> Iterator[Suggested]:
    for ref in system.store.parts_of(incident, Insight.SERIES):
        insight = system.store.load(Insight, ref)
        offered = insight.offers.get(incident)
        if offered is None or not reads_insight(who, insight):
            continue
        if offered.suggested_at is None or offered.parts is None:
            continue
        yield Suggested(
            ref=ref,
            statement=insight.recorded.statement,
            score=offered.parts.score,
            parts=offered.parts,
            suggested_at=offered.suggested_at,
            offered=offered,
        )


@router.get("/incidents/{ref}/suggestions")
def show_suggestions(ref: str, system: Running, who: SignedIn) -> Response:
    """Every lesson suggested to the team of an incident, with its parts and what was decided."""
    read_incident(system, ref, who)
    return as_json([_told(one) for one in suggested_in(system, ref, who)])


def _told(one: Suggested) -> dict[str, Any]:
    dismissed = one.offered.dismissed
    return {
        "ref": one.ref,
        "statement": one.statement,
        "score": one.score,
        "parts": one.parts.model_dump(),
        "suggested_at": one.suggested_at,
        "decided": one.decided,
        "decided_at": one.offered.decided_at,
        "decided_by": one.offered.decided_by,
        "how": [said.how for said in one.offered.reused],
        "outcome": one.offered.outcome,
        "reason": dismissed.reason if dismissed else None,
        "note": dismissed.note if dismissed else None,
    }
