"""Every try to sign in leaves a line that says how it ended, and nothing that was typed."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import orjson
import pytest
from pyotp import TOTP

from api.logs import JsonLines
from api.settings import read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import Person

AMINA, PASSWORD = Person("amina", "Amina Example", "duty_officer"), "seven blue kettles"
TYPED = "correct-horse"


@pytest.fixture
async def played(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[HttpStage]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        played.system.people.enrol(AMINA, PASSWORD)
        played.http.headers["Origin"] = "http://box1"
        yield played


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What box1 writes to standard error meanwhile."""
    written, root = io.StringIO(), logging.getLogger("api")
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def tries(written: io.StringIO) -> list[tuple[str, str, str]]:
    """Factor, outcome and account of each, after the request's own line was found to fit."""
    lines = [orjson.loads(line) for line in written.getvalue().splitlines()]
    told = [line for line in lines if line["logger"] == "api.sign_in_log"]
    requests = {line["reference"] for line in lines if line["logger"] == "api.requests"}
    assert {line["reference"] for line in told} <= requests
    return [(line["factor"], line["outcome"], line["account"]) for line in told]


async def give(http: httpx2.AsyncClient, name: str, password: str) -> None:
    await http.post("/sign-in", data={"person": name, "password": password})


async def test_a_password_leaves_its_outcome_and_an_account_only_where_there_is_one(
    played: HttpStage, written: io.StringIO
) -> None:
    await give(played.http, "amina", PASSWORD)
    await give(played.http, "amina", TYPED)
    await give(played.http, TYPED, TYPED)

    assert tries(written) == [
        ("password", "signed in", "amina"),
        ("password", "wrong", "amina"),
        ("password", "wrong", ""),
    ]
    for word in (TYPED, PASSWORD, "kettles"):
        assert word not in written.getvalue()


async def test_too_many_tries_are_written_down_as_that(
    played: HttpStage, written: io.StringIO
) -> None:
    for _ in range(6):
        await give(played.http, "amina", TYPED)

    assert tries(written)[4:] == [
        ("password", "wrong", "amina"),
        ("password", "too many", "amina"),
    ]


async def test_a_second_factor_leaves_lines_of_its_own(
    played: HttpStage, written: io.StringIO
) -> None:
    factor, http = played.system.people.second_factor, played.http
    codes = factor.confirm("amina", TOTP(factor.offer("amina")).now())
    assert codes is not None
    await give(http, "amina", PASSWORD)
    await http.post("/sign-in/code", data={"code": "000000"})
    await http.post("/sign-in/code", data={"code": codes[0]})
    http.cookies.clear()
    await http.post("/sign-in/code", data={"code": codes[1]})

    assert tries(written) == [
        ("password", "second factor wanted", "amina"),
        ("second factor", "wrong", "amina"),
        ("second factor", "signed in", "amina"),
        ("second factor", "too late", ""),
    ]
    for code in codes:
        assert code not in written.getvalue()
