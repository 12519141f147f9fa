"""A promise whose time has passed is marked as missed by the clock, once."""

from datetime import UTC, datetime, timedelta

from api.examples import BODIES
from api.staging import HttpStage

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
API = "/api/v1/incidents"


async def types(played: HttpStage, duty: dict[str, str]) -> list[str]:
    timeline = await played.http.get(f"{API}/INC-2030-0001/timeline", headers=duty)
    return [entry["type"] for entry in timeline.json()["items"]]


async def test_a_promise_is_missed_once_when_its_time_has_passed(
    played: HttpStage, sign_in: dict[str, dict[str, str]]
) -> None:
    duty = sign_in["duty_officer"]
    await played.set_clock(NOON)
    raised = {**BODIES["incidents"]["raise"], "occurred_at": "2030-01-01T11:00:00Z"}
    promise = {"to": "STK-0001", "text": "Ring back", "due_at": "2030-01-01T18:00:00Z"}
    stakeholder = BODIES["stakeholders"]["register"]
    await played.http.post("/api/v1/stakeholders", json=stakeholder, headers=duty)
    await played.http.post(API, json=raised, headers=duty)
    made = await played.http.post(
        f"{API}/INC-2030-0001/make-commitment", json=promise, headers=duty
    )
    await played.caught_up(made.json()["position"])

    await played.set_clock(NOON + timedelta(hours=5))
    assert await types(played, duty) == ["IncidentRaised", "CommitmentMade"]

    await played.set_clock(NOON + timedelta(hours=7))
    await played.set_clock(NOON + timedelta(hours=8))
    assert await types(played, duty) == ["IncidentRaised", "CommitmentMade", "CommitmentMissed"]
