"""Slow, oversized and doubly framed requests: none is held, and none is answered twice."""

import asyncio
from itertools import repeat

import pytest

from tests.security.framing import ODD, Odd
from tests.security.slow_requests import HEAD, SLOW, hold, oversized, stranger
from tests.security.wire import exchange
from tests.site import Site

WAIT = 0.7


@pytest.fixture
def port(site: Site) -> int:
    return int(site.url.rpartition(":")[2])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.what)
async def test_an_odd_request_is_answered_once_at_most(port: int, odd: Odd) -> None:
    outcome = await exchange(port, [odd.sent], wait=WAIT)

    assert len(outcome.statuses) <= odd.answers
    assert {*outcome.statuses} or {0} <= odd.statuses
    assert b'"position"' not in outcome.answers, "a smuggled request was answered"


async def test_no_slow_request_is_held(port: int) -> None:
    held, visits = await hold(port, each=3)

    assert {each.kind: each.held for each in held} == dict.fromkeys(SLOW, 0)
    assert len(visits) > 50, "others waited meanwhile"


async def test_what_is_declared_or_becomes_too_large_is_refused_at_once(port: int) -> None:
    await oversized(port)  # the page that says so is drawn for the first time
    large = await oversized(port)

    assert {what: status for what, (status, _) in large.items()} == dict.fromkeys(large, 413)
    assert max(seconds for what, (_, seconds) in large.items() if "declared" in what) <= 0.1


async def test_a_form_that_takes_its_time_but_arrives_is_accepted(port: int) -> None:
    whole = b"person=nobody&password=x"
    head = b"POST /sign-in HTTP/1.1\r\nHost: box1\r\nOrigin: http://box1\r\n" + stranger()
    typed = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 24\r\n\r\n"
    pieces = [head + typed, whole[:10], whole[10:]]
    outcome = await exchange(port, pieces, wait=3, pause=0.5)

    assert outcome.statuses == [401]


async def test_a_thousand_silent_connections_keep_nobody_out(port: int) -> None:
    silent = [
        asyncio.create_task(exchange(port, repeat(HEAD % stranger(), 1), wait=6))
        for _ in range(1000)
    ]
    await asyncio.sleep(1)
    visitor = await exchange(port, [b"GET /health/live HTTP/1.0\r\nHost: box1\r\n\r\n"], wait=3)
    for connection in silent:
        connection.cancel()
    await asyncio.gather(*silent, return_exceptions=True)

    assert visitor.statuses == [200]
