"""Whoever manages accounts changes, signs out and closes those of others, and never their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from api.settings import read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import People, Person

HEAD = Person("helen", "Helen Example", "head_of_se")
BEN, PASSWORD = Person("ben", "Ben Example", "duty_officer", "wales"), "seven blue kettles"
CHANGE = {"name": "Ben Other", "role": "reviewer", "region": "london", "officer": "OFC-09"}


@pytest.fixture
async def played(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[HttpStage]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        for person in (HEAD, BEN):
            played.system.people.enrol(person, PASSWORD)
        yield played


@pytest.fixture
def people(played: HttpStage) -> People:
    return played.system.people


@pytest.fixture
async def http(played: HttpStage) -> httpx2.AsyncClient:
    """The head of engagement in their browser."""
    played.http.headers["Origin"] = "http://box1"
    await played.http.post("/sign-in", data={"person": "helen", "password": PASSWORD})
    return played.http


@pytest.fixture
def bens(people: People) -> str:
    entry = people.sign_in("ben", PASSWORD)
    assert entry is not None
    return entry.secret


async def test_everybody_is_listed_with_how_they_sign_in(http: httpx2.AsyncClient) -> None:
    page = (await http.get("/people")).text

    assert "Helen Example" in page
    assert 'href="/people/ben"' in page
    assert "With a password alone" in page


async def test_a_region_is_said_in_words(http: httpx2.AsyncClient, people: People) -> None:
    people.enrol(Person("nora", "Nora Example", "se_officer", "north-west"), PASSWORD)
    listed, one = (await http.get("/people")).text, (await http.get("/people/nora")).text
    await http.post("/sign-in", data={"person": "nora", "password": PASSWORD})
    own = (await http.get("/account")).text

    assert '<td class="govuk-table__cell" data-label="Region">North West</td>' in listed
    assert '<option value="north-west" selected>North West</option>' in one
    assert '<dd class="govuk-summary-list__value">North West</dd>' in own


async def test_a_change_counts_from_the_next_request(
    http: httpx2.AsyncClient, people: People, bens: str
) -> None:
    answer = await http.post("/people/ben", data=CHANGE)

    assert answer.headers["location"] == "/people/ben?done=changed"
    assert people.by_session(bens) == Person("ben", "Ben Other", "reviewer", "london", "OFC-09")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Give the name"),
        ("name", "x" * 121, "at most 120"),
        ("role", "system", "Choose the role"),
        ("role", "", "Choose the role"),
        ("region", "atlantis", "Choose the region"),
        ("officer", "x" * 41, "at most 40"),
    ],
)
async def test_what_cannot_be_is_not_saved(
    http: httpx2.AsyncClient, people: People, field: str, value: str, said: str
) -> None:
    answer = await http.post("/people/ben", data=CHANGE | {field: value})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert people.find("ben") == BEN


async def test_signing_out_a_colleague_ends_sessions_and_not_tokens(
    http: httpx2.AsyncClient, people: People, bens: str
) -> None:
    token = people.issue_token("ben")
    await http.post("/people/ben/sign-out")

    assert people.by_session(bens) is None
    assert people.by_token(token) == BEN


async def test_a_closed_account_is_out_at_once_and_may_be_opened_again(
    http: httpx2.AsyncClient, people: People, bens: str
) -> None:
    token = people.issue_token("ben")
    await http.post("/people/ben/leave")
    assert people.by_session(bens) is None
    assert people.by_token(token) is None
    assert people.sign_in("ben", PASSWORD) is None
    assert "No more, since" in (await http.get("/people")).text
    await http.post("/people/ben/come-back")

    assert people.by_token(token) is None
    assert people.sign_in("ben", PASSWORD) is not None


@pytest.mark.parametrize("path", ["", "/sign-out", "/leave", "/come-back"])
async def test_nobody_changes_their_own_account_here(
    http: httpx2.AsyncClient, people: People, path: str
) -> None:
    answer = await http.post(f"/people/helen{path}", data=CHANGE | {"role": "info_governance"})

    assert answer.status_code == 409
    assert people.find("helen") == HEAD
    assert (await http.get("/people/helen")).text.count("<form") == (
        (await http.get("/cookies")).text.count("<form")
    ), "no form but those of every page"


async def test_nobody_else_and_no_program_comes_here(
    http: httpx2.AsyncClient, people: People
) -> None:
    heads = {"Authorization": f"Bearer {people.issue_token('helen')}"}
    officers = {"Authorization": f"Bearer {people.issue_token('ben')}"}

    assert (await http.post("/people/ben", data=CHANGE, headers=heads)).status_code == 409
    assert (await http.get("/people", headers=officers)).status_code == 403
    assert people.find("ben") == BEN


async def test_an_unknown_name_is_not_found(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/people/nobody")).status_code == 404
    assert (await http.post("/people/nobody/leave")).status_code == 404
