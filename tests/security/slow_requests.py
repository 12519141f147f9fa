"""`python -m tests.security.slow_requests`: how many slow or broken requests box1 holds (S7)."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, repeat
from pathlib import Path
from statistics import quantiles

from tests.benchmarks.box1 import serving
from tests.security.wire import Outcome, exchange, first_answer

HELD_AFTER = 15.0
DRIP_EVERY = 1.0
FORM = b"POST /sign-in HTTP/1.1\r\nHost: box1\r\nOrigin: http://box1\r\n%s"
TYPED = b"Content-Type: application/x-www-form-urlencoded\r\n"
DECLARED = FORM + TYPED + b"Content-Length: 5000\r\n\r\nperson="
CHUNKED = FORM + TYPED + b"Transfer-Encoding: chunked\r\n\r\n7\r\nperson=\r\n"
RAISE = b"POST /incidents/raise HTTP/1.1\r\nHost: box1\r\n%sTransfer-Encoding: chunked\r\n"
HEAD = b"GET /sign-in HTTP/1.1\r\nHost: box1\r\n%sX-Slow: "
LIVE = b"GET /health/live HTTP/1.1\r\nHost: box1\r\n\r\n"
HUGE = 100 * 1024 * 1024
PIECE = (b"a=" + b"x" * 8189 + b"&") * 8
Pieces = Iterator[bytes]
Large = dict[str, tuple[int, float]]
_strangers = count(1)


def stranger() -> bytes:
    """The header with which a proxy passes on somebody who was never here before."""
    number = next(_strangers)
    return b"X-Forwarded-For: 10.%d.%d.%d\r\n" % (number >> 16, number >> 8 & 255, number & 255)


def _drip(first: bytes, piece: bytes) -> Pieces:
    return chain((first % stranger(),), repeat(piece))


def _stop_after(first: bytes) -> Pieces:
    return iter((first % stranger(),))


SLOW: dict[str, Callable[[], Pieces]] = {
    "headers drip": lambda: _drip(HEAD, b"x"),
    "a declared body drips": lambda: _drip(DECLARED, b"x"),
    "a chunked body drips": lambda: _drip(CHUNKED, b"1\r\nx\r\n"),
    "headers never finished": lambda: _stop_after(HEAD),
    "a body never finished": lambda: _stop_after(DECLARED),
    "the second request never finished": lambda: _stop_after(LIVE + HEAD),
}


@dataclass(frozen=True)
class Held:
    """How one kind of slow request fared."""

    kind: str
    sent: int
    held: int
    longest: float
    statuses: tuple[int, ...]


async def hold(port: int, each: int, wait: float = HELD_AFTER) -> tuple[list[Held], list[float]]:
    """Every kind of slow request at once, and what an ordinary visitor waited meanwhile."""
    visits: list[float] = []
    visitor = asyncio.create_task(_visit(port, visits))
    kinds = [kind for kind in SLOW for _ in range(each)]
    outcomes = await asyncio.gather(
        *(exchange(port, SLOW[kind](), wait=wait, pause=DRIP_EVERY) for kind in kinds)
    )
    visitor.cancel()
    by_kind = {
        kind: [outcome for of, outcome in zip(kinds, outcomes, strict=True) if of == kind]
        for kind in SLOW
    }
    return [_told(kind, found) for kind, found in by_kind.items()], visits


def _told(kind: str, found: Sequence[Outcome]) -> Held:
    return Held(
        kind=kind,
        sent=len(found),
        held=sum(outcome.open for outcome in found),
        longest=max(outcome.seconds for outcome in found),
        statuses=tuple(sorted({status for outcome in found for status in outcome.statuses})),
    )


async def _visit(port: int, visits: list[float]) -> None:
    while True:
        _, seconds = await first_answer(port, [LIVE], wait=HELD_AFTER)
        visits.append(seconds)
        await asyncio.sleep(0.1)


async def oversized(port: int) -> Large:
    """The status of what is far too large, and the seconds until it came."""
    length = b"Content-Length: %d\r\n\r\n" % HUGE
    command = b"POST /api/v1/incidents HTTP/1.1\r\nHost: box1\r\nAuthorization: Bearer x\r\n"
    form, raising = (FORM + TYPED) % stranger(), (RAISE + TYPED + b"\r\n") % stranger()
    chunk = b"%x\r\n%s\r\n" % (len(PIECE), PIECE)
    sends: dict[str, Pieces] = {
        "100 MB declared, nothing sent": iter((form + length,)),
        "100 MB declared and sent": chain((form + length,), repeat(PIECE, 1600)),
        "100 MB declared to the API": iter((command + length,)),
        "100 MB in chunks": chain((raising,), repeat(chunk, 1600)),
    }
    return {what: await first_answer(port, pieces, wait=30) for what, pieces in sends.items()}


def report(
    held: Sequence[Held], visits: Sequence[float], large: dict[str, tuple[int, float]]
) -> str:
    lines = [
        f"{each.kind:36} {each.sent:4} sent {each.held:4} held after {HELD_AFTER:.0f} s,"
        f" longest {each.longest:4.1f} s, answered {each.statuses}"
        for each in held
    ]
    slowest = quantiles(visits, n=100, method="inclusive")[98] * 1000
    lines.append(f"{'all of them':36} {sum(each.held for each in held):9} held")
    lines.append(
        f"{'an ordinary visitor meanwhile':36} {len(visits):4} visits, p99 {slowest:.1f} ms"
    )
    lines += [
        f"{what:36} {status} after {seconds * 1000:.1f} ms"
        for what, (status, seconds) in large.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.security.slow_requests")
    parser.add_argument("--port", type=int, help="of a box1 that runs already")
    parser.add_argument("--each", type=int, default=50, help="requests of each kind")
    chosen = parser.parse_args()
    if chosen.port:
        sys.stdout.write(_measured(chosen.port, chosen.each))
        return
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as box1:
        sys.stdout.write(_measured(box1.port, chosen.each))


def _measured(port: int, each: int) -> str:
    started = time.monotonic()
    held, visits = asyncio.run(hold(port, each))
    large = asyncio.run(oversized(port))
    return f"{report(held, visits, large)}\n({time.monotonic() - started:.0f} s)\n"


if __name__ == "__main__":
    main()
