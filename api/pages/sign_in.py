"""Signing in, with the second factor where there is one, and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Running, open_to_all
from api.browsers import browser_words
from api.cookies import Cookie, drop_cookie, read_cookie, set_cookie
from api.pages.before import go_on
from api.pages.held import ways_in
from api.pages.home import HOME, home_of, within
from api.pages.render import reader_of, render
from api.pages.waiting import to_wait, too_many
from api.sign_in_log import Factor, Outcome, note_try
from api.wiring import System
from domain.base import Reason
from services.people import Entry, Kind, Origin, TooManyAttempts

router = APIRouter(dependencies=[open_to_all()])

WRONG = Reason(
    code="NotRecognised",
    text="The name and the password do not belong together. Check both.",
    field="person",
)
WRONG_CODE = Reason(
    code="SecondFactorWrong",
    text="This code is not right, or was used already. Wait for the next one.",
    field="code",
)
TOO_LATE = Reason(
    code="SignInTooOld", text="This took longer than five minutes. Give your password again."
)
ELSEWHERE = Reason(
    code="SignInElsewhere", text="There are no passwords here. Sign in with your organisation."
)


@router.get("/")
def go_home(request: Request) -> Response:
    return RedirectResponse(home_of(reader_of(request)), 303)


@router.get("/sign-in")
async def show_sign_in(request: Request, next: str = HOME) -> Response:
    return sign_in_page(request, next)


@router.post("/sign-in")
def sign_in(
    request: Request,
    system: Running,
    person: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=500)] = "",
    next: Annotated[str, Form()] = HOME,
    held: Annotated[str, Form()] = "",
) -> Response:
    """A session, or the question for the code; a session that was there before ends."""
    account = known_account(system, person.strip())
    if not system.settings.local_accounts:
        note_try(request, Factor.PASSWORD, Outcome.REFUSED, account)
        return sign_in_page(request, next, held, ELSEWHERE, status=403)
    try:
        entry = system.people.sign_in(person.strip(), password, origin_of(request))
    except TooManyAttempts as tried:
        note_try(request, Factor.PASSWORD, Outcome.TOO_MANY, account)
        return to_wait(sign_in_page(request, next, held, too_many(tried), person=person), tried)
    note_try(request, Factor.PASSWORD, outcome_of(entry), account)
    if entry is None:
        return sign_in_page(request, next, held, WRONG, person=person, status=401)
    if not entry.waits:
        return enter(request, entry, next, held)
    system.people.sign_out(read_cookie(request, Cookie.SESSION))
    answer = code_page(request, next, held)
    set_cookie(request, answer, Cookie.SESSION, entry.secret)
    return answer


@router.get("/sign-in/code")
async def start_again() -> Response:
    return RedirectResponse("/sign-in", 303)


@router.post("/sign-in/code")
def give_code(
    request: Request,
    system: Running,
    code: Annotated[str, Form(max_length=80)] = "",
    next: Annotated[str, Form()] = HOME,
    held: Annotated[str, Form()] = "",
) -> Response:
    """The second factor: a new secret for the session in place of the one that waited for it."""
    half = read_cookie(request, Cookie.SESSION)
    known = system.people.credentials.recognise(Kind.HALF, half)
    account = known.ref if known is not None else ""
    try:
        entry = system.people.second_step(half, code, origin_of(request))
    except LookupError:
        note_try(request, Factor.CODE, Outcome.TOO_LATE)
        return sign_in_page(request, next, held, TOO_LATE, status=401)
    except TooManyAttempts as tried:
        note_try(request, Factor.CODE, Outcome.TOO_MANY, account)
        return to_wait(code_page(request, next, held, too_many(tried)), tried)
    note_try(request, Factor.CODE, outcome_of(entry), account)
    if entry is None:
        return code_page(request, next, held, WRONG_CODE, 401)
    return enter(request, entry, next, held)


@router.post("/sign-out")
def sign_out(request: Request, system: Running) -> Response:
    system.people.sign_out(read_cookie(request, Cookie.SESSION))
    answer = RedirectResponse("/sign-in", 303)
    drop_cookie(request, answer, Cookie.SESSION)
    return answer


def sign_in_page(
    request: Request,
    next: str,
    held: str = "",
    *reasons: Reason,
    person: str = "",
    status: int = 200,
) -> Response:
    """The way in: with a password, with the organisation's own sign-in, or both."""
    told = {"errors": [*reasons], "person": person, "next": within(next), "held": held}
    return render(request, "sign_in.html", told | ways_in(request), status)


def code_page(
    request: Request, next: str, held: str, wrong: Reason | None = None, status: int = 200
) -> Response:
    """The question for the second factor's code."""
    told = {"errors": [wrong] if wrong else [], "next": within(next), "held": held}
    return render(request, "sign_in_code.html", told, status)


def enter(request: Request, entry: Entry, next: str, held: str = "") -> Response:
    """Go on to where somebody was going, signed in under a secret that is new."""
    request.state.system.people.sign_out(read_cookie(request, Cookie.SESSION))
    answer = go_on(request, entry.secret, next, held)
    set_cookie(request, answer, Cookie.SESSION, entry.secret)
    if entry.device:
        set_cookie(request, answer, Cookie.DEVICE, entry.device)
    return answer


def known_account(system: System, typed: str) -> str:
    """The reference of the account that has this name; of none other is a word kept."""
    account = system.people.find(typed)
    return account.ref if account is not None else ""


def outcome_of(entry: Entry | None) -> Outcome:
    if entry is None:
        return Outcome.WRONG
    return Outcome.CODE_WANTED if entry.waits else Outcome.SIGNED_IN


def origin_of(request: Request) -> Origin:
    """Where a sign-in comes from. Only the address that the server vouches for counts."""
    return Origin(
        place=request.client.host if request.client else "",
        browser=browser_words(request.headers.get("user-agent", "")),
        device=read_cookie(request, Cookie.DEVICE),
    )
