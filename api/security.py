"""What every answer carries, and which requests are turned away before they are read."""

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GOVUK_INLINE = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {GOVUK_INLINE}",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY = {b"strict-transport-security": b"max-age=63072000; includeSubDomains"}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES = 4 * 1024 * 1024
TOO_LARGE = "What was sent is larger than anything box1 takes in."
OTHER_SITE = "This was sent from another site, so it was not carried out."


class SecureHeaders:
    """Adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = [*(HEADERS | (HTTPS_ONLY if https else {})).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Has a body that is too large refused as soon as that is known, by whoever reads it."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = scope["type"] == "http"
        await self._app(scope, self._counting(scope, receive) if http else receive, send)

    def _counting(self, scope: Scope, receive: Receive) -> Receive:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        taken = int(declared) if declared.isdigit() and int(declared) > self._most else 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive() if taken <= self._most else {}
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise HTTPException(413, TOO_LARGE)
            return message

        return counted


class SameOrigin:
    """Refuses what another site has a signed-in browser send: Sec-Fetch-Site, else Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _own(scope):
            await PlainTextResponse(OTHER_SITE, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _own(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    if scope["method"] in SAFE or b"authorization" in headers:
        return True
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is None or origin.partition(b"://")[2] == headers.get(b"host")
