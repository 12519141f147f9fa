"""What every answer carries, what is turned away before it is read, and what the log says of it."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import httpx2
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.cookies import Cookie
from api.limits import Allowance, Buckets, Forwarded, Rates, network_of
from api.security import HEADERS
from api.server import with_state
from api.settings import SettingsWrong, read_settings
from api.staging import HttpStage
from services.people import Origin, Person

Headers = dict[str, str]
ANSWERS: dict[str, tuple[str, str, Headers, int]] = {
    "a page": ("GET", "/sign-in", {}, 200),
    "a redirect": ("GET", "/", {}, 303),
    "a page that needs a sign-in": ("GET", "/work", {}, 303),
    "JSON": ("GET", "/health/live", {}, 200),
    "a list": ("GET", "/api/v1/incidents", {"signed in": "yes"}, 200),
    "a file": ("GET", "/static/favicon.svg", {}, 200),
    "a file that is not there": ("GET", "/static/none", {}, 404),
    "no such page": ("GET", "/none", {}, 404),
    "no such record": ("GET", "/api/v1/incidents/INC-2026-9999", {"signed in": "yes"}, 404),
    "not that method": ("PUT", "/sign-in", {"Origin": "http://box1"}, 405),
    "not signed in": ("GET", "/api/v1/incidents", {}, 401),
    "malformed": ("POST", "/api/v1/incidents", {"signed in": "yes"}, 422),
    "too large": ("POST", "/sign-in", {"Content-Length": "9999999"}, 413),
    "too long": ("GET", "/" + "a" * 9000, {}, 414),
    "from another site": ("POST", "/sign-in", {"Origin": "http://evil.example"}, 403),
}


@pytest.fixture
def head(played: HttpStage, sign_in: dict[str, Headers]) -> Headers:
    return sign_in["head_of_se"]


@asynccontextmanager
async def served(system: Any, **wrapped: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """The application over a system, or over what is left of one."""
    app = create_app(lambda: nullcontext(system), **{"https": False, **wrapped})
    async with app.router.lifespan_context(app) as state:
        transport = httpx2.ASGITransport(with_state(app, state))
        async with httpx2.AsyncClient(transport=transport, base_url="http://box1") as http:
            yield http


@pytest.mark.parametrize("what", ANSWERS)
async def test_every_kind_of_answer_carries_the_whole_set_of_headers_once(
    http: httpx2.AsyncClient, head: Headers, what: str
) -> None:
    method, path, headers, status = ANSWERS[what]
    sent = head if "signed in" in headers else headers
    answer = await http.request(method, path, headers=sent)

    assert answer.status_code == status
    assert {name: answer.headers.get_list(name) for name in map(bytes.decode, HEADERS)} == {
        name.decode(): [value.decode()] for name, value in HEADERS.items()
    }
    assert len(answer.headers.get_list("cache-control")) == 1
    assert "strict-transport-security" not in answer.headers


async def test_https_is_insisted_on_behind_https_only(played: HttpStage) -> None:
    async with served(played.system, https=True) as http:
        answer = await http.get("/none")

    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")


def test_no_policy_allows_anything_unsafe_or_anybody_else() -> None:
    policy = HEADERS[b"content-security-policy"].decode()

    assert not {"unsafe", "*", "http", "data:", "sha256", "nonce"} & set(policy.split("'"))
    assert {part.split(maxsplit=1)[1] for part in policy.split("; ")} == {"'self'", "'none'"}


async def test_what_people_said_is_kept_by_no_browser(
    http: httpx2.AsyncClient, head: Headers
) -> None:
    for path in ("/api/v1/incidents", "/api/v1/incidents/INC-2026-9999", "/sign-in"):
        assert (await http.get(path, headers=head)).headers["cache-control"] == "no-store"


@pytest.fixture
async def session(played: HttpStage) -> dict[str, str]:
    """The cookie of somebody who signed in with a browser."""
    people = played.system.people
    people.enrol(Person("browser-1", "browser", "se_officer", "north-west"), "a long pass phrase")
    entry = people.sign_in("browser-1", "a long pass phrase", Origin())
    assert entry is not None
    return {"Cookie": f"{Cookie.SESSION}={entry.secret}"}


RAISE = "/incidents/raise"
OWN, EVIL = {"Origin": "http://box1"}, {"Origin": "http://evil.example"}
SAME, CROSS, SIBLING = ({"Sec-Fetch-Site": s} for s in ("same-origin", "cross-site", "same-site"))


@pytest.mark.parametrize("headers", [OWN, SAME, SAME | EVIL], ids=str)
async def test_ones_own_pages_may_send(
    http: httpx2.AsyncClient, session: dict[str, str], headers: dict[str, str]
) -> None:
    assert (await http.post(RAISE, headers=session | headers)).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [{}, EVIL, CROSS, SIBLING, CROSS | OWN, {"Origin": "null"}, {"Authorization": "Basic eA=="}],
    ids=str,
)
async def test_nothing_else_sends_with_somebodys_session(
    http: httpx2.AsyncClient, session: dict[str, str], headers: dict[str, str]
) -> None:
    assert (await http.post(RAISE, headers=session | headers)).status_code == 403
    assert (await http.post("/sign-out", headers=session | headers)).status_code == 403
    assert (await http.get("/work", headers=session)).status_code == 200


async def test_a_token_needs_no_origin_and_lends_none_to_a_session(
    http: httpx2.AsyncClient, session: dict[str, str], head: Headers
) -> None:
    assert (await http.post("/api/v1/incidents", json={}, headers=head)).status_code == 422
    stolen = session | {"Authorization": "Bearer nobodys"}
    assert (await http.post("/api/v1/incidents", json={}, headers=stolen)).status_code == 401


async def test_where_the_address_is_known_its_scheme_counts_too(
    played: HttpStage, session: dict[str, str]
) -> None:
    async with served(played.system, base_url="https://box1.example.org/") as http:
        for origin, status in (("https://box1.example.org", 422), ("http://box1", 403)):
            answer = await http.post(RAISE, headers=session | {"Origin": origin})
            assert answer.status_code == status


def test_an_allowance_is_used_up_and_grows_again() -> None:
    buckets = Buckets(Allowance(at_once=3, per_second=0.5))
    waits = [buckets.take("here", now) for now in (0, 0, 0, 0, 1, 2, 2)]

    assert waits == [0, 0, 0, 2, 1, 0, 2]
    assert buckets.take("elsewhere", 2) == 0


def test_many_addresses_take_no_more_memory_than_so_many() -> None:
    buckets = Buckets(Allowance(at_once=1, per_second=1), most=100)
    for number in range(10_000):
        buckets.take(str(number), 0)

    assert len(buckets) == 100
    assert buckets.take("9999", 0) > 0


async def test_too_many_tries_from_one_address_wait_and_whoever_is_signed_in_does_not(
    http: httpx2.AsyncClient, session: dict[str, str]
) -> None:
    tries = [await http.post("/none", headers=OWN) for _ in range(Rates.POSTS.at_once + 20)]
    sign_in = await http.post("/sign-in", headers=session | OWN)

    assert [answer.status_code for answer in tries[: Rates.POSTS.at_once]].count(429) == 0
    assert tries[-1].status_code == sign_in.status_code == 429
    assert int(sign_in.headers["retry-after"]) >= 1
    assert (await http.post(RAISE, headers=session | OWN)).status_code == 422
    assert (await http.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("a socket", "a socket"),
    ],
)
def test_an_address_counts_as_one_customers(host: str, counted: str) -> None:
    assert network_of({"client": (host, 1)}) == counted


@pytest.mark.parametrize(
    ("passed", "place"),
    [
        ("", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7"),
        ("203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, 127.0.0.1", "192.0.2.7"),
        ("<script>, not an address", "not an address"),
    ],
)
async def test_only_a_proxy_of_ours_says_whom_it_passes_on(passed: str, place: str) -> None:
    seen = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["client"][0])
        await Response()(scope, receive, send)

    for proxies in ([ip_network("127.0.0.1")], []):
        transport = httpx2.ASGITransport(Forwarded(application, proxies=proxies))
        async with httpx2.AsyncClient(transport=transport, base_url="http://box1") as http:
            await http.get("/", headers={"X-Forwarded-For": passed})

    assert seen == [place, "127.0.0.1"]


def test_a_proxy_that_is_no_address_stops_box1_at_the_start() -> None:
    with pytest.raises(SettingsWrong, match="proxies"):
        read_settings(proxies="the front door")


@pytest.mark.parametrize("accept", ["page", "problem"])
async def test_a_fault_says_a_reference_and_nothing_else_and_the_log_has_the_same(
    played: HttpStage, head: Headers, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    nothing: Any = None
    broken = replace(played.system, views=nothing)
    path = "/incidents" if accept == "page" else "/api/v1/incidents"
    async with served(broken) as http:
        answer = await http.get(path, headers=head)
    faults = [record for record in caplog.records if record.getMessage() == "a request failed"]
    reference = faults[0].__dict__["fields"]["reference"]

    assert answer.status_code == 500
    assert answer.headers["content-security-policy"]
    assert reference in answer.text
    assert "NoneType" not in answer.text
    assert "Traceback" not in answer.text
    if accept == "problem":
        assert set(answer.json()) == {"type", "title", "status", "detail", "reasons"}


async def test_a_line_in_the_log_names_the_route_and_nothing_that_was_typed(
    http: httpx2.AsyncClient, head: Headers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "api.requests")
    sent = head | {"User-Agent": "Mozilla Pretend", "Referer": "http://box1/Pretend"}
    await http.get("/api/v1/incidents/INC-2026-0777?q=Pretend", headers=sent)
    await http.request("PRETEND", "/Pretend%0d%0a%1b[31m", headers=sent)
    await http.post("/sign-in?person=Pretend", data={"person": "Pretend"}, headers=sent | OWN)
    lines = [record.__dict__["fields"] for record in caplog.records if "fields" in record.__dict__]

    assert "retend" not in json.dumps(lines)
    assert "0777" not in json.dumps(lines)
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/api/v1/incidents/{ref}", 404),
        ("-", "-", 404),
        ("POST", "/sign-in", 401),
    ]
    assert {len(line["credential"]) for line in lines} <= {0, 16}
    assert set(lines[0]) == {"method", "route", "status", "ms", "credential", "reference"}
