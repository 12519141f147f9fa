"""How large a request may be, how long it may take to arrive, and how many may come."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.security import CLOSE, SAFE

TOO_LARGE = "What was sent is larger than anything box1 takes in."
TOO_SLOW = "What was sent took too long to arrive."
TOO_MANY = "Too many requests came from where you are. Wait a little, then try again."
ARRIVES_WITHIN = 10.0
SLOWEST = 32 * 1024  # bytes a second that lengthen the time
MOST_ADDRESSES = 10_000
NETWORK_BITS = 64  # of an IPv6 address: one customer has that many
UNCOUNTED = ("/static/", "/health/", "/metrics")
SIGN_IN = "/sign-in"
CALENDAR = "/rota/calendar/"

Network = IPv4Network | IPv6Network


class BodyLimit:
    """Refuses a body that is too large as soon as that is known, and one that only drips in."""

    def __init__(self, app: ASGIApp, *, most: int, within: float = ARRIVES_WITHIN) -> None:
        self._app, self._most, self._within = app, most, within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self._most:
            raise HTTPException(413, TOO_LARGE, CLOSE)
        return await self._app(scope, self._watched(receive), send)

    def _watched(self, receive: Receive) -> Receive:
        taken, whole = 0, False
        loop = asyncio.get_running_loop()
        started = loop.time()

        async def watched() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(started + self._within + taken / SLOWEST):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, TOO_SLOW, CLOSE) from None
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise HTTPException(413, TOO_LARGE, CLOSE)
            whole = not message.get("more_body", False)
            return message

        return watched


@dataclass(frozen=True)
class Allowance:
    """So many at once, and so many a second after that."""

    at_once: int
    per_second: float


class Buckets:
    """What each address has left of an allowance; the addresses that came last are remembered."""

    def __init__(self, allowance: Allowance, most: int = MOST_ADDRESSES) -> None:
        self._allowance, self._most = allowance, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, now: float) -> float:
        """Seconds to wait; 0 where there was one left, which is gone now."""
        full = float(self._allowance.at_once)
        left, then = self._left.get(address, (full, now))
        left = min(full, left + (now - then) * self._allowance.per_second)
        wait = max(0.0, (1 - left) / self._allowance.per_second)
        self._left[address] = (left if wait else left - 1, now)
        self._left.move_to_end(address)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._left)


class Rates:
    """Limits what comes from one address without a sign-in, every try to sign in, and calendars.

    Whoever is signed in is never held up by others at the same address.
    """

    POSTS = Allowance(at_once=60, per_second=1)
    PAGES = Allowance(at_once=600, per_second=20)

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._posts, self._pages = Buckets(self.POSTS), Buckets(self.PAGES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _counted(scope):
            kept = self._pages if scope["method"] in SAFE else self._posts
            wait = kept.take(network_of(scope), self._clock())
            if wait:
                raise HTTPException(429, TOO_MANY, {"Retry-After": str(ceil(wait))})
        await self._app(scope, receive, send)


def _counted(scope: Scope) -> bool:
    path = scope["path"]
    if path.startswith(UNCOUNTED):
        return False
    trying = path.startswith(SIGN_IN) and scope["method"] not in SAFE
    guessing = path.startswith(CALENDAR)
    return trying or guessing or not _says_who(dict(scope["headers"]))


def _says_who(headers: dict[bytes, bytes]) -> bool:
    return b"authorization" in headers or b"_session=" in headers.get(b"cookie", b"")


def network_of(scope: Scope) -> str:
    """Where a request comes from: the address, or of IPv6 the network of one customer."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, NETWORK_BITS), strict=False))


class Forwarded:
    """Says where a request really comes from, where a proxy that is trusted passed it on."""

    def __init__(self, app: ASGIApp, *, proxies: Iterable[Network]) -> None:
        self._app, self._proxies = app, tuple(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("client"):
            scope["client"] = (self._origin(scope), 0)
        await self._app(scope, receive, send)

    def _origin(self, scope: Scope) -> str:
        """The last address on the way that is not a proxy of ours."""
        passed = b",".join(v for name, v in scope["headers"] if name == b"x-forwarded-for")
        way = [part.strip() for part in passed.decode("latin-1").split(",") if part.strip()]
        here = str(scope["client"][0])
        while way and self._trusted(here):
            here = way.pop()
        return here

    def _trusted(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)
