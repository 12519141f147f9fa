"""People at work: commands over HTTP, each sent again under its key until it is answered."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx2
import orjson

from api.examples import BODIES

CLIENTS = 6
SENT_TWICE = 0.1
RAISED = 0.2
AGAIN_AFTER = 0.02
NO_ANSWER_IN = 5.0
INCIDENTS, STAKEHOLDERS = "/api/v1/incidents", "/api/v1/stakeholders"


@dataclass(frozen=True)
class Event:
    """One event as an answer told of it."""

    ref: str
    version: int
    position: int
    event_id: str


@dataclass
class Heard:
    """What the clients were told: the events of each command, and the changes on a live page."""

    acknowledged: dict[UUID, list[Event]] = field(default_factory=dict)
    answered_otherwise: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    live: list[int] = field(default_factory=list)


class Load:
    """Some clients who raise incidents and record contacts, and one who watches a live page."""

    def __init__(self, url: str, token: str) -> None:
        self.heard = Heard()
        self._http = httpx2.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=NO_ANSWER_IN
        )
        self._incidents: list[str] = []
        self._stakeholder = ""
        self._ending = False

    async def run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Keep the load up while `work` runs; afterwards every command has had its answer."""
        self._stakeholder = await self._command(STAKEHOLDERS, BODIES["stakeholders"]["register"])
        await self._raise()
        self._watching = asyncio.create_task(self._watch())
        clients = [asyncio.create_task(self._client()) for _ in range(CLIENTS)]
        try:
            await work()
        finally:
            self._ending = True
            await asyncio.gather(*clients)

    async def end(self, position: int, within: float) -> None:
        """Close the live page, once it has heard of `position` or so many seconds went by."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while position not in self.heard.live[-1:]:
                    await asyncio.sleep(AGAIN_AFTER)
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await self._http.aclose()

    async def _client(self) -> None:
        while not self._ending:
            if random.random() < RAISED:
                await self._raise()
            else:
                await self._record_contact()

    async def _raise(self) -> None:
        body = {**BODIES["incidents"]["raise"], "title": f"Fictional {uuid4()}"}
        self._incidents.append(await self._command(INCIDENTS, body))

    async def _record_contact(self) -> None:
        body = {**BODIES["incidents"]["record-contact"], "stakeholder": self._stakeholder}
        path = f"{INCIDENTS}/{random.choice(self._incidents)}/record-contact"
        await self._command(path, body)

    async def _command(self, path: str, body: dict[str, Any]) -> str:
        """Carry one command out; returns the reference of its record."""
        key = uuid4()
        answer = await self._until_answered(path, body, key)
        if random.random() < SENT_TWICE:
            again = await self._until_answered(path, body, key)
            if again != answer:
                self.heard.answered_otherwise.append(f"first {answer}, then {again}")
        ref = str(answer["ref"])
        self.heard.acknowledged[key] = [
            Event(ref, event["version"], event["position"], event["event_id"])
            for event in answer["events"]
        ]
        return ref

    async def _until_answered(self, path: str, body: dict[str, Any], key: UUID) -> dict[str, Any]:
        while True:
            with suppress(httpx2.TransportError):
                answer = await self._http.post(
                    path, json=body, headers={"Idempotency-Key": str(key)}
                )
                if answer.status_code == 201:
                    return dict(orjson.loads(answer.content))
                if answer.status_code < 500:
                    raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
                if answer.status_code != 503:
                    self.heard.refused.append(f"{path}: {answer.status_code}")
            await asyncio.sleep(AGAIN_AFTER)

    async def _watch(self) -> None:
        while True:
            with suppress(httpx2.TransportError):
                await self._listen()
            await asyncio.sleep(AGAIN_AFTER)

    async def _listen(self) -> None:
        last = self.heard.live[-1] if self.heard.live else 0
        headers = {"Last-Event-ID": str(last)}
        async with self._http.stream("GET", "/api/v1/changes", headers=headers) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("id:"):
                    self.heard.live.append(int(line.removeprefix("id:")))
