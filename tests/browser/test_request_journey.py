"""An investigator asks for support on a phone, and whoever decides follows it to its end."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit

pytestmark = pytest.mark.browser

WHY = "The street is frightened, and nobody has spoken to them yet. Fictional."
MOST_FIELDS, MOST_TAPS = 3, 6
# A slow thumb: two seconds a tap, one a word typed, and what it takes to read a page of questions.
SECONDS_A_TAP, SECONDS_A_WORD, READING = 2, 1.5, 60


class Thumb:
    """Counts what somebody does on a phone."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.words, self.fields = page, 0, 0, 0

    def tap(self, name: str, role: Literal["link", "button"] = "link") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.taps += 1

    def choose(self, group: str, choice: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(choice, exact=True).check()
        self.taps += 1
        self.fields += 1

    def say(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)
        self.taps += 1
        self.fields += 1
        self.words += len(words.split())

    @property
    def seconds(self) -> float:
        return READING + self.taps * SECONDS_A_TAP + self.words * SECONDS_A_WORD


def incident_of(page: Page) -> str:
    """The incident that the investigator works on, as its own page."""
    page.goto("/incidents")
    page.get_by_role("link", name="Man dies after police contact at Granby Quay [F]").click()
    if "/purpose?" in page.url:
        page.get_by_role("button", name="To respond to the incident").click()
    expect(page.locator("#support")).to_be_visible()
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_investigator_asks_in_under_two_minutes(visit: Visit, scripts: bool) -> None:
    page = visit("investigator", "/", width=NARROW, scripts=scripts)
    incident_of(page)
    thumb = Thumb(page)
    thumb.tap("Ask for support")
    thumb.choose("What do you need?", "First contact with a community")
    thumb.choose("How soon?", "Within 24 hours")
    thumb.say("What is happening, and why do you need us?", WHY)
    thumb.tap("Ask for support", "button")

    expect(page).to_have_url(re.compile(r"/requests/SR-\d{4}-\d{4}\?min_position=\d+"))
    expect(page.get_by_role("status").first).to_contain_text("Recorded")
    expect(page.locator("main")).to_contain_text("Then a regional lead decides")
    assert thumb.fields <= MOST_FIELDS
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds < 120


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_request_is_scored_and_accepted_on_a_phone(visit: Visit, scripts: bool) -> None:
    asking = visit("duty_officer", "/requests/new", width=NARROW, scripts=scripts)
    asking.get_by_label("Which incident?").select_option(index=1)
    thumb = Thumb(asking)
    thumb.choose("What do you need?", "Advice only")
    thumb.choose("How soon?", "Within a week")
    thumb.say("What is happening, and why do you need us?", WHY)
    thumb.tap("Ask for support", "button")
    if "/purpose?" in asking.url:
        asking.get_by_role("button", name="To respond to the incident").click()
    expect(asking).to_have_url(re.compile("/requests/SR-"))
    path = re.search(r"/requests/SR-\d{4}-\d{4}", asking.url)
    assert path

    asking.get_by_role("link", name="Score it", exact=True).click()
    for factor in ("Severity", "Community tension", "Groups with low confidence", "Family"):
        group = asking.get_by_role("group", name=factor, exact=True)
        group.get_by_role("radio").nth(1).check()
        asking.get_by_label(f"What does that rest on? ({factor.lower()})").fill("As reported.")
    asking.get_by_role("group", name="Public profile").get_by_label("0: None").check()
    asking.get_by_role("button", name="Record the score").last.click()
    expect(asking.locator("main")).to_contain_text("A regional lead decides.")

    lead = visit("head_of_se", path[0], width=NARROW, scripts=scripts)
    lead.get_by_role("link", name="Decide", exact=True).click()
    lead.get_by_role("button", name=re.compile("^Choose ")).first.click()
    lead.get_by_label("Minutes, week by week").fill("60, 30")
    lead.get_by_role("button", name="Accept with these officers").last.click()
    expect(lead).to_have_url(re.compile("min_position"))
    expect(lead.locator("#who")).to_be_visible()
    expect(lead.locator("main")).to_contain_text("0 min spent of 1 h 30 min allocated")


@pytest.mark.parametrize("width", [WIDE, NARROW, NARROWEST])
def test_the_pages_of_a_refused_form_meet_wcag(visit: Visit, width: int) -> None:
    page = visit("head_of_se", "/requests/new", width=width)
    page.get_by_role("button", name="Ask for support").last.click()

    expect(page.get_by_role("alert")).to_contain_text("Tick at least one thing")
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
