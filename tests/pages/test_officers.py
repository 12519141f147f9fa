"""An officer's hours through the forms: added, away, allocated, spent; refused with all kept."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.cookies import Cookie
from api.settings import read_settings
from api.staging import HttpStage, stage
from domain.officer import Officer, week_of
from services.nats_server import NatsServer
from services.people import Person

LEAD = Person("lead", "Lea", "regional_lead", "north-west")
ASHA = Person("asha", "Asha", "se_officer", "north-west", "OFC-01")
BEN = Person("ben", "Ben", "se_officer", "london", "OFC-02")
JOINS = {"name": "Asha Example", "region": "north-west", "role": "se_officer"}
WHY = "Only our team knows the people who will stand there tomorrow."
INCIDENT = {
    "title": "A vigil [F]",
    "incident_type": "public_order",
    "pfa": "E23000013",
    "summary": "Fictional.",
}
ANCHORS = {"S": 2, "T": 1, "C": 2, "F": 1, "P": 1}


@dataclass
class Team:
    """A lead and two officers in their browsers."""

    played: HttpStage
    cookies: dict[str, str]

    async def get(self, who: Person, path: str) -> httpx2.Response:
        return await self.played.http.get(path, headers=self._headers(who))

    async def send(self, who: Person, path: str, **form: Any) -> httpx2.Response:
        return await self.played.http.post(path, data=form, headers=self._headers(who))

    async def command(self, path: str, body: dict[str, Any]) -> str:
        path = f"/api/v1/{path}"
        answer = await self.played.http.post(path, json=body, headers=self._headers(LEAD))
        assert answer.status_code == 201, answer.text
        assert await self.played.system.caught_up(answer.json()["position"])
        return str(answer.json()["ref"])

    async def asked_for(self) -> str:
        incident = await self.command("incidents", INCIDENT)
        soon = (self.played.system.clock() + timedelta(days=3)).isoformat()
        asked = {"incident": incident, "needed_by": soon, "asks": ["first_contact"]}
        request = await self.command("support-requests", {**asked, "context": WHY})
        scored = {"anchors": ANCHORS, "evidence": dict.fromkeys(ANCHORS, "Said by the force.")}
        return await self.command(f"support-requests/{request}/score", scored)

    def officer(self) -> Officer:
        return self.played.system.store.load(Officer, "OFC-01")

    def _headers(self, who: Person) -> dict[str, str]:
        return {"Cookie": f"{Cookie.SESSION}={self.cookies[who.ref]}", "Origin": "http://box1"}


@pytest.fixture
async def team(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[Team]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        people, cookies = played.system.people, {}
        for person in (LEAD, ASHA, BEN):
            people.enrol(person)
            cookies[person.ref] = people.new_session(person)
        team = Team(played, cookies)
        answer = await team.send(
            LEAD, "/officers/join", **JOINS, contracted="2220", start="2020-01-06"
        )
        assert answer.status_code == 303, answer.text
        yield team


async def test_somebody_is_added_and_shown(team: Team) -> None:
    page = await team.get(LEAD, "/officers/OFC-01")

    assert page.status_code == 200
    assert "Asha Example" in page.text
    assert team.officer().hours.contracts[-1][1] == 2220


async def test_what_is_missing_is_asked_for_and_nothing_is_lost(team: Team) -> None:
    answer = await team.send(LEAD, "/officers/join", name="Ben Example", contracted="many")

    assert answer.status_code == 422
    assert "Ben Example" in answer.text
    assert "Choose the region" in answer.text


async def test_an_absence_takes_its_days_from_the_week(team: Team) -> None:
    away = {"from": "2026-11-23", "to": "2026-11-24", "kind": "leave"}
    answer = await team.send(ASHA, "/officers/OFC-01/do/record-absence", **away)

    assert answer.status_code == 303, answer.text
    assert team.officer().hours.week("2026-W48").absence == 888


async def test_a_request_is_worked_for_and_its_time_is_recorded(team: Team) -> None:
    request, today = await team.asked_for(), team.played.system.clock().date()
    week = week_of(today)
    form = (await team.get(LEAD, f"/officers/OFC-01/do/allocate?request={request}")).text
    rows = re.findall(r'name="(by_week-1-[a-z]+)"', form)
    assert set(rows) == {"by_week-1-week", "by_week-1-minutes"}

    minutes = {"by_week-1-week": week, "by_week-1-minutes": "720"}
    path = "/officers/OFC-01/do/allocate"
    answer = await team.send(LEAD, path, request=request, **minutes)
    assert answer.status_code == 303, answer.text
    spent = {"request": request, "date": today.isoformat(), "minutes": "90"}
    answer = await team.send(ASHA, "/officers/OFC-01/do/log-time", **spent)

    assert answer.status_code == 303, answer.text
    assert team.officer().hours.allocations == {request: {week: 720}}
    assert team.officer().hours.spent[request] == {today: 90}


async def test_more_than_is_free_is_refused_and_what_was_typed_stays(team: Team) -> None:
    request, week = await team.asked_for(), week_of(team.played.system.clock().date())
    minutes = {"by_week-1-week": week, "by_week-1-minutes": "9000"}

    answer = await team.send(LEAD, "/officers/OFC-01/do/allocate", request=request, **minutes)

    assert answer.status_code == 409
    assert "minutes short" in answer.text
    assert 'value="9000"' in answer.text
    assert team.officer().hours.allocations == {}


async def test_nobody_keeps_the_hours_of_a_colleague(team: Team) -> None:
    path = "/officers/OFC-01/do/record-absence"

    assert (await team.get(BEN, path)).status_code == 403
    assert (await team.send(BEN, "/officers/join", **JOINS)).status_code == 403
