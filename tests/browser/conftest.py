"""A Chromium, and people who are signed in; a complaint on a page's console fails the test."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.chromium import chromium
from tests.site import Site

WIDE, NARROW, NARROWEST = 1280, 390, 320

Visit: TypeAlias = Callable[..., Page]


def complaint(said: ConsoleMessage, address: str) -> list[str]:
    """What a page complains about; that it is itself the answer to a refusal is no complaint."""
    refused = said.location["url"] == address and said.text.startswith("Failed to load resource")
    return [said.text] if said.type == "error" and not refused else []


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens a page as somebody, or as nobody: visit("se_officer", "/work", scripts=False)."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(role: str | None, path: str, *, width: int = WIDE, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        for name, value in (site.session(role) if role else {}).items():
            context.add_cookies([{"name": name, "value": value, "url": site.url}])
        page = context.new_page()
        page.on("console", lambda said: complaints.extend(complaint(said, page.url)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        if "/purpose?" in page.url and not path.startswith("/purpose"):
            page.get_by_role("button", name="To respond to the incident").click()
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
