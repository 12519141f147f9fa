"""What programs can read of feedback, and how an answer comes in without a browser."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may, open_to_all
from api.commands import body_of, object_in
from api.consulting import consult
from api.feedback_reading import counts_only, figures_now, find_round, read_round
from api.lists import Limit
from api.reads import as_json, caught_up
from domain.base import NotFound
from domain.feedback import FeedbackRound, Measure, ResponseReceived, change, round_figures
from domain.feedback.filtering import filtered
from domain.vocabulary import Marking
from services.access_log import Action
from services.body import read_body
from services.people import Person
from services.verbs import COLLECTIONS

READ = [may(Permission.READ_FEEDBACK), Depends(caught_up)]
router = APIRouter(prefix="/api/v1", tags=["feedback-rounds"])
GONE = "This link has been used, or its round is over. Nothing was recorded."


@router.get("/feedback-rounds", dependencies=READ)
def list_rounds(
    system: Running,
    who: SignedIn,
    incident: Annotated[str | None, Query(description="Only those of this incident")] = None,
    limit: Limit = 50,
    before: Annotated[int | None, Query(ge=1, description="Only those before this number")] = None,
) -> Response:
    """The rounds that this person may know of, the newest first."""
    last = system.store.last_of(FeedbackRound.SERIES)
    items: list[dict[str, Any]] = []
    number = min(last, (before or last + 1) - 1)
    while number > 0 and len(items) < limit:
        found = find_round(system, f"{FeedbackRound.SERIES}-{number:04}", who)
        if found is not None and incident in (None, found.opened.ref):
            items.append(_row(found, who))
        number -= 1
    return as_json({"items": items, "before": number + 1 if number > 0 else None})


@router.get("/feedback-rounds/{ref}", dependencies=READ)
def show_round(
    ref: str,
    system: Running,
    who: SignedIn,
    since: Annotated[
        str | None, Query(description="An earlier round that asked the same, for the change")
    ] = None,
    field: Annotated[str | None, Query(description="What those who are counted said of")] = None,
    value: Annotated[list[str] | None, Query(description="Any of these values of it")] = None,
) -> Response:
    """One round: who answered, and once it is closed each measure with its interval, and tables.

    Of some who answered there are measures alone, refused where they would tell of fewer than ten.
    """
    feedback = read_round(system, ref, who)
    figures, said = round_figures(feedback), figures_now(feedback)
    some = filtered(feedback, field, set(value or ())) if said and field else None
    body = {
        **_row(feedback, who),
        "tokens": figures.tokens,
        "responses": figures.responses,
        "response_rate": figures.response_rate,
        "measures": some if some is not None else said.measures if said else (),
        "tables": said.tables if said and some is None else (),
    }
    if since is not None and said:
        earlier = read_round(system, since, who)
        both = figures_now(earlier) is not None
        moved = {
            measure: change(earlier, feedback, measure) if both else None for measure in Measure
        }
        body["change"] = {measure: one for measure, one in moved.items() if one is not None}
    return as_json(body, feedback.version)


@router.get("/feedback-rounds/{ref}/links", dependencies=[may(Permission.RUN_FEEDBACK)])
def show_links(ref: str, system: Running, who: SignedIn, batch: int = 1) -> Response:
    """The links of one batch, to be handed out. Taking them out is written down."""
    feedback = read_round(system, ref, who)
    consult(system, who, feedback.opened.ref, action=Action.EXPORT, marking=Marking.OFFICIAL)
    tokens = system.reception.answers.links(feedback, batch)
    base = system.settings.public_url
    return as_json({"items": [_link(base, token) for token in tokens]})


@router.post(
    "/feedback/{token}",
    dependencies=[open_to_all()],
    status_code=204,
    openapi_extra=body_of("feedback-rounds", COLLECTIONS["feedback-rounds"].verbs["enter"]),
)
async def answer(token: str, request: Request, system: Running) -> Response:
    """An answer of the public. A link that is used, over or unknown is answered alike: 404."""
    _, given = read_body(ResponseReceived, object_in(await request.body()))
    if not isinstance(given, ResponseReceived) or not await system.reception.take(token, given):
        raise NotFound.because("LinkGone", GONE)
    return Response(status_code=204)


def _row(feedback: FeedbackRound, who: Person) -> dict[str, Any]:
    opened = feedback.opened
    return {
        "ref": feedback.ref,
        "incident": None if counts_only(who) else opened.ref,
        "state": feedback.state,
        "mode": opened.mode,
        "questions": opened.questions,
        "questions_version": opened.questions_version,
        "languages": opened.languages,
        "level": opened.level,
        "opened_at": feedback.opened_at,
        "closes_at": opened.closes_at,
        "closed_at": feedback.closed_at,
        "reported_at": feedback.reported_at,
        "told_at": feedback.told_at,
    }


def _link(base: str, token: str) -> dict[str, str]:
    return {
        "token": token,
        "en": f"{base}/feedback/{token}",
        "cy": f"{base}/adborth/{token}",
    }
