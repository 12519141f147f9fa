"""Which lessons may help in an incident: scored by the database, as domain rules §9 print it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, func, or_, select

from domain.insight import InsightState
from domain.lessons import (
    COMMUNITIES,
    LEAST_SHOWN,
    MOST_SHOWN,
    OLDER,
    RECENCY,
    SAME_FORCE,
    SAME_REGION,
    SAME_TYPE,
    THEMES,
    Circumstances,
)
from projections.lessons import COMMUNITY, THEME, Lessons

DAY: Final = timedelta(days=1)


def suggestable(
    connection: Connection, view: Lessons, now_in: Circumstances, now: datetime
) -> list[str]:
    """The validated lessons that `domain.lessons.suggestions` would choose, the best first.

    The rules score each again; this finds them among many without reading them all.
    """
    c, hits = view.insights.c, _hits(view, now_in)
    communities = func.coalesce(hits.c.communities, 0)
    themes = func.coalesce(hits.c.themes, 0)
    score = (
        case((c.incident_type == now_in.incident_type, SAME_TYPE), else_=0)
        + _jaccard(COMMUNITIES, communities, c.community_count + len(now_in.communities))
        + _jaccard(THEMES, themes, c.theme_count + len(now_in.themes))
        + _place(view, now_in)
        + _recency(view, now)
    )
    comparable = or_(c.incident_type == now_in.incident_type, hits.c.number.is_not(None))
    query = (
        select(c.ref)
        .outerjoin(hits, hits.c.number == c.number)
        .where(c.state == InsightState.VALIDATED, comparable, score >= LEAST_SHOWN)
        .order_by(score.desc(), c.recorded_at.desc(), c.ref.desc())
        .limit(MOST_SHOWN)
    )
    return list(connection.scalars(query))


def _hits(view: Lessons, now_in: Circumstances) -> Subquery:
    """How many communities and themes each lesson has in common with the incident."""
    t = view.tags.c
    ours = ((COMMUNITY, now_in.communities), (THEME, now_in.themes))
    return (
        select(
            t.number,
            func.sum(case((t.facet == COMMUNITY, 1), else_=0)).label("communities"),
            func.sum(case((t.facet == THEME, 1), else_=0)).label("themes"),
        )
        .where(or_(*(and_(t.facet == facet, t.value.in_(values)) for facet, values in ours)))
        .group_by(t.number)
        .subquery()
    )


def _jaccard(
    points: int, common: ColumnElement[int], together: ColumnElement[int]
) -> ColumnElement[int]:
    """Half up of points times common by all: `together` counts what both have twice."""
    either = together - common
    return case((either > 0, (2 * points * common + either) // (2 * either)), else_=0)


def _place(view: Lessons, now_in: Circumstances) -> ColumnElement[int]:
    c = view.insights.c
    same = ((c.pfa == now_in.force, SAME_FORCE), (c.region == now_in.region, SAME_REGION))
    return case(*same, else_=0)


def _recency(view: Lessons, now: datetime) -> ColumnElement[int]:
    """By whole days: one of 180 days and 23 hours is 180 days old."""
    recorded_at = view.insights.c.recorded_at
    young = ((recorded_at > now - (days + 1) * DAY, points) for days, points in RECENCY)
    return case(*young, else_=OLDER)
