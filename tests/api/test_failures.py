"""When a part fails, no acknowledged event is lost, and the answers say what is behind."""

import asyncio
from pathlib import Path

import httpx2

from api.examples import BODIES
from api.settings import read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import Person

RAISE = BODIES["incidents"]["raise"]
API = "/api/v1/incidents"
SPACE = "PRAGMA max_page_count = 1000000"  # for one connection: any of the pool may come next


async def test_while_nats_is_away_commands_go_on_and_the_views_say_they_are_behind(
    own_nats_server: NatsServer, http: httpx2.AsyncClient, sign_in: dict[str, dict[str, str]]
) -> None:
    duty = sign_in["duty_officer"]
    own_nats_server.kill()
    raised = await http.post(API, json=RAISE, headers=duty)
    ready = (await http.get("/health/ready")).json()

    assert raised.status_code == 201
    assert (await http.get(f"{API}/INC-2026-0001", headers=duty)).status_code == 200
    assert {view["behind"] for view in ready["views"].values()} == {1}


async def test_when_nats_is_back_everything_recorded_meanwhile_is_shown(
    own_nats_server: NatsServer, http: httpx2.AsyncClient, sign_in: dict[str, dict[str, str]]
) -> None:
    duty = sign_in["duty_officer"]
    own_nats_server.kill()
    for _ in range(5):
        await http.post(API, json=RAISE, headers=duty)
    own_nats_server.start()
    async with asyncio.timeout(20):
        while len((await http.get(API, headers=duty)).json()["items"]) < 5:
            await asyncio.sleep(0.05)


async def test_a_full_disk_is_a_503_and_nothing_half_recorded(
    played: HttpStage, http: httpx2.AsyncClient, sign_in: dict[str, dict[str, str]]
) -> None:
    duty, log = sign_in["duty_officer"], played.system.store.log
    await http.post(API, json=RAISE, headers=duty)
    await played.system.watch.writer.run(lambda: log.execute("PRAGMA max_page_count = 1"))
    long = {**RAISE, "summary": "x" * 19_000}
    answers = [await http.post(API, json=long, headers=duty) for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code == 503]
    async with asyncio.timeout(20):
        while (again := await http.post(API, json=RAISE, headers=duty)).status_code == 503:
            await played.system.watch.writer.run(lambda: log.execute(SPACE))

    assert refused, "the disk never filled"
    assert {answer.status_code for answer in answers} <= {201, 503}
    assert refused[0].headers["retry-after"] == "5"
    assert refused[0].json()["type"] == "/problems/unavailable"
    assert again.status_code == 201
    kept = played.system.store.notices(0, 100)
    assert len(kept) == 22 - len(refused)


async def test_what_was_acknowledged_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    for expected in ("INC-2026-0001", "INC-2026-0002"):
        async with stage(settings) as played:
            played.system.people.enrol(Person("duty", "duty", "duty_officer"))
            token = played.system.people.issue_token("duty")
            duty = {"Authorization": f"Bearer {token}"}
            answer = await played.http.post(API, json=RAISE, headers=duty)
            position = answer.json()["position"]
            listed = await played.http.get(f"{API}?min_position={position}", headers=duty)
        assert answer.json()["ref"] == expected

    assert {row["ref"] for row in listed.json()["items"]} == {"INC-2026-0001", "INC-2026-0002"}
