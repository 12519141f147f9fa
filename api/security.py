"""What every answer carries, and which requests are turned away before anything reads them."""

import re
from collections import Counter
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
FEATURES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-permitted-cross-domain-policies": b"none",
    b"permissions-policy": FEATURES.encode(),
    b"server": b"box1",
}
UNLESS_SAID = (b"cache-control", b"no-store")
HTTPS_ONLY = {b"strict-transport-security": b"max-age=63072000; includeSubDomains"}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
AT_MOST_ONCE = (
    b"authorization",
    b"content-length",
    b"content-type",
    b"host",
    b"origin",
    b"sec-fetch-site",
    b"transfer-encoding",
)
MOST_BYTES = 4 * 1024 * 1024
LONGEST_ADDRESS = 8 * 1024
TWICE = "A header that may be sent once was sent more than once."
NO_HOST = "The request does not say which host it is for."
NUL = "An address cannot hold a NUL."
TOO_LONG = "This address is longer than anything box1 answers."
OTHER_SITE = "This was sent from another site, so it was not carried out."
CLOSE = {"Connection": "close"}
HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class SecureHeaders:
    """Adds the headers that keep a page to itself; nothing is stored that does not say it may."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = [*(HEADERS | (HTTPS_ONLY if https else {})).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", ())]
                said = any(name.lower() == UNLESS_SAID[0] for name, _ in given)
                message["headers"] = [*given, *self._headers, *([] if said else [UNLESS_SAID])]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class WellFormed:
    """Refuses what two readers might read differently, and addresses that lead nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _check(scope)
        await self._app(scope, receive, send)


def _check(scope: Scope) -> None:
    often = Counter(name for name, _ in scope["headers"])
    address = scope.get("raw_path", b"") + b"?" + scope["query_string"]
    if any(often[name] > 1 for name in AT_MOST_ONCE):
        raise HTTPException(400, TWICE, CLOSE)
    if not HOST.fullmatch(dict(scope["headers"]).get(b"host", b"")):
        raise HTTPException(400, NO_HOST, CLOSE)
    if len(address) > LONGEST_ADDRESS:
        raise HTTPException(414, TOO_LONG, CLOSE)
    if b"%00" in address:
        raise HTTPException(400, NUL)


class SameOrigin:
    """Refuses what another site has a signed-in browser send: Sec-Fetch-Site, else Origin.

    What comes with a token needs neither, since no browser adds a token by itself. Where a
    browser's cookies come with neither header, nothing says who had it sent.
    """

    def __init__(self, app: ASGIApp, *, base_url: str | None = None) -> None:
        self._app = app
        self._origin = _origin(base_url) if base_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._own(scope):
            raise HTTPException(403, OTHER_SITE)
        await self._app(scope, receive, send)

    def _own(self, scope: Scope) -> bool:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if scope["method"] in SAFE or _by_token(headers):
            return True
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        if site is not None:
            return site in (b"same-origin", b"none")
        if origin is None:
            return b"cookie" not in headers
        if self._origin is not None:
            return origin == self._origin
        return origin.partition(b"://")[2] == headers.get(b"host")


def _by_token(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"authorization", b"").partition(b" ")[0].lower() == b"bearer"


def _origin(address: str) -> bytes:
    split = urlsplit(address)
    return f"{split.scheme}://{split.netloc}".lower().encode()
