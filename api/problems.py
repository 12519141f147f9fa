"""Every refusal's answer, in one place: problem details for programs, a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access import NotSignedIn
from api.pages.held import sign_in_holding
from api.pages.render import render
from domain.base import Malformed, NotAllowed, NotFound, Overtaken, Reason, Refusal
from services.log import StoreUnavailable
from services.people import TooManyAttempts


class ViewBehind(Exception):
    """A view has not reached the position that was asked for."""


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


REFUSED: dict[type[Refusal], tuple[int, str, str]] = {
    NotAllowed: (403, "not-allowed", "You may not do this"),
    NotFound: (404, "not-found", "There is no such thing here"),
    Malformed: (422, "malformed", "Part of this cannot be read"),
    Overtaken: (412, "overtaken", "Someone changed this after you opened it"),
    Refusal: (409, "refused", "The rules do not allow this now"),
}
KNOWN_STATUS = {
    404: ("not-found", "There is no such page"),
    405: ("not-done-here", "This address does not take that method"),
    413: ("too-large", "This is too large to take in"),
    429: ("slow-down", "Too many requests in a short time"),
}
SIGNED_OUT = {"HX-Trigger": "box1-signed-out"}
AWAY = "Nothing was recorded. What you sent was right; it can be sent again as it is."
WAIT = "Wait a minute, then try again."
BEHIND = "What you asked for is recorded, and this page does not show it yet."


def problem_of(error: Exception) -> Problem:
    """The one answer to each kind of error."""
    if isinstance(error, Refusal):
        status, slug, title = REFUSED[type(error)]
        return Problem(status, slug, title, _detail(error), error.reasons)
    if isinstance(error, StoreUnavailable):
        return Problem(
            503, "unavailable", "box1 cannot record anything now", AWAY, (), {"Retry-After": "5"}
        )
    if isinstance(error, ViewBehind):
        return Problem(503, "behind", "A view is behind", BEHIND, (), {"Retry-After": "1"})
    if isinstance(error, TooManyAttempts):
        return Problem(
            429, "slow-down", "Too many wrong passwords", WAIT, (), {"Retry-After": "60"}
        )
    if isinstance(error, NotSignedIn):
        words = "Sign in, then send it again."
        asks = {"WWW-Authenticate": "Bearer"}
        return Problem(401, "not-signed-in", "Sign in first", words, (), asks)
    if isinstance(error, RequestValidationError):
        return _unreadable(error)
    if isinstance(error, HTTPException):
        slug, title = KNOWN_STATUS.get(error.status_code, ("problem", "This did not work"))
        return Problem(error.status_code, slug, title, str(error.detail), (), error.headers or {})
    return Problem(500, "fault", "Something went wrong here", "It was noted. Nothing was lost.")


def _detail(error: Refusal) -> str:
    """Every reason in one text; what cannot be read is told by the field it stands in."""
    by_field = isinstance(error, Malformed)
    return " ".join(
        f"{reason.field}: {reason.text}" if by_field and reason.field else reason.text
        for reason in error.reasons
    )


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
    return Problem(422, "malformed", "Part of this cannot be read", detail, reasons)


def answer_problem(request: Request, error: Exception) -> Response:
    """JSON under /api and wherever a program asks; else a page, or the way to sign in."""
    problem = problem_of(error)
    if request.url.path.startswith(("/api/", "/health/", "/metrics")):
        return JSONResponse(
            problem.as_json(),
            problem.status,
            dict(problem.headers),
            media_type="application/problem+json",
        )
    return render(request, "problem.html", {"problem": problem}, problem.status)


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """The way to sign in; what was being sent is held meanwhile. Programs get the problem.

    A part of an open page gets nothing but the word: the page stays, with what is typed in it.
    """
    if request.url.path.startswith("/api/"):
        return answer_problem(request, error)
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers=SIGNED_OUT)
    if request.method == "POST":
        return await sign_in_holding(request)
    return RedirectResponse(f"/sign-in?next={request.url.path}", 303)


def answer_problems(app: FastAPI) -> None:
    """Have every kind of error answered here."""
    kinds: tuple[Any, ...] = (
        Refusal,
        StoreUnavailable,
        TooManyAttempts,
        ViewBehind,
        RequestValidationError,
        HTTPException,
        Exception,
    )
    for kind in kinds:
        app.add_exception_handler(kind, answer_problem)
    app.add_exception_handler(NotSignedIn, ask_to_sign_in)
