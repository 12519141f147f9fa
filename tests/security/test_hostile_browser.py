"""A real browser opens every page that shows hostile words: nothing runs, nothing is fetched."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.async_api import ConsoleMessage, Page, Route, async_playwright

from api.staging import HttpStage
from tests.chromium import chromium
from tests.security.planting import plant
from tests.security.test_hostile_text import walk
from tests.system import Headers

pytestmark = pytest.mark.browser
OWN = "http://box1"
MOST_PAGES = 60
WATCH = "window.zq = () => { window.ran = true }; window.alert = window.zq"
FOUND = "[...document.querySelectorAll('zq, [zq]')].map(e => e.outerHTML).concat(window.ran || [])"


class Visits:
    """A page whose every request is answered by the application; it complains of the others."""

    def __init__(self, page: Page, http: httpx2.AsyncClient, headers: Headers) -> None:
        self.page, self._http, self._headers = page, http, headers
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []

    async def answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != OWN:
            self.elsewhere.append(route.request.url)
            await route.abort()
        elif asked.path == "/api/v1/changes":
            await route.abort()
        else:
            address = f"{asked.path}?{asked.query}"
            answer = await self._http.get(address, headers=self._headers, follow_redirects=True)
            kept = {
                name: value
                for name, value in answer.headers.items()
                if name not in ("content-encoding", "content-length")
            }
            await route.fulfill(status=answer.status_code, headers=kept, body=answer.content)

    def hear(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.complaints.append(said.text)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"]
        )
        yield await browser.new_page()
        await browser.close()


async def test_nothing_runs_and_nothing_is_asked_of_anybody_else(
    played: HttpStage, http: httpx2.AsyncClient, sign_in: dict[str, Headers], page: Page
) -> None:
    head = sign_in["head_of_se"]
    await plant(http, [head, sign_in["investigator"], sign_in["info_governance"]])
    await played.caught_up(played.system.store.position())
    shown = [path for path, html in (await walk(http, head)).items() if "zq" in html]
    visits = Visits(page, http, head)
    await page.add_init_script(WATCH)
    await page.route("**/*", visits.answer)
    page.on("console", visits.hear)
    found = {}
    for path in shown[:MOST_PAGES]:
        await page.goto(OWN + path, wait_until="load")
        found[path] = await page.evaluate(FOUND)

    assert len(found) >= 30
    assert [path for path, what in found.items() if what] == []
    assert visits.elsewhere == []
    assert visits.complaints == []


async def test_the_browser_would_notice(page: Page) -> None:
    await page.add_init_script(WATCH)
    await page.goto("about:blank")
    await page.set_content("<img src=x onerror=zq()><zq>x</zq>")
    await page.wait_for_function("window.ran")

    assert len(await page.evaluate(FOUND)) == 2
