"""Signing in, with the second factor where there is one, and out."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Running, open_to_all
from api.browsers import browser_words
from api.cookies import Cookie, drop_cookie, read_cookie, set_cookie
from api.pages.held import send_again, ways_in
from api.pages.home import home_of
from api.pages.render import reader_of, render
from api.pages.waiting import to_wait, too_many
from domain.base import Reason
from services.people import Entry, Origin, TooManyAttempts

router = APIRouter(dependencies=[open_to_all()])

HOME = "/incidents"
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
    if not system.settings.local_accounts:
        return sign_in_page(request, next, held, ELSEWHERE, status=403)
    try:
        entry = system.people.sign_in(person.strip(), password, origin_of(request))
    except TooManyAttempts as tried:
        return to_wait(sign_in_page(request, next, held, too_many(tried), person=person), tried)
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
    try:
        entry = system.people.second_step(half, code, origin_of(request))
    except LookupError:
        return sign_in_page(request, next, held, TOO_LATE, status=401)
    except TooManyAttempts as tried:
        return to_wait(code_page(request, next, held, too_many(tried)), tried)
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
    person = request.state.system.people.find(entry.person)
    address = home_of(person) if next == HOME else within(next)
    answer = send_again(request, address, held) if held else RedirectResponse(address, 303)
    set_cookie(request, answer, Cookie.SESSION, entry.secret)
    if entry.device:
        set_cookie(request, answer, Cookie.DEVICE, entry.device)
    return answer


def origin_of(request: Request) -> Origin:
    """Where a sign-in comes from. Only the address that the server vouches for counts."""
    return Origin(
        place=request.client.host if request.client else "",
        browser=browser_words(request.headers.get("user-agent", "")),
        device=read_cookie(request, Cookie.DEVICE),
    )


def within(address: str) -> str:
    """The address where it is a page of box1, else the first page: never another site."""
    try:
        split = urlsplit(address)
    except ValueError:
        return HOME
    ours = address.startswith("/") and not split.scheme and not split.netloc
    return address if ours and "\\" not in address and not address.startswith("//") else HOME
