"""An incident left open on a desk: what colleagues record appears, and takes nothing away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.pages.desk import Desk, seated
from tests.site import Site

pytestmark = pytest.mark.browser

AT_ONCE_MS = 5000


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    """A colleague's incident, triaged, with one community on its map."""
    with seated(site, "duty_officer") as desk:
        desk.raise_incident("Vigil at the weir [F]")
        desk.triage()
        desk.map_community("Anglers of the weir [F]")
        yield desk


def opened(visit: Visit, desk: Desk, query: str = "") -> Page:
    page = visit("se_officer", f"/incidents/{desk.ref}{query}")
    expect(page.get_by_text("Live.")).to_be_visible()
    return page


def test_what_is_half_typed_survives_what_a_colleague_records(visit: Visit, desk: Desk) -> None:
    page = opened(visit, desk)
    page.get_by_label("Question", exact=True).check(force=True)
    words = page.get_by_label("What happened or was said?")
    words.press_sequentially("They asked wheth")
    desk.ask("Will candles be allowed at the bridge?")

    expect(page.locator("#timeline")).to_contain_text("candles", timeout=AT_ONCE_MS)
    expect(words).to_be_focused()
    words.press_sequentially("er")
    expect(words).to_have_value("They asked whether")
    expect(page.get_by_label("Question", exact=True)).to_be_checked()


def test_the_deadlines_and_the_next_step_follow_too(visit: Visit, desk: Desk) -> None:
    page = opened(visit, desk)
    lead = page.locator("#milestones li").filter(has_text="Lead officer assigned")
    expect(lead).to_contain_text("left")
    desk.do("assign-lead", {"officer": "duty_north"})

    expect(lead).to_contain_text("to spare", timeout=AT_ONCE_MS)
    expect(page.locator("#milestones-heading")).to_contain_text("3 of")


def test_what_is_found_by_words_stays_narrowed(visit: Visit, desk: Desk) -> None:
    page = opened(visit, desk, "?q=candles")
    expect(page.locator("#timeline li")).to_have_count(0)
    desk.ask("When will the road be open?")
    desk.ask("Will candles be allowed?")

    expect(page.locator("#timeline li")).to_have_count(1, timeout=AT_ONCE_MS)
    expect(page.locator("#timeline li")).to_contain_text("candles")


def test_filters_change_the_timeline_and_keep_what_is_half_typed(visit: Visit, desk: Desk) -> None:
    page = opened(visit, desk)
    page.get_by_label("What happened or was said?").fill("half")
    page.get_by_text("Find, sort, or go back in time").click()
    page.get_by_label("Kind", exact=True).select_option("Communities")

    expect(page.locator("#timeline li")).to_have_count(1)
    expect(page).to_have_url(re.compile("kind=community"))
    expect(page.get_by_label("What happened or was said?")).to_have_value("half")
