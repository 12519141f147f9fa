"""Signing in with the organisation's own sign-in: out to it, and back."""

from hmac import compare_digest
from typing import Annotated

import orjson
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Running, open_to_all
from api.account_changes import ORGANISATION, written_down
from api.cookies import Cookie, drop_cookie, read_cookie, set_cookie
from api.oidc import NoRole, NotVouched, Organisation
from api.pages.home import HOME, within
from api.pages.render import render
from api.pages.sign_in import enter, origin_of, sign_in_page
from api.sign_in_log import Factor, Outcome, note_try
from api.wiring import System
from domain.base import NotFound, Reason
from services.people import Claim

router = APIRouter(dependencies=[open_to_all()])

AWAY = "/sign-in/organisation"
BACK = f"{AWAY}/back"
TOO_OLD = Reason(
    code="SignInTooOld",
    text="This sign-in was used already, or took longer than ten minutes. Start again.",
)
MIXED_UP = Reason(
    code="SignInMixedUp",
    text="This answer does not belong to the sign-in that this browser began. Start again.",
)
GIVEN_UP = Reason(
    code="SignInGivenUp", text="You were not signed in there, so you are not signed in here."
)
NO_ANSWER = Reason(
    code="OrganisationNotTrusted",
    text="Your organisation's sign-in did not answer as it should. Try again in a while;"
    " if it stays so, tell whoever looks after box1.",
)
LEFT = Reason(
    code="AccountClosed",
    text="Your account here is closed. The head of engagement can open it again.",
)


@router.get(AWAY)
async def go_there(request: Request, system: Running, next: str = HOME) -> Response:
    """To the organisation's sign-in, at once; from another site, one press later."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return sign_in_page(request, next)
    return await _away(request, system, next, "")


@router.post(AWAY)
async def go_there_with_what_was_typed(
    request: Request,
    system: Running,
    next: Annotated[str, Form()] = HOME,
    held: Annotated[str, Form()] = "",
) -> Response:
    """The same with one more press, because a form may lead to no other site."""
    return await _away(request, system, next, held)


@router.get(BACK)
async def come_back(
    request: Request,
    system: Running,
    state: str = "",
    code: str = "",
    error: str = "",
) -> Response:
    """What is brought back counts once, and only in the browser that was sent there."""
    organisation = _organisation(system)
    kept = system.people.carried.take(read_cookie(request, Cookie.UNDER_WAY))
    if kept is None:
        return _over(request, TOO_OLD, HOME, "", 400)
    begun = orjson.loads(kept)
    going = begun["next"], begun["held"]
    if error:
        return _over(request, GIVEN_UP, *going, 403)
    if not (code and compare_digest(begun["state"].encode(), state.encode())):
        return _over(request, MIXED_UP, *going, 400)
    try:
        claim = await organisation.finish(code, begun["code_verifier"], begun["nonce"])
    except NotVouched:
        return _over(request, NO_ANSWER, *going, 502)
    except NoRole as refused:
        system.people.not_admitted(refused.subject)
        note_try(request, Factor.ORGANISATION, Outcome.REFUSED)
        return _dropped(request, render(request, "no_role.html", {}, 403))
    return _let_in(request, system, claim, *going)


def _let_in(request: Request, system: System, claim: Claim, next: str, held: str) -> Response:
    with written_down(system.storage, system.clock(), ORGANISATION):
        entry = system.people.admit(claim, origin_of(request))
    if entry is None:
        return _over(request, LEFT, next, held, 403)
    note_try(request, Factor.ORGANISATION, Outcome.SIGNED_IN, entry.person)
    return _dropped(request, enter(request, entry, next, held))


async def _away(request: Request, system: System, next: str, held: str) -> Response:
    try:
        begun = await _organisation(system).begin()
    except NotVouched:
        return sign_in_page(request, next, held, NO_ANSWER, status=502)
    url = begun.pop("url")
    secret = system.people.carried.keep(orjson.dumps(begun | {"next": within(next), "held": held}))
    answer: Response = RedirectResponse(url, 303)
    if held:
        answer = render(request, "sign_in_away.html", {"url": url})
    set_cookie(request, answer, Cookie.UNDER_WAY, secret)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _over(request: Request, reason: Reason, next: str, held: str, status: int) -> Response:
    note_try(request, Factor.ORGANISATION, Outcome.REFUSED)
    return _dropped(request, sign_in_page(request, next, held, reason, status=status))


def _dropped(request: Request, answer: Response) -> Response:
    drop_cookie(request, answer, Cookie.UNDER_WAY)
    return answer


def _organisation(system: System) -> Organisation:
    """NotFound where box1 has no organisation to ask."""
    if system.settings.oidc_issuer is None:
        raise NotFound.because("NotFound", "There is no sign-in of an organisation here.")
    return Organisation(system.settings, BACK)
