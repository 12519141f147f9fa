"""What programs can read of insights: the library, one with its reuses, and how well it is used."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may, sight_of
from api.insight_reading import InsightReading, insights_seen_by, read_insight
from api.lists import Cursor, Limit, Words, page_told, read_page
from api.reading import may_know_of
from api.reads import as_json, caught_up
from domain import vocabulary
from domain.insight import InsightState, Kind, Offered, Phase
from domain.lessons import lesson_figures
from domain.vocabulary import IncidentType
from projections.lessons import Wanted

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_INSIGHTS), Depends(caught_up)],
    tags=["insights"],
)


@router.get("/insights")
def list_insights(
    system: Running,
    who: SignedIn,
    cursor: Cursor,
    q: Words = "",
    state: Annotated[list[InsightState] | None, Query()] = None,
    kind: Annotated[list[Kind] | None, Query()] = None,
    phase: Annotated[list[Phase] | None, Query()] = None,
    theme: Annotated[list[str] | None, Query()] = None,
    community: Annotated[list[str] | None, Query()] = None,
    type: Annotated[list[IncidentType] | None, Query()] = None,
    force: Annotated[list[str] | None, Query()] = None,
    limit: Limit = 25,
) -> Response:
    """The insights that this person may know of, the newest first."""
    wanted = Wanted(
        q=q,
        states=state or (),
        kinds=kind or (),
        phases=phase or (),
        themes=theme or (),
        communities=community or (),
        incident_types=type or (),
        forces=force or (),
    )
    sight = sight_of(who)
    with system.views.engine.connect() as connection:
        view, _ = system.views.lessons.resolve(connection)
        page = read_page(
            lambda: view.rows(connection, wanted, insights_seen_by(who), cursor, limit)
        )

    def tell(row: Any) -> dict[str, Any]:
        known = row.incident and may_know_of(system, row.incident, sight)
        return {**asdict(row), "incident": row.incident if known else None}

    return page_told(system, page, tell)


@router.get("/insights/{ref}")
def show_insight(ref: str, system: Running, who: SignedIn) -> Response:
    """One insight: what was learned and where, how far it may go, and every use of it."""
    reading = read_insight(system, ref, who)
    return as_json(_told(reading), reading.insight.version)


@router.get("/lessons")
def show_lessons(
    system: Running,
    who: SignedIn,
    start: Annotated[
        vocabulary.Moment | None, Query(description="Only what was recorded from then")
    ] = None,
) -> Response:
    """How often lessons are suggested, used again, shared, and learned anew (domain rules §9)."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.lessons.resolve(connection)
        courses = view.courses(connection, insights_seen_by(who))
    counted = [one for one in courses if start is None or one.recorded_at >= start]
    return as_json(lesson_figures(counted))


def _told(reading: InsightReading) -> dict[str, Any]:
    insight, recorded = reading.insight, reading.insight.recorded
    return {
        **{name: getattr(recorded, name) for name in type(recorded).model_fields},
        "ref": insight.ref,
        "version": insight.version,
        "incident": reading.incident,
        "evidence": recorded.evidence if reading.incident else (),
        "state": insight.state,
        "marking": insight.marking,
        "author": insight.author,
        "recorded_at": insight.recorded_at,
        "validated_at": insight.validated_at,
        "validated_by": insight.validated_by,
        "returned": insight.returned,
        "audience": insight.sharing.audience if insight.sharing else None,
        "shared": insight.shared,
        "shared_at": insight.shared_at,
        "superseded_by": insight.superseded_by,
        "offers": [_offer(one) for one in reading.offers],
        "offers_elsewhere": reading.elsewhere,
    }


def _offer(one: Offered) -> dict[str, Any]:
    return {
        "incident": one.incident,
        "suggested_at": one.suggested_at,
        "score": one.score,
        "parts": one.parts,
        "decided_at": one.decided_at,
        "decided_by": one.decided_by,
        "how": [said.how for said in one.reused],
        "outcome": one.outcome,
        "dismissed": one.dismissed.reason if one.dismissed else None,
    }
