"""The head of SE publishes another version of the rules; scores and capacity follow it at once."""

import httpx2

from api.staging import HttpStage
from domain.priority import Factor
from services.people import Person
from tests.domain.scenario import LONG_ENOUGH

HEAD = Person("helen", "Helen Example", "head_of_se")
DUTY = Person("ben", "Ben Example", "duty_officer", "wales")
PASSWORD = "seven blue kettles"


async def signed_in(played: HttpStage, person: Person) -> httpx2.AsyncClient:
    played.system.people.enrol(person, PASSWORD)
    played.http.headers["Origin"] = "http://box1"
    await played.http.post("/sign-in", data={"person": person.ref, "password": PASSWORD})
    return played.http


def typed(page: httpx2.Response) -> dict[str, str]:
    """The figures that the form starts with."""
    form = page.text.split('<form id="form"')[1]
    inputs = [part.split(">")[0] for part in form.split("<input")[1:]]
    texts = [part.split("</textarea>")[0] for part in form.split("<textarea")[1:]]
    held = {named(one): one.split('value="')[1].split('"')[0] for one in inputs if "value=" in one}
    return held | {named(one): one.split(">", 1)[1].strip() for one in texts}


def named(markup: str) -> str:
    return markup.split('name="')[1].split('"')[0]


async def test_another_version_is_in_force_at_once(played: HttpStage) -> None:
    http = await signed_in(played, HEAD)
    figures = typed(await http.get("/rules/publish"))
    changed = {"weight-T": "6", "weight-S": "4", "reserve_pct": "25", "reason": LONG_ENOUGH}

    answer = await http.post("/rules/publish", data=figures | changed)

    assert (answer.status_code, answer.headers["location"]) == (303, "/rules")
    assert played.system.ruleset.version == 2
    assert played.system.ruleset.capacity.reserve_pct == 25
    assert played.system.ruleset.priority.weights[Factor.TENSION] == 6
    page = (await http.get("/rules")).text
    assert "Version 2 is in force" in page
    assert LONG_ENOUGH in page
    assert "Helen Example" in page


async def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(played: HttpStage) -> None:
    http = await signed_in(played, HEAD)
    figures = typed(await http.get("/rules/publish"))

    answer = await http.post("/rules/publish", data=figures | {"weight-T": "9", "reason": "No."})

    assert answer.status_code == 409
    assert "together they are 25" in answer.text
    assert "at least 20 characters" in answer.text
    assert typed(answer)["weight-T"] == "9"


async def test_a_figure_that_is_left_out_is_asked_for(played: HttpStage) -> None:
    http = await signed_in(played, HEAD)
    figures = typed(await http.get("/rules/publish"))

    answer = await http.post(
        "/rules/publish", data=figures | {"hours-P1": "", "demand-critical": ""}
    )

    assert answer.status_code == 422
    assert played.system.ruleset.version == 1


async def test_everybody_reads_the_rules_and_only_the_head_publishes(played: HttpStage) -> None:
    http = await signed_in(played, DUTY)

    assert "Version 1 is in force" in (await http.get("/rules")).text
    assert (await http.get("/rules/publish")).status_code == 403
    answer = await http.get("/api/v1/rulesets")
    versions = answer.json()["items"]
    assert [each["version"] for each in versions] == [1]
    first = (await http.get("/api/v1/rulesets/1")).json()
    assert first["capacity"]["reserve_pct"] == 20
    assert (await http.get("/api/v1/rulesets/2")).status_code == 404
