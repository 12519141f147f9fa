"""Commands over HTTP: what is answered, what is refused, and what a repeat gets."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest
from pydantic import TypeAdapter

from api.examples import BODIES
from api.problems import KINDS
from services.body import read_body
from services.verbs import COLLECTIONS

RAISE = BODIES["incidents"]["raise"]
API = "/api/v1/incidents"
Headers = dict[str, dict[str, str]]


@pytest.fixture
def duty(sign_in: Headers) -> dict[str, str]:
    return sign_in["duty_officer"]


async def raised(http: httpx2.AsyncClient, duty: dict[str, str]) -> str:
    answer = await http.post(API, json=RAISE, headers=duty)
    return str(answer.json()["ref"])


async def test_a_command_says_where_it_was_recorded(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    answer = await http.post(API, json=RAISE, headers=duty)

    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/incidents/INC-2026-0001"
    assert answer.headers["etag"] == '"1"'
    body = answer.json()
    assert (body["ref"], body["version"], body["position"]) == ("INC-2026-0001", 1, 1)
    assert [event["type"] for event in body["events"]] == ["IncidentRaised"]


async def test_the_same_key_and_body_get_the_first_answer_and_record_nothing(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    headers = {**duty, "Idempotency-Key": str(uuid4())}
    first = await http.post(API, json=RAISE, headers=headers)
    second = await http.post(API, json=RAISE, headers=headers)

    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


async def test_the_same_key_with_another_body_is_refused(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    headers = {**duty, "Idempotency-Key": str(uuid4())}
    await http.post(API, json=RAISE, headers=headers)
    other = await http.post(API, json={**RAISE, "title": "Another"}, headers=headers)

    assert other.status_code == 422
    assert other.json()["reasons"][0]["code"] == "IdempotencyKeyReused"


async def test_a_stale_version_is_refused_and_nothing_is_written(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    ref = await raised(http, duty)
    triage, headers = BODIES["incidents"]["triage"], {**duty, "If-Match": '"7"'}
    answer = await http.post(f"{API}/{ref}/triage", json=triage, headers=headers)

    assert answer.status_code == 412
    assert (await http.get(f"{API}/{ref}", headers=duty)).json()["state"] == "RAISED"


async def test_a_refusal_lists_every_reason_as_problem_details(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    ref = await raised(http, duty)
    triage = {**BODIES["incidents"]["triage"], "rationale": "short", "due_regard": "none"}
    answer = await http.post(f"{API}/{ref}/triage", json=triage, headers=duty)

    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("/problems/refused", 409)
    codes = {(reason["code"], reason["field"]) for reason in problem["reasons"]}
    assert codes == {("RationaleTooShort", "rationale"), ("DueRegardTooShort", "due_regard")}


async def test_a_malformed_body_names_every_field(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    body = {"title": "x" * 121, "incident_type": "fire", "pfa": "E23000003", "colour": "red"}
    answer = await http.post(API, json=body, headers=duty)

    assert answer.status_code == 422
    faults = {(reason["field"], reason["code"]) for reason in answer.json()["reasons"]}
    assert faults == {
        ("title", "TextTooLong"),
        ("incident_type", "ChoiceUnknown"),
        ("colour", "FieldUnknown"),
        ("summary", "FieldMissing"),
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "NotJson"),
        (b"[]", "NotAnObject"),
        (b'{"title": "a\\u0000b"}', "TextHasNul"),
        (b'{"title":' + b"[" * 900 + b"]" * 900 + b"}", "TooDeep"),
    ],
)
async def test_what_is_no_command_at_all_is_said_so(
    http: httpx2.AsyncClient, duty: dict[str, str], body: bytes, code: str
) -> None:
    answer = await http.post(API, content=body, headers=duty)

    assert answer.status_code == 422
    assert code in {reason["code"] for reason in answer.json()["reasons"]}


async def test_a_read_waits_for_what_was_just_recorded(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    position = (await http.post(API, json=RAISE, headers=duty)).json()["position"]
    listed = await http.get(f"{API}?min_position={position}", headers=duty)

    assert [row["ref"] for row in listed.json()["items"]] == ["INC-2026-0001"]


async def test_a_position_that_never_comes_is_a_view_behind(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    answer = await http.get(f"{API}?min_position=999", headers=duty)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["type"] == "/problems/behind"


def _examples() -> list[tuple[str, str]]:
    return [(name, verb) for name, collection in COLLECTIONS.items() for verb in collection.verbs]


@pytest.mark.parametrize(("collection", "verb"), _examples())
def test_every_command_has_an_example_that_can_be_read(collection: str, verb: str) -> None:
    kind = COLLECTIONS[collection].verbs[verb].body

    _, proposed = read_body(kind, BODIES[collection][verb])
    assert isinstance(proposed, kind)


def test_no_example_is_of_a_command_that_is_not_there() -> None:
    assert {name: set(bodies) for name, bodies in BODIES.items()} == {
        name: set(collection.verbs) for name, collection in COLLECTIONS.items()
    }


async def test_the_api_description_has_every_command_with_its_example(
    http: httpx2.AsyncClient,
) -> None:
    description: dict[str, Any] = (await http.get("/api/v1/openapi.json")).json()
    operations = {
        operation["operationId"]: operation
        for path in description["paths"].values()
        for operation in TypeAdapter(dict[str, Any]).validate_python(path).values()
    }

    assert description["openapi"].startswith("3.1")
    for collection, verb in _examples():
        body = operations[f"{collection}.{verb}"]["requestBody"]["content"]["application/json"]
        assert body["example"] == BODIES[collection][verb]
        assert {"409", "422", "403"} <= operations[f"{collection}.{verb}"]["responses"].keys()


async def test_the_type_of_a_problem_is_the_address_of_its_explanation(
    http: httpx2.AsyncClient,
) -> None:
    pages = {slug: await http.get(f"/problems/{slug}") for slug in KINDS}

    assert [slug for slug, page in pages.items() if KINDS[slug][1] not in page.text] == []
    assert {page.status_code for page in pages.values()} == {200}
    assert (await http.get("/problems/no-such-kind")).status_code == 404


async def test_a_verb_of_one_kind_never_reaches_a_record_of_another(
    http: httpx2.AsyncClient, duty: dict[str, str]
) -> None:
    ref = await raised(http, duty)
    reason = {"reason": "They moved away"}
    command = await http.post(f"/api/v1/stakeholders/{ref}/deactivate", json=reason, headers=duty)
    form = await http.post(f"/stakeholders/{ref}/do/deactivate", data=reason, headers=duty)

    assert (command.status_code, form.status_code) == (404, 404)
    assert (await http.get(f"{API}/{ref}", headers=duty)).headers["etag"] == '"1"'
