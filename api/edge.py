"""Every request is answered here at the latest, and leaves one line in the log."""

import logging
import secrets
import time

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import REQUESTS
from api.problems import answer_problem

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
NOWHERE = "-"

log = logging.getLogger(REQUESTS)


class Edge:
    """Answers what was refused on the way in, and what failed; writes down how each one ended.

    The log names the route and never the address, since people's words may stand in that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started, ended = time.perf_counter(), _Ended(send)
        reference = scope.setdefault("state", {})["reference"] = secrets.token_hex(4)
        try:
            await self._app(scope, receive, ended)
        except Exception as error:
            await _answer(error, scope, receive, ended, reference)
        finally:
            _write_down(scope, ended.status, time.perf_counter() - started, reference)
        return None


class _Ended:
    """Passes an answer on, and remembers its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


async def _answer(
    error: Exception, scope: Scope, receive: Receive, send: _Ended, reference: str
) -> None:
    """The problem as an answer; a fault is written down. An answer that was begun is cut short."""
    if not isinstance(error, HTTPException):
        log.error("a request failed", exc_info=error, extra={"fields": {"reference": reference}})
    if send.status:
        raise error
    await _told(Request(scope, receive), error)(scope, receive, send)


def _told(request: Request, error: Exception) -> Response:
    """The problem as a page or for a program; where even that fails, its reference alone."""
    try:
        return answer_problem(request, error)
    except Exception as another:
        log.error("a problem could not be answered", exc_info=another)
        return PlainTextResponse(f"Something went wrong here: {request.state.reference}", 500)


def _write_down(scope: Scope, status: int, seconds: float, reference: str) -> None:
    who = scope["state"].get("who")
    fields = {
        "method": scope["method"] if scope["method"] in METHODS else NOWHERE,
        "route": getattr(scope.get("route"), "path", NOWHERE),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "credential": who.credential if who else "",
        "reference": reference,
    }
    log.info("answered", extra={"fields": fields})
