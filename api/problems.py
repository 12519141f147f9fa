"""Every refusal's answer, in one place: problem details for programs, a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access import WAYS, NotSignedIn, NotYet
from api.behind import ViewBehind
from api.consulting import PurposeNeeded
from api.pages.before import before_holding
from api.pages.held import sign_in_holding
from api.pages.purpose import way_to_say
from api.pages.render import render
from domain.base import Malformed, NotAllowed, NotFound, Overtaken, Reason, Refusal
from services.access_log import DoneNotNoted, NotNoted
from services.log import StoreUnavailable
from services.people import Must, TooManyAttempts
from services.purposes import Purpose


@dataclass(frozen=True)
class Problem:
    """RFC 9457 problem details."""

    status: int
    slug: str
    title: str
    detail: str
    reasons: tuple[Reason, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "reasons": [reason.model_dump(exclude_none=True) for reason in self.reasons],
        }


KINDS: dict[str, tuple[int, str]] = {
    "not-signed-in": (401, "Sign in first"),
    "not-allowed": (403, "You may not do this"),
    "not-found": (404, "There is no such thing here"),
    "not-done-here": (405, "This address does not take that method"),
    "refused": (409, "The rules do not allow this now"),
    "overtaken": (412, "Someone changed this after you opened it"),
    "too-slow": (408, "This took too long to arrive"),
    "too-large": (413, "This is too large to take in"),
    "too-long": (414, "This address is too long"),
    "malformed": (422, "Part of this cannot be read"),
    "slow-down": (429, "Too many tries in a short time"),
    "not-noted": (500, "It was done, but is not written down in the access log"),
    "fault": (500, "Something went wrong here"),
    "unavailable": (503, "box1 cannot record anything now"),
    "behind": (503, "A view is behind"),
}
REFUSED: dict[type[Refusal], str] = {
    NotAllowed: "not-allowed",
    NotFound: "not-found",
    Malformed: "malformed",
    Overtaken: "overtaken",
    Refusal: "refused",
}
BY_STATUS = {status: slug for slug, (status, _) in KINDS.items()} | {400: "malformed"}
SIGNED_OUT = {"HX-Trigger": "box1-signed-out"}
AWAY = "Nothing was recorded. What you sent was right; it can be sent again as it is."
NOT_NOTED = "Who reads what is written down, and that cannot be done now: so it is not shown."
DONE = (
    "What you asked for was done: do not send it again. That you did it could not be written down"
    " in the access log. Tell whoever looks after box1."
)
SIGN_IN = "Sign in, then send it again."
NOTED = "It was noted. Nothing was lost."
WAIT = "Wait a minute, then try again."
FIRST = {
    Must.CHOOSE_PASSWORD: ("PasswordNotChosen", "Choose a password of your own first"),
    Must.ADD_SECOND_FACTOR: ("SecondFactorMissing", "Set up a second factor first"),
}
BEHIND = "What you asked for is recorded, and this page does not show it yet."


def problem_of(error: Exception) -> Problem:
    """The one answer to each kind of error."""
    match error:
        case Refusal():
            return problem(REFUSED[type(error)], _detail(error), error.reasons)
        case PurposeNeeded():
            reason = _say_what_for(error)
            return problem("refused", reason.text, (reason,))
        case NotNoted():
            return _not_noted(error)
        case StoreUnavailable():
            return problem("unavailable", AWAY, headers={"Retry-After": "5"})
        case ViewBehind():
            return problem("behind", BEHIND, headers={"Retry-After": "1"})
        case TooManyAttempts():
            wait = str(int(error.wait.total_seconds()))
            return problem("slow-down", WAIT, headers={"Retry-After": wait})
        case NotSignedIn():
            return _come_in_first(error)
        case RequestValidationError():
            return _unreadable(error)
        case HTTPException():
            slug = BY_STATUS.get(error.status_code, "fault")
            return problem(slug, str(error.detail), headers=error.headers or {})
    return problem("fault", NOTED)


def problem(
    slug: str,
    detail: str = "",
    reasons: tuple[Reason, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Problem:
    """A problem of one of our kinds; KeyError where there is no such kind."""
    status, title = KINDS[slug]
    return Problem(status, slug, title, detail, reasons, headers or {})


def _detail(error: Refusal) -> str:
    """Every reason in one text; what cannot be read is told by the field it stands in."""
    by_field = isinstance(error, Malformed)
    return " ".join(
        f"{reason.field}: {reason.text}" if by_field and reason.field else reason.text
        for reason in error.reasons
    )


def _not_noted(error: NotNoted) -> Problem:
    if isinstance(error, DoneNotNoted):
        return problem("not-noted", DONE)
    return problem("unavailable", NOT_NOTED, headers={"Retry-After": "5"})


def _say_what_for(error: PurposeNeeded) -> Reason:
    purposes = ", ".join(Purpose)
    text = f"Say what you need {error.record} for in the header Box1-Purpose: {purposes}."
    return Reason(code="PurposeNeeded", text=text, field="Box1-Purpose")


def _come_in_first(error: NotSignedIn) -> Problem:
    if not isinstance(error, NotYet):
        return problem("not-signed-in", SIGN_IN, headers={"WWW-Authenticate": "Bearer"})
    code, text = FIRST[error.must]
    reason = Reason(code=code, text=f"{text}, in a browser: {WAYS[error.must][0]}.")
    return problem("not-allowed", reason.text, (reason,))


def _unreadable(error: RequestValidationError) -> Problem:
    reasons = tuple(
        Reason(
            code="FieldInvalid",
            text=f"{fault['msg']}.",
            field=".".join(str(part) for part in fault["loc"][1:]) or None,
        )
        for fault in error.errors()
    )
    detail = " ".join(f"{reason.field}: {reason.text}" for reason in reasons)
    return problem("malformed", detail, reasons)


def answer_problem(request: Request, error: Exception) -> Response:
    """JSON under /api and wherever a program asks; else a page, or the way to sign in."""
    told = problem_of(error)
    if told.slug == "fault":
        told = replace(told, detail=f"{NOTED} Its reference is {request.state.reference}.")
    if request.url.path.startswith(("/api/", "/health/", "/metrics")):
        return JSONResponse(
            told.as_json(), told.status, dict(told.headers), media_type="application/problem+json"
        )
    page = render(request, "problem.html", {"problem": told}, told.status)
    page.headers.update(told.headers)
    return page


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """The way to sign in, or to what comes first; what was being sent is held meanwhile.

    Programs get the problem.

    A part of an open page gets nothing but the word: the page stays, with what is typed in it.
    """
    if request.url.path.startswith("/api/"):
        return answer_problem(request, error)
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers=SIGNED_OUT)
    must = error.must if isinstance(error, NotYet) else None
    if request.method == "POST":
        return await (before_holding(request, must) if must else sign_in_holding(request))
    way = WAYS[must][0] if must else "/sign-in"
    return RedirectResponse(f"{way}?next={request.url.path}", 303)


async def ask_what_for(request: Request, error: Exception) -> Response:
    """The page that asks what a record is needed for; a script gets the problem."""
    if request.url.path.startswith("/api/"):
        return answer_problem(request, error)
    return way_to_say(request, error)


def answer_problems(app: FastAPI) -> None:
    """Have every kind of error answered here."""
    kinds: tuple[Any, ...] = (
        Refusal,
        StoreUnavailable,
        TooManyAttempts,
        ViewBehind,
        RequestValidationError,
        HTTPException,
    )
    for kind in kinds:
        app.add_exception_handler(kind, answer_problem)
    app.add_exception_handler(NotSignedIn, ask_to_sign_in)
    app.add_exception_handler(PurposeNeeded, ask_what_for)
