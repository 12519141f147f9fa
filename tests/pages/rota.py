"""A rota with two officers, a lead and somebody who may not read it; and what each can do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from api.cookies import Cookie
from api.staging import HttpStage
from domain.officer import Officer
from services.people import Person

LEAD = Person("lead", "Lea", "regional_lead", "wales")
ASHA = Person("asha", "Asha", "se_officer", "wales", "OFC-01")
BEN = Person("ben", "Ben", "se_officer", "london", "OFC-02")
AUDITOR = Person("audit", "Audrey", "auditor")
EVERYBODY = (LEAD, ASHA, BEN, AUDITOR)
NOTE = "The vigil is at seven; call the imam before six."
LONG_AGO = "2020-01-06"
MONTHS_AHEAD = datetime.now(UTC) + timedelta(days=60)
"""A duty this far away is never in the past, nor within the fourteen days of the alarm."""


class Rota:
    """Everybody in a browser without scripts, and what they can do with it."""

    def __init__(self, played: HttpStage) -> None:
        self.http, self.system = played.http, played.system
        self.cookies = {}
        for person in EVERYBODY:
            self.system.people.enrol(person)
            self.cookies[person.ref] = self.system.people.new_session(person)

    async def get(self, who: Person, path: str) -> httpx2.Response:
        return await self.http.get(path, headers=self._headers(who))

    async def post(self, who: Person, path: str, **form: Any) -> httpx2.Response:
        return await self.http.post(path, data=form, headers=self._headers(who))

    async def joins(self, name: str, region: str) -> None:
        body = {"name": name, "region": region, "contracted": 2220, "start": LONG_AGO}
        answer = await self.http.post("/api/v1/officers", json=body, headers=self._headers(LEAD))
        await self._settled(answer)

    async def command(self, who: Person, ref: str, verb: str, **body: Any) -> httpx2.Response:
        path = f"/api/v1/officers/{ref}/{verb}"
        return await self.http.post(path, json=body, headers=self._headers(who))

    async def assigned(self, ref: str, since: datetime, kind: str = "primary") -> dict[str, str]:
        to = since + timedelta(days=7)
        duty = {"from": since.isoformat(), "to": to.isoformat(), "kind": kind}
        await self._settled(await self.command(LEAD, ref, "assign-duty", **duty))
        return duty

    def duties(self, ref: str) -> list[tuple[datetime, datetime, str]]:
        held = self.system.store.load(Officer, ref).duties
        return [(one.since, one.to, str(one.kind)) for one in held]

    async def _settled(self, answer: httpx2.Response) -> None:
        assert answer.status_code == 201, answer.text
        assert await self.system.caught_up(answer.json()["position"])

    def _headers(self, who: Person) -> dict[str, str]:
        cookie = f"{Cookie.SESSION}={self.cookies[who.ref]}"
        return {"Cookie": cookie, "Origin": "http://box1"}


def nine(day: datetime) -> datetime:
    return day.replace(hour=9, minute=0, second=0, microsecond=0)
