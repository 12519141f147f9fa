"""Server-sent events: what was recorded, as it is recorded, without a word about anyone."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import NotSignedIn, Permission, Running, SignedIn, may
from api.audience import Audience

router = APIRouter()


@router.get(
    "/api/v1/changes",
    response_class=EventSourceResponse,
    dependencies=[may(Permission.BE_SIGNED_IN)],
    tags=["changes"],
)
async def changes(
    request: Request,
    system: Running,
    who: SignedIn,
    ref: Annotated[str | None, Query(description="Only what is recorded on this record")] = None,
    after: Annotated[int | None, Query(ge=0, description="The position to begin after")] = None,
    last_event_id: Annotated[int | None, Header(ge=0, description="As a browser resumes")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """What is recorded from now on, or after a position: `{position, type, ref}` each."""
    begin = after if last_event_id is None else last_event_id
    audience = Audience(request, system, who)
    with suppress(NotSignedIn):
        async for change in system.hub.changes(begin, who.ref):
            if ref in (None, change.ref) and await audience.may_hear(change):
                yield ServerSentEvent(id=str(change.position), data=change.told)
