"""Reading changes nothing, leads nowhere else, and tells nobody whether something is there."""

import re
from functools import cache
from statistics import median
from time import perf_counter
from urllib.parse import quote

import httpx2
import pytest
from fastapi.routing import iter_route_contexts

from api.app import create_app
from api.assets import STATIC
from api.examples import BODIES
from api.staging import HttpStage
from domain.vocabulary import Role
from tests.security.payloads import PATHS
from tests.system import Headers

GIVEN = {"ref": "INC-2026-0001", "collection": "incidents", "verb": "triage", "slug": "fault"}
STREAM = "/api/v1/changes"
PLACEHOLDER = re.compile(r"{(\w+)(?::\w+)?}")
LINK = BODIES["incidents"]["link-investigation"]
OUTSIDE = ("root:", "SecureHeaders", "[project]")


@cache
def read_routes() -> list[str]:
    app = create_app(lambda: pytest.fail("not started"), https=False)
    found = [(each.path, each.route) for each in iter_route_contexts(app.routes)]
    paths = {str(path) for path, route in found if "GET" in getattr(route, "methods", ())}
    return sorted(paths - {STREAM})


def filled(path: str) -> str:
    given = GIVEN | ({"ref": "STK-0001"} if "stakeholders" in path else {})
    return PLACEHOLDER.sub(lambda found: given.get(found[1], "1"), path)


def with_first(route: str, name: str) -> str:
    """The route's address, with a name as its first part that is open."""
    first = PLACEHOLDER.sub(lambda _: name.replace("\\", "%5c"), route, count=1)
    return PLACEHOLDER.sub("1", first)


@pytest.fixture
async def recorded(http: httpx2.AsyncClient, sign_in: dict[str, Headers]) -> None:
    head = sign_in["head_of_se"]
    for collection, verb in (("incidents", "raise"), ("stakeholders", "register")):
        await http.post(f"/api/v1/{collection}", json=BODIES[collection][verb], headers=head)


async def test_no_get_records_anything_whoever_asks(
    recorded: None, played: HttpStage, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    before, asked = played.system.store.position(), 0
    for path in read_routes():
        address = filled(path)
        for role in Role:
            answer = await http.get(address, headers=sign_in[role.value])
            await http.head(address, headers=sign_in[role.value])
            asked += answer.status_code == 200
            assert answer.status_code < 500, address

    assert asked > 100
    assert played.system.store.position() == before


async def test_no_address_leads_out_of_the_folder_or_to_a_fault(
    recorded: None, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    head = sign_in["head_of_se"]
    for name in PATHS:
        for route in [route for route in read_routes() if "{" in route]:
            address = with_first(route, name)
            answer = await http.get(address, headers=head)
            assert answer.status_code < 500, address
            assert not any(words in answer.text for words in OUTSIDE), address
            assert "zq" not in " ".join(answer.headers), address


@pytest.mark.parametrize("place", ["", "vendor/", "scss/"])
async def test_no_file_is_handed_out_but_those_of_the_pages(
    http: httpx2.AsyncClient, place: str
) -> None:
    files = {path.read_text(errors="replace") for path in STATIC.rglob("*") if path.is_file()}
    for name in PATHS:
        answer = await http.get(f"/static/{place}{name}")
        assert answer.is_error or answer.status_code == 303 or answer.text in files, name


async def test_what_is_not_there_and_what_is_not_ones_own_look_the_same(
    http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    head, other = sign_in["head_of_se"], sign_in["investigator"]
    raised = await http.post("/api/v1/incidents", json=BODIES["incidents"]["raise"], headers=head)
    theirs, nobodys = raised.json()["ref"], "INC-2026-9999"
    await http.post(f"/api/v1/incidents/{theirs}/link-investigation", json=LINK, headers=head)
    for form in ("/api/v1/incidents/{}", "/api/v1/incidents/{}/timeline", "/incidents/{}"):
        for who, status in ((other, 404), (head, 200)):
            answers = [await http.get(form.format(ref), headers=who) for ref in (theirs, nobodys)]
            assert answers[0].status_code == status, form
            assert answers[1].status_code == 404
        there, not_there = [
            await http.get(form.format(ref), headers=other) for ref in (theirs, nobodys)
        ]
        assert there.text.replace(theirs, nobodys) == not_there.text
        assert [*there.headers] == [*not_there.headers]
        assert not {"etag", "last-modified"} & set(there.headers)


async def test_what_is_not_ones_own_takes_no_longer_than_what_is_not_there(
    http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    head, other = sign_in["head_of_se"], sign_in["investigator"]
    raised = await http.post("/api/v1/incidents", json=BODIES["incidents"]["raise"], headers=head)
    link = f"/api/v1/incidents/{raised.json()['ref']}/link-investigation"
    await http.post(link, json=LINK, headers=head)
    took: dict[str, list[float]] = {raised.json()["ref"]: [], "INC-2026-9999": []}
    for _ in range(60):
        for ref, seconds in took.items():
            started = perf_counter()
            await http.get(f"/api/v1/incidents/{quote(ref)}", headers=other)
            seconds.append(perf_counter() - started)
    theirs, nobodys = (median(seconds) for seconds in took.values())

    assert theirs - nobodys < 0.003
