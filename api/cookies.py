"""The cookies that box1 sets: who is signed in, a known device, and a sign-in that is under way."""

from datetime import timedelta
from enum import StrEnum

from fastapi import Request
from starlette.responses import Response


class Cookie(StrEnum):
    """Names as they are over http; over https each has the prefix that ties it to this host."""

    SESSION = "box1_session"
    DEVICE = "box1_device"
    UNDER_WAY = "box1_sign_in"


LASTS = {Cookie.DEVICE: timedelta(days=180), Cookie.UNDER_WAY: timedelta(minutes=10)}


def read_cookie(request: Request, cookie: Cookie) -> str:
    """What the browser brought back, under the one name that counts here; else nothing."""
    return request.cookies.get(_name(cookie, _secure(request)), "")


def set_cookie(request: Request, answer: Response, cookie: Cookie, value: str) -> None:
    """Out of reach of scripts and of other sites; over https never sent without."""
    secure, lasts = _secure(request), LASTS.get(cookie)
    answer.set_cookie(
        _name(cookie, secure),
        value,
        max_age=int(lasts.total_seconds()) if lasts else None,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, answer: Response, cookie: Cookie) -> None:
    secure = _secure(request)
    answer.delete_cookie(
        _name(cookie, secure), path="/", secure=secure, httponly=True, samesite="lax"
    )


def _name(cookie: Cookie, secure: bool) -> str:
    return f"__Host-{cookie}" if secure else cookie.value


def _secure(request: Request) -> bool:
    return bool(request.state.system.settings.secure)
