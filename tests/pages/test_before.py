"""Who has to do one thing first is led to it from everywhere, and shown nothing else."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pyotp import TOTP

from api.access import WAYS, Check
from api.app import create_app
from api.settings import read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import Claim, Must, Person

AMINA = Person("amina", "Amina Example", "head_of_se")
PASSWORD, OWN = "seven blue kettles", "nine green lanterns"
PASSWORD_FORM, FACTOR_FORM = (WAYS[must][0] for must in Must)
NOWHERE: Mapping[str, str] = {}
HELD = {"next": "/incidents/raise", "held": "title=The+crowd"}
CODES = {Must.CHOOSE_PASSWORD: "PasswordNotChosen", Must.ADD_SECOND_FACTOR: "SecondFactorMissing"}


@asynccontextmanager
async def signed_in(
    must: Must | None, folder: Path, nats: NatsServer, going: Mapping[str, str] = NOWHERE
) -> AsyncIterator[tuple[HttpStage, httpx2.Response, str]]:
    """Amina signs in, and has to do this first: the system, the answer, and her password."""
    asked: Any = {"second_factor": "required"} if must is Must.ADD_SECOND_FACTOR else {}
    async with stage(read_settings(data=folder, nats_url=nats.url, **asked)) as played:
        password = PASSWORD
        if must is Must.CHOOSE_PASSWORD:
            password = played.system.people.enrol_anew(AMINA)
        else:
            played.system.people.enrol(AMINA, PASSWORD)
        played.http.headers["Origin"] = "http://box1"
        answer = await sign_in(played.http, password, **going)
        yield played, answer, password


async def sign_in(http: httpx2.AsyncClient, password: str, **more: str) -> httpx2.Response:
    return await http.post("/sign-in", data={"person": "amina", "password": password, **more})


def routes() -> Iterator[tuple[str, str, bool]]:
    """Every route's method and an address of it, and whether it is open to all."""
    app = create_app(lambda: pytest.fail("not started"), https=False)
    for context in iter_route_contexts(app.routes):
        if isinstance(context.route, APIRoute):
            calls = [part.call for part in context.dependant.dependencies]
            for method in context.route.methods or ():
                path = re.sub(r"{[^}]+}", "x", str(context.path))
                yield method, path, not any(isinstance(call, Check) for call in calls)


@pytest.mark.parametrize("must", Must)
async def test_nothing_is_answered_but_the_way_to_do_it(
    must: Must, tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wrong, walked = [], 0
    async with signed_in(must, tmp_path, own_nats_server) as (played, _, _):
        session = {"Cookie": f"box1_session={played.http.cookies['box1_session']}"}
        for method, path, is_open in routes():
            if is_open or path in WAYS[must]:
                continue
            answer = await played.http.request(method, path, headers=session)
            reason = answer.json()["reasons"][0]["code"] if path.startswith("/api/") else ""
            led = answer.headers.get("location", "") == f"{WAYS[must][0]}?next={path}"
            told = {
                "api": (answer.status_code, reason) == (403, CODES[must]),
                "GET": (answer.status_code, led) == (303, True),
                "POST": answer.status_code == 403 and f'action="{WAYS[must][0]}"' in answer.text,
            }
            walked += 1
            if not told["api" if path.startswith("/api/") else method]:
                wrong.append((method, path, str(answer.status_code)))
            if AMINA.name in answer.text:
                wrong.append((method, path, "names her"))

    assert wrong == []
    assert walked > 100


@pytest.mark.parametrize("must", Must)
async def test_what_is_open_to_all_is_what_a_stranger_gets(
    must: Must, tmp_path: Path, own_nats_server: NatsServer
) -> None:
    seen = set()
    async with signed_in(must, tmp_path, own_nats_server) as (played, _, _):
        session = {"Cookie": f"box1_session={played.http.cookies['box1_session']}"}
        played.http.cookies.clear()
        for method, path, is_open in routes():
            if not is_open or method != "GET" or path == "/metrics":
                continue
            hers, strangers = [
                await played.http.get(path, headers=headers) for headers in (session, {})
            ]
            assert (hers.status_code, hers.headers.get("location")) == (
                strangers.status_code,
                strangers.headers.get("location"),
            ), path
            assert hers.content == strangers.content, path
            seen.add(path)
        out = await played.http.post("/sign-out", headers=session)

    assert {"/health/live", "/health/ready", "/sign-in", "/privacy"} <= seen
    assert out.headers["location"] == "/sign-in"


async def test_a_password_of_ones_own_leads_to_where_one_was_going(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.CHOOSE_PASSWORD, tmp_path, own_nats_server
    async with signed_in(*wanted, {"next": "/work"}) as (played, shown, first):
        http = played.http
        assert 'name="next" value="/work"' in shown.text
        form = {"old": first, "new": first, "next": "/work"}
        same = await http.post(PASSWORD_FORM, data=form)
        before = http.cookies["box1_session"]
        right = await http.post(PASSWORD_FORM, data=form | {"new": OWN})
        there = await http.get("/work")
        again = await http.get(PASSWORD_FORM)

        assert (same.status_code, "Choose another" in same.text) == (422, True)
        assert first not in same.text
        assert (right.status_code, right.headers["location"]) == (303, "/work")
        assert played.system.people.by_session(before) is None
        assert (there.status_code, again.headers["location"]) == (200, "/account")


async def test_what_was_typed_survives_choosing_a_password(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.CHOOSE_PASSWORD, tmp_path, own_nats_server
    async with signed_in(*wanted, HELD) as (played, shown, first):
        form = HELD | {"old": "wrong", "new": OWN}
        wrong = await played.http.post(PASSWORD_FORM, data=form)
        right = await played.http.post(PASSWORD_FORM, data=form | {"old": first})

    for page in (shown, wrong):
        assert 'name="held" value="title=The+crowd"' in page.text
    assert 'action="/incidents/raise"' in right.text
    assert 'name="title" value="The crowd"' in right.text


async def test_where_a_second_factor_is_asked_it_is_set_up_and_then_one_goes_on(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.ADD_SECOND_FACTOR, tmp_path, own_nats_server
    async with signed_in(*wanted, HELD) as (played, shown, _):
        http = played.http
        wrong = await http.post(FACTOR_FORM, data=HELD | {"password": "wrong"})
        offered = await http.post(FACTOR_FORM, data=HELD | {"password": PASSWORD})
        bad = await http.post(f"{FACTOR_FORM}/confirm", data=HELD | {"code": "000000"})
        key = re.findall(r"Key: <code>([A-Z2-7 ]+)</code>", offered.text)[0].replace(" ", "")
        code = TOTP(key).now()
        done = await http.post(f"{FACTOR_FORM}/confirm", data=HELD | {"code": code})
        there = await http.get("/work")

    for page in (shown, wrong, offered, bad):
        assert 'name="held" value="title=The+crowd"' in page.text
    assert (wrong.status_code, bad.status_code, done.status_code) == (422, 422, 200)
    assert 'action="/incidents/raise"' in done.text
    assert 'name="title" value="The crowd"' in done.text
    assert there.status_code == 200


async def test_a_form_that_is_sent_meanwhile_is_held(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.ADD_SECOND_FACTOR, tmp_path, own_nats_server
    async with signed_in(*wanted) as (played, _, _):
        sent = await played.http.post("/incidents/raise", data={"title": "The crowd"})
        part = await played.http.get("/work", headers={"HX-Request": "true"})

    assert 'name="next" value="/incidents/raise"' in sent.text
    assert 'name="held" value="title=The+crowd"' in sent.text
    assert (part.status_code, part.text) == (204, "")


async def test_a_first_password_comes_before_a_second_factor(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.ADD_SECOND_FACTOR, tmp_path, own_nats_server
    async with signed_in(*wanted) as (played, _, _):
        first = played.system.people.enrol_anew(AMINA)
        shown = await sign_in(played.http, first, **HELD)
        form = HELD | {"old": first, "new": OWN}
        then = await played.http.post(PASSWORD_FORM, data=form)

    assert f'action="{PASSWORD_FORM}"' in shown.text
    assert f'action="{FACTOR_FORM}"' in then.text
    assert 'name="held" value="title=The+crowd"' in then.text


async def test_neither_programs_nor_the_organisations_people_have_to_do_anything(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    wanted = Must.ADD_SECOND_FACTOR, tmp_path, own_nats_server
    async with signed_in(*wanted) as (played, _, _):
        people, http = played.system.people, played.http
        http.cookies.clear()
        entry = people.admit(Claim(subject="sub-1", name="Ben Example", role="head_of_se"))
        assert entry is not None
        token = people.issue_token("amina")
        for headers in (
            {"Authorization": f"Bearer {token}"},
            {"Cookie": f"box1_session={entry.secret}"},
        ):
            assert (await http.get("/api/v1/incidents", headers=headers)).status_code == 200


async def test_where_it_is_only_offered_nothing_comes_first(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    async with signed_in(None, tmp_path, own_nats_server, {"next": "/work"}) as (played, answer, _):
        there = await played.http.get("/work")

    assert answer.headers["location"] == "/work"
    assert there.status_code == 200
