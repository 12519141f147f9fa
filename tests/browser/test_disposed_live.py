"""An open page of a record shows no word of it once its text is disposed of."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.cookies import Cookie
from api.settings import Settings
from api.staging import stage
from api.storage import utc_now
from services.exercise import Actor
from tests.api.forgotten import INCIDENT, PEOPLE, Story
from tests.api.test_disposal import GROUND
from tests.api.test_disposal_pages import TITLE, TRIAGE
from tests.browser.conftest import NARROW, WIDE
from tests.site import served

PATIENCE_MS = 5000


async def waiting(folder: Path) -> dict[str, str]:
    """A record of 2019 about whose text one person has decided; sessions of two others."""
    async with stage(Settings(data=folder, database_url=None, nats_url=None)) as played:
        await played.set_clock(datetime(2019, 4, 14, 10, tzinfo=UTC))
        await played.add_people(
            {key: Actor(role=role, region="north-west") for key, (role, _) in PEOPLE.items()}
        )
        story = Story(played)
        ref = (await story.done("officer", "/incidents", **INCIDENT, title=TITLE))["ref"]
        await story.done("lead", f"/incidents/{ref}/triage", **TRIAGE)
        await played.set_clock(utc_now())
        await story.done("decider", f"/incidents/{ref}/decide-disposal", ground=GROUND)
        await played.caught_up(story.position)
        people = played.system.people
        found = {who: people.find(who) for who in ("confirmer", "officer")}
        sessions = {who: people.new_session(person) for who, person in found.items() if person}
        return {**sessions, "record": ref}


def opened(browser: Browser, url: str, session: str, path: str, width: int = WIDE) -> Page:
    context = browser.new_context(base_url=url, viewport={"width": width, "height": 900})
    context.add_cookies([{"name": Cookie.SESSION, "value": session, "url": url}])
    page = context.new_page()
    page.goto(path)
    return page


@pytest.mark.browser
def test_no_word_of_it_stays_on_an_open_page(browser: Browser, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:  # this one has the browser's own loop
        known = thread.submit(asyncio.run, waiting(tmp_path / "data")).result()
    record = f"/incidents/{known['record']}"
    with served(tmp_path / "data") as url:
        page = opened(browser, url, known["officer"], record)
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        due = opened(browser, url, known["confirmer"], "/retention", NARROW)
        due.get_by_role("link", name=f"Confirm {known['record']}").click()
        due.get_by_role("button", name="Dispose of the text").last.click()

        erased = page.get_by_role("heading", level=1)
        expect(erased).to_contain_text("[erased", timeout=PATIENCE_MS)
        assert TITLE not in page.content()
        expect(page.get_by_text("Text disposed of")).to_be_visible()
        for each in (page, due):
            each.context.close()
