"""An open page hears over HTTP what was recorded, from where it left off, and not what was said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext

import httpx2
import orjson
import pytest

from api.app import create_app
from api.examples import BODIES
from api.hub import PAGES_OF_ONE
from api.server import listen, serving, with_state
from api.staging import HttpStage
from tests.nats import eventually

INCIDENTS = "/api/v1/incidents"
Headers = dict[str, str]


@pytest.fixture
async def pages(played: HttpStage) -> AsyncIterator[httpx2.AsyncClient]:
    """The application behind a real server: events must leave it one by one."""
    app = create_app(lambda: nullcontext(played.system), https=False)
    async with app.router.lifespan_context(app) as state:
        with listen("127.0.0.1", 0) as listening:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            async with (
                serving(with_state(app, state), listening),
                httpx2.AsyncClient(base_url=url, timeout=10) as client,
            ):
                yield client
                played.system.hub.dismiss()


@pytest.fixture
def duty(sign_in: dict[str, Headers]) -> Headers:
    return sign_in["duty_officer"]


async def raise_incident(pages: httpx2.AsyncClient, duty: Headers) -> dict[str, object]:
    answer = await pages.post(INCIDENTS, json=BODIES["incidents"]["raise"], headers=duty)
    read: dict[str, object] = orjson.loads(answer.content)
    return read


@asynccontextmanager
async def open_page(
    pages: httpx2.AsyncClient, headers: Headers, **query: str | int
) -> AsyncIterator[AsyncIterator[dict[str, object]]]:
    async with pages.stream("GET", "/api/v1/changes", params=query, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _changes(answer)


async def _changes(answer: httpx2.Response) -> AsyncIterator[dict[str, object]]:
    async with asyncio.timeout(30):
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                yield orjson.loads(line.removeprefix("data:"))


async def test_what_is_recorded_reaches_an_open_page_without_a_word_of_it(
    pages: httpx2.AsyncClient, duty: Headers
) -> None:
    async with open_page(pages, duty, after=0) as changes:
        raised = await raise_incident(pages, duty)

        assert await anext(changes) == {
            "position": raised["position"],
            "type": "IncidentRaised",
            "ref": raised["ref"],
        }


async def test_a_page_resumes_where_it_left_off(pages: httpx2.AsyncClient, duty: Headers) -> None:
    positions = [(await raise_incident(pages, duty))["position"] for _ in range(3)]

    async with open_page(pages, duty | {"Last-Event-ID": str(positions[0])}, after=0) as changes:
        assert [(await anext(changes))["position"] for _ in range(2)] == positions[1:]


async def test_a_page_about_one_record_hears_of_that_record_only(
    pages: httpx2.AsyncClient, duty: Headers
) -> None:
    await raise_incident(pages, duty)
    second = await raise_incident(pages, duty)

    async with open_page(pages, duty, after=0, ref=str(second["ref"])) as changes:
        assert (await anext(changes))["ref"] == second["ref"]


async def test_nobody_hears_anything_who_is_not_signed_in(pages: httpx2.AsyncClient) -> None:
    assert (await pages.get("/api/v1/changes")).status_code == 401


async def test_somebodys_oldest_page_is_let_go_for_one_too_many(
    pages: httpx2.AsyncClient, duty: Headers, played: HttpStage
) -> None:
    hub = played.system.hub
    async with AsyncExitStack() as others:
        async with open_page(pages, duty) as oldest:
            await eventually(lambda: hub.open_pages == 1)
            for _ in range(PAGES_OF_ONE):
                await others.enter_async_context(open_page(pages, duty))
            with pytest.raises(StopAsyncIteration):
                await anext(oldest)

        await eventually(lambda: hub.open_pages == PAGES_OF_ONE)
    await eventually(lambda: hub.open_pages == 0)
