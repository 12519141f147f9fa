"""The whole of box1 in one process: for exercises, and to load the demonstration."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any

import httpx2
import orjson

from api.app import create_app
from api.settings import Settings
from api.storage import quietly, utc_now
from api.wiring import System, meanwhile, running_web
from domain.forces import Force
from projections.follow import Follower
from services.bus import connect, disconnect
from services.exercise import Actor, Call, FixtureForce, Reply
from services.nats_server import NatsServer
from services.people import Person
from services.relay import Relay

log = logging.getLogger(__name__)


class MovableClock:
    """A clock that an exercise moves; it shows the real time until then."""

    def __init__(self) -> None:
        self.moment: datetime | None = None

    def __call__(self) -> datetime:
        return self.moment or utc_now()


@asynccontextmanager
async def whole_system(settings: Settings, clock: MovableClock) -> AsyncIterator[System]:
    """Store, NATS, relay, views and web parts together; all of it ends with the block."""
    async with AsyncExitStack() as stack:
        nats = NatsServer(settings.data / "nats")
        url = settings.nats_url or nats.start()
        stack.callback(nats.stop)
        system = await stack.enter_async_context(
            running_web(settings, url, clock, keep_watch=False)
        )
        client = await connect(url, "box1 exercise")
        stack.push_async_callback(disconnect, client)
        threads = stack.enter_context(ThreadPoolExecutor(1, "views"))
        relay = Relay(client, quietly(system.storage), refill=True)
        followers = (
            Follower(client, system.views.engine, view, threads, system.storage.erasure.carry_out)
            for view in system.views.by_name.values()
        )
        async with meanwhile(relay.run(), *(follower.run() for follower in followers)):
            yield system


class HttpStage:
    """A stage for exercises: every step is a request to the HTTP application."""

    def __init__(self, system: System, clock: MovableClock, http: httpx2.AsyncClient) -> None:
        self.system = system
        self._clock, self.http = clock, http
        self._tokens: dict[str, str] = {}

    def add_forces(self, forces: Sequence[FixtureForce]) -> None:
        for force in forces:
            self.system.forces[force.code] = Force(
                code=force.code, name=force.name, region=force.region, bilingual=force.bilingual
            )

    async def add_people(self, people: Mapping[str, Actor]) -> Mapping[str, str]:
        refs = {}
        for key, actor in people.items():
            person = Person(key, actor.name or key, actor.role, actor.region, actor.officer)
            self.system.people.enrol(person)
            self._tokens[key] = self.system.people.issue_token(person.ref)
            refs[key] = person.actor
        return refs

    async def set_clock(self, moment: datetime) -> None:
        self._clock.moment = moment
        if await self.system.watch.look():
            await self.caught_up(self.system.store.position())

    async def send(self, call: Call) -> Reply:
        headers = dict(call.headers)
        if call.who is not None:
            headers["Authorization"] = f"Bearer {self._tokens[call.who]}"
        body = None if call.body is None else orjson.dumps(call.body)
        answer = await self.http.request(call.method, call.path, content=body, headers=headers)
        return Reply(status=answer.status_code, headers=dict(answer.headers), body=_read(answer))

    async def caught_up(self, position: int) -> None:
        if not await self.system.caught_up(position):
            raise TimeoutError(f"the views did not reach position {position}")


def _read(answer: httpx2.Response) -> Any:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind.endswith(("/json", "+json")):
        return orjson.loads(answer.content)
    return answer.text


@asynccontextmanager
async def stage(settings: Settings) -> AsyncIterator[HttpStage]:
    """A whole system on the given folder or database, as an exercise is played on it."""
    clock = MovableClock()
    async with whole_system(settings, clock) as system:
        app = create_app(lambda: nullcontext(system), https=False)
        async with app.router.lifespan_context(app) as state:
            transport = httpx2.ASGITransport(_with_state(app, state))
            async with httpx2.AsyncClient(transport=transport, base_url="http://box1") as http:
                yield HttpStage(system, clock, http)


def _with_state(app: Any, state: Mapping[str, Any] | None) -> Any:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app({**scope, "state": dict(state or {})}, receive, send)
        except Exception as error:
            log.error("an answer was cut short: %s", type(error).__name__)  # it was written down

    return application
