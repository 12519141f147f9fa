"""What programs can read of briefings: which there are, and one with how many have read it."""

from itertools import islice
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.briefing_reading import Item, briefings_before, read_briefing
from api.lists import UNREADABLE, Cursor, Limit, page_told
from api.reads import as_json, caught_up
from domain.base import Malformed
from domain.briefing import Briefing
from projections.paging import Page

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_INSIGHTS), Depends(caught_up)],
    tags=["briefings"],
)


@router.get("/briefings")
def list_briefings(system: Running, who: SignedIn, cursor: Cursor, limit: Limit = 25) -> Response:
    """The briefings that this person may know of, the newest first."""
    if cursor is not None and not cursor.isdecimal():
        raise Malformed.because("CursorUnreadable", UNREADABLE, field="cursor")
    found = briefings_before(system, who, int(cursor) if cursor else None)
    rows = [*islice(found, limit + 1)]
    after = rows[limit - 1].ref.rpartition("-")[2] if len(rows) > limit else None
    return page_told(system, Page(rows[:limit], after), _row)


@router.get("/briefings/{ref}")
def show_briefing(ref: str, system: Running, who: SignedIn) -> Response:
    """One briefing: what is in it, to whom it was published, and how many have read it."""
    reading = read_briefing(system, ref, who)
    briefing = reading.briefing
    body = _row(briefing) | {
        "compiled_by": briefing.compiled_by,
        "insights": [_item(one) for one in reading.items],
        "withdrawn": reading.withdrawn,
        "published": {
            audience: {"at": told.at, "by": told.by, "insights": told.insights}
            for audience, told in briefing.published.items()
        },
        "read_by_you": who.actor in briefing.readers,
    }
    if allowed(who, Permission.DECIDE_INSIGHTS):
        body["readers"] = [{"reader": one, "at": at} for one, at in briefing.readers.items()]
    return as_json(body, briefing.version)


def _row(briefing: Briefing) -> dict[str, Any]:
    return {
        "ref": briefing.ref,
        "version": briefing.version,
        "state": briefing.state,
        "period": briefing.compiled.period,
        "compiled_at": briefing.compiled_at,
        "audiences": [*briefing.published],
        "size": len(briefing.compiled.insights),
        "read": len(briefing.readers),
    }


def _item(item: Item) -> dict[str, Any]:
    if item.insight is None:
        return {"ref": item.ref, "withdrawn": True}
    told = item.insight.recorded
    return {
        "ref": item.ref,
        "withdrawn": False,
        "statement": told.statement,
        "kind": told.kind,
        "phase": told.phase,
        "themes": told.themes,
        "communities": told.communities,
        "incident_type": told.incident_type,
        "pfa": told.pfa,
    }
