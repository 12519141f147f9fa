"""One's own account, as a browser without scripts uses it: every form posted, every page read."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from pyotp import TOTP

from api.settings import read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import Person

AMINA, PASSWORD = Person("amina", "Amina Example", "duty_officer", "wales"), "seven blue kettles"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"


@pytest.fixture
async def played(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[HttpStage]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        played.system.people.enrol(AMINA, PASSWORD)
        yield played


@pytest.fixture
async def http(played: HttpStage) -> httpx2.AsyncClient:
    """Amina in her browser, signed in."""
    played.http.headers.update({"User-Agent": FIREFOX, "Origin": "http://box1"})
    await sign_in(played.http)
    return played.http


async def sign_in(http: httpx2.AsyncClient, **more: str) -> httpx2.Response:
    form = {"person": "amina", "password": PASSWORD, "next": "/account", **more}
    return await http.post("/sign-in", data=form)


async def is_signed_in(http: httpx2.AsyncClient) -> bool:
    return (await http.get("/account")).status_code == 200


async def set_up(http: httpx2.AsyncClient) -> tuple[TOTP, list[str]]:
    """What an authenticator app then knows, and the recovery codes."""
    offered = await http.post("/account/second-factor", data={"password": PASSWORD})
    key = re.findall(r"Key: <code>([A-Z2-7 ]+)</code>", offered.text)[0].replace(" ", "")
    answer = await http.post("/account/second-factor/confirm", data={"code": TOTP(key).now()})
    return TOTP(key), re.findall(r"<li><code>(.+?)</code></li>", answer.text)


async def test_the_page_says_who_one_is_and_where_one_is_signed_in(
    http: httpx2.AsyncClient,
) -> None:
    page = (await http.get("/account")).text

    assert "Amina Example" in page
    assert "Firefox on Windows" in page
    assert "You are here" in page


async def test_a_changed_password_signs_out_everywhere_else(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    other = played.system.people.sign_in("amina", PASSWORD)
    assert other is not None
    before = http.cookies["box1_session"]
    answer = await http.post(
        "/account/password", data={"old": PASSWORD, "new": "nine green lanterns"}
    )

    assert answer.headers["location"] == "/account?done=password"
    assert await is_signed_in(http)
    assert http.cookies["box1_session"] != before
    assert played.system.people.by_session(before) is None
    assert played.system.people.by_session(other.secret) is None
    assert played.system.people.sign_in("amina", "nine green lanterns") is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong", "nine green lanterns", "This is not your password now."),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, "leavemealone", "stolen elsewhere"),
        (PASSWORD, "amina green lanterns", "your own name"),
    ],
)
async def test_a_password_that_may_not_be_set_is_refused_beside_its_field(
    http: httpx2.AsyncClient, played: HttpStage, old: str, new: str, said: str
) -> None:
    answer = await http.post("/account/password", data={"old": old, "new": new})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'value="{new}"' not in answer.text
    assert played.system.people.is_password("amina", PASSWORD)


async def test_a_second_factor_is_set_up_and_then_asked_for(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    before = http.cookies["box1_session"]
    app, codes = await set_up(http)
    assert len(codes) == 10
    assert played.system.people.by_session(before) is None
    assert await is_signed_in(http)

    http.cookies.clear()
    asked = await sign_in(http)
    half = http.cookies["box1_session"]
    assert "Your code" in asked.text
    assert not await is_signed_in(http)
    wrong = await http.post("/sign-in/code", data={"code": "000000"})
    assert (wrong.status_code, "not right" in wrong.text) == (401, True)
    form = {"code": codes[0], "next": "/account"}
    right = await http.post("/sign-in/code", data=form)

    assert right.headers["location"] == "/account"
    assert await is_signed_in(http)
    assert http.cookies["box1_session"] != half
    assert app.secret not in (await http.get("/account")).text


async def test_the_session_before_ends_where_the_second_factor_is_waited_for(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    await set_up(http)
    before = http.cookies["box1_session"]
    await sign_in(http)

    assert played.system.people.by_session(before) is None


async def test_the_picture_needs_no_style_that_the_policy_forbids(
    http: httpx2.AsyncClient,
) -> None:
    offered = await http.post("/account/second-factor", data={"password": PASSWORD})

    assert "<svg" in offered.text
    assert "style=" not in offered.text


async def test_setting_up_asks_for_the_password_and_a_code_of_the_new_secret(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    wrong = await http.post("/account/second-factor", data={"password": "wrong"})
    await http.post("/account/second-factor", data={"password": PASSWORD})
    bad = await http.post("/account/second-factor/confirm", data={"code": "000000"})

    assert (wrong.status_code, bad.status_code) == (422, 422)
    assert not played.system.people.second_factor.in_use("amina")


async def test_a_password_alone_never_replaces_a_second_factor_that_is_in_use(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    app, _ = await set_up(http)
    answer = await http.post("/account/second-factor", data={"password": PASSWORD})

    assert answer.headers["location"] == "/account"
    assert played.system.people.second_factor.offered("amina") is None
    http.cookies.clear()
    await sign_in(http)
    given = await http.post("/sign-in/code", data={"code": app.at(time.time() + 30)})
    assert given.status_code == 303


async def test_too_many_wrong_codes_must_wait(http: httpx2.AsyncClient) -> None:
    await set_up(http)
    for _ in range(5):
        await http.post("/account/recovery-codes", data={"code": "000000"})
    answer = await http.post("/account/recovery-codes", data={"code": "000000"})

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


async def test_removing_it_and_new_recovery_codes_need_a_code(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    _, codes = await set_up(http)
    factor = played.system.people.second_factor
    assert (await http.post("/account/second-factor/remove")).status_code == 422
    assert (await http.post("/account/recovery-codes", data={"code": "1"})).status_code == 422
    renewed = await http.post("/account/recovery-codes", data={"code": codes[0]})
    fresh = re.findall(r"<li><code>(.+?)</code></li>", renewed.text)
    assert factor.in_use("amina")
    assert len({*fresh} - {*codes}) == 10
    await http.post("/account/second-factor/remove", data={"code": fresh[0]})

    assert not factor.in_use("amina")
    assert await is_signed_in(http)


async def test_what_was_typed_survives_the_second_factor_too(http: httpx2.AsyncClient) -> None:
    _, codes = await set_up(http)
    http.cookies.clear()
    asked = await sign_in(http, next="/incidents/raise", held="title=The+crowd")
    wrong = await http.post(
        "/sign-in/code", data={"code": "1", "next": "/incidents/raise", "held": "title=The+crowd"}
    )
    sent = {"code": codes[0], "next": "/incidents/raise", "held": "title=The+crowd"}
    right = await http.post("/sign-in/code", data=sent)

    for page in (asked, wrong):
        assert 'name="held" value="title=The+crowd"' in page.text
    assert 'action="/incidents/raise"' in right.text
    assert 'name="title" value="The crowd"' in right.text


async def test_a_password_is_never_held_for_after_signing_in_again(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    played.system.people.end_sessions("amina")
    form = {"old": PASSWORD, "new": "nine green lanterns"}
    asked = await http.post("/account/password", data=form)

    assert asked.status_code == 401
    assert 'name="next" value="/account"' in asked.text
    for typed in (PASSWORD, "lanterns", "held"):
        assert typed not in asked.text


async def test_sessions_are_ended_one_by_one_and_together(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    people = played.system.people
    others = [people.sign_in("amina", PASSWORD) for _ in range(3)]
    secrets = [entry.secret for entry in others if entry]
    person = people.by_session(secrets[0])
    assert person is not None
    await http.post(f"/account/sessions/{person.credential}/end")
    assert [people.by_session(each) is None for each in secrets] == [True, False, False]
    await http.post("/account/sessions/end-others")

    assert [people.by_session(each) is None for each in secrets] == [True, True, True]
    assert await is_signed_in(http)


async def test_a_token_is_shown_once_and_does_what_it_may(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    form = {"label": "Rota", "purpose": "weekly rota", "scope": "read", "days": "30"}
    made = await http.post("/account/tokens", data=form)
    token = re.findall(r'<code class="app-text">(.+?)</code>', made.text)[0]
    listed = (await http.get("/account")).text
    person = played.system.people.by_token(token)
    assert person is not None
    program = {"Authorization": f"Bearer {token}", "Cookie": ""}
    http.cookies.clear()
    read = await http.get("/api/v1/incidents", headers=program)
    sent = await http.post("/api/v1/incidents", json={}, headers=program)

    assert token not in listed
    assert "weekly rota" in listed
    assert (person.scope, person.standing_purpose) == ("read", "weekly rota")
    assert read.status_code == 200
    assert (sent.status_code, sent.json()["reasons"][0]["code"]) == (403, "TokenReadsOnly")


async def test_a_revoked_token_is_nobodys(http: httpx2.AsyncClient, played: HttpStage) -> None:
    token = played.system.people.issue_token("amina", days=30, label="Rota")
    person = played.system.people.by_token(token)
    assert person is not None
    await http.post(f"/account/tokens/{person.credential}/end")

    assert played.system.people.by_token(token) is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("label", "", "which program"),
        ("label", "x" * 61, "at most 60"),
        ("purpose", "x" * 81, "at most 80"),
        ("days", "0", "from 1 to 366"),
        ("days", "367", "from 1 to 366"),
        ("days", "²", "from 1 to 366"),
        ("days", "-1", "from 1 to 366"),
    ],
)
async def test_a_token_that_cannot_be_made_keeps_what_was_typed(
    http: httpx2.AsyncClient, field: str, value: str, said: str
) -> None:
    form = {"label": "Rota", "purpose": "weekly", "scope": "write", "days": "30"}
    answer = await http.post("/account/tokens", data=form | {field: value})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert answer.text.count(" checked") == 1
    assert 'value="write" checked' in answer.text


async def test_a_token_cannot_look_after_the_account_that_it_acts_for(
    played: HttpStage,
) -> None:
    token = played.system.people.issue_token("amina")
    program = {"Authorization": f"Bearer {token}"}
    for path in ("/account/password", "/account/tokens", "/account/sessions/end-others"):
        assert (await played.http.post(path, headers=program)).status_code == 409


async def test_too_many_wrong_passwords_wait_and_keep_what_was_typed(
    http: httpx2.AsyncClient,
) -> None:
    http.cookies.clear()
    for _ in range(5):
        assert (await sign_in(http, password="wrong", held="title=x")).status_code == 401
    answer = await sign_in(http, held="title=x")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert 'name="held" value="title=x"' in answer.text


async def test_the_browser_that_signed_in_before_is_not_kept_out_by_others(
    http: httpx2.AsyncClient,
) -> None:
    device = http.cookies["box1_device"]
    http.cookies.clear()
    for _ in range(6):
        await sign_in(http, password="wrong")
    http.cookies.set("box1_device", device)

    assert (await sign_in(http)).status_code == 303


async def test_over_https_cookies_are_tied_to_the_host(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    settings = read_settings(
        data=tmp_path, nats_url=own_nats_server.url, base_url="https://box1.example"
    )
    async with stage(settings) as played:
        played.system.people.enrol(AMINA, PASSWORD)
        played.http.base_url = httpx2.URL("https://box1.example")
        played.http.headers["Origin"] = "https://box1.example"
        cookies = (await sign_in(played.http)).headers.get_list("set-cookie")
        assert await is_signed_in(played.http)
        secret = played.http.cookies["__Host-box1_session"]
        played.http.cookies.clear()
        played.http.cookies.set("box1_session", secret)
        planted = await is_signed_in(played.http)

    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "__Host-box1_session",
        "__Host-box1_device",
    }
    for cookie in cookies:
        rules = {rule.strip() for rule in cookie.split(";")[1:]}
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= rules
        assert not any(rule.startswith("Domain") for rule in rules)
    assert not planted, "a neighbouring host can set a cookie of the plain name"


@pytest.mark.parametrize(("agent", "words"), [(SAFARI, "Safari on an iPhone"), ("", "A browser")])
async def test_a_session_names_the_browser_in_two_words_and_no_more(
    http: httpx2.AsyncClient, agent: str, words: str
) -> None:
    http.headers["User-Agent"] = agent
    await sign_in(http)
    page = (await http.get("/account")).text

    assert words in page
    assert "Mozilla" not in page
