"""The access log for programs: its entries, and whether it is whole."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.access import Permission, Running, may
from api.reads import as_json
from domain import vocabulary
from domain.base import Malformed
from services.access_log import Action, Head, Logged, Sought

router = APIRouter(
    prefix="/api/v1/access-log",
    dependencies=[may(Permission.READ_ACCESS_LOG)],
    tags=["access log"],
)
Text = Annotated[str | None, Query(max_length=80)]
When = Annotated[vocabulary.Moment | None, Query()]
MOST_DIGITS = 18


@router.get("")
def list_accesses(
    system: Running,
    record: Annotated[
        str | None, Query(max_length=80, description="This record, or a list that showed it")
    ] = None,
    who: Annotated[str | None, Query(max_length=80, description="The account that read")] = None,
    action: Annotated[Action | None, Query()] = None,
    purpose: Text = None,
    since: When = None,
    until: When = None,
    cursor: Annotated[str | None, Query(description="Where the page before this one ended")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 100,
) -> Response:
    """Who read what, when and why: the newest first."""
    sought = Sought(
        record=record, who=who, action=action, purpose=purpose, since=since, until=until
    )
    found = system.access_log.find(sought, before=_before(cursor), limit=limit + 1)
    more = str(found[limit - 1].number) if len(found) > limit else None
    return as_json({"items": [_told(entry) for entry in found[:limit]], "cursor": more})


@router.get("/verify")
def verify(
    system: Running,
    number: Annotated[
        int | None, Query(ge=1, lt=10**18, description="A head that was noted elsewhere, and")
    ] = None,
    hash: Annotated[str, Query(max_length=64, description="its hash")] = "",
) -> Response:
    """Whether every entry follows from the one before it; a noted head must be in it still."""
    noted = Head(number, hash) if number is not None else None
    verdict = system.access_log.verify(noted)
    body = {
        "whole": verdict.whole,
        "entries": verdict.head.number,
        "head": verdict.head.hash,
        "fault": verdict.fault or None,
        "at": verdict.at,
    }
    return as_json(body)


def _told(entry: Logged) -> dict[str, Any]:
    return asdict(entry)


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= MOST_DIGITS):
        raise Malformed.because(
            "CursorUnreadable", "This cursor is not of this list.", field="cursor"
        )
    return int(cursor)
