"""S8 in a browser: what was known when, at each of its moments, with and without scripts."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.site import served

pytestmark = pytest.mark.browser
S8 = Path(__file__).parents[1] / "exercises/s08_what_was_known_when.yaml"
REPLAY = "/incidents/INC-2026-0001/replay"
Open: TypeAlias = Callable[..., Page]


def box1(*arguments: str) -> str:
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def s8(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where box1 serves what S8 left behind, and the token of a head of engagement."""
    folder = tmp_path_factory.mktemp("s8") / "var"
    box1("exercise", str(S8), "--keep", str(folder))
    head = ("--person", "head", "--role", "head_of_se", "--region", "north-west")
    token = box1("token", "create", *head, "--data", str(folder)).strip().splitlines()[-1]
    with served(folder) as url:
        yield url, token


@pytest.fixture
def opened(browser: Browser, s8: tuple[str, str]) -> Iterator[Open]:
    """A page of what S8 left behind; a complaint on its console fails the test."""
    url, token = s8
    complaints: list[str] = []
    contexts = []

    def opened(path: str, *, width: int = WIDE, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            extra_http_headers={"Authorization": f"Bearer {token}", "Box1-Purpose": "review"},
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def row(page: Page, label: str) -> str:
    """What the page says beside a label."""
    rows = page.locator(".app-replay__rows > div", has=page.locator(f"dt:text-is('{label}')"))
    return rows.first.locator("dd").inner_text().removesuffix("Changed here").strip()


def said(page: Page) -> dict[str, str]:
    labels = ("Contacts", "People reached", "First contact")
    return {label: row(page, label) for label in labels}


def apart(page: Page) -> tuple[str, str]:
    """How many were not yet known, and how many were corrected since."""
    badges = page.locator(".app-replay__aside .app-badge:not(.app-badge--late)")
    counts = [badge.inner_text() for badge in badges.all() if badge.inner_text().isdecimal()]
    return counts[0], counts[1]


@pytest.mark.parametrize(
    ("address", "contacts", "reached", "first", "unknown", "corrected"),
    [
        ("?at=2026-03-09T12:30:00Z", "2", "2", "2 h", "1", "1"),
        ("?at=2026-03-10T19:00:00Z", "3", "3", "2 h", "0", "1"),
        ("", "4", "3", "2 h 30 min", "0", "0"),
        ("?at=2026-03-09T12:30:00Z&clock=happened", "3", "2", "2 h 30 min", "1", "1"),
    ],
    ids=["as at the first day", "as at the second", "at the end", "as it truly was"],
)
def test_each_moment_shows_what_was_known_then(
    opened: Open,
    address: str,
    contacts: str,
    reached: str,
    first: str,
    unknown: str,
    corrected: str,
) -> None:
    page = opened(REPLAY + address)

    assert said(page) == {
        "Contacts": contacts,
        "People reached": reached,
        "First contact": f"{first} after it was raised",
    }
    assert apart(page) == (unknown, corrected)


def test_the_decision_opens_on_what_its_maker_could_see(opened: Open) -> None:
    page = opened(f"{REPLAY}/decisions")
    page.get_by_role("link", name="Do we ask the shelter").click()

    assert (row(page, "Contacts"), row(page, "People reached")) == ("4", "3")
    expect(page.get_by_text("The civic hall Chosen")).to_be_visible()


def test_silences_and_delays_are_those_of_both_clocks(opened: Open) -> None:
    page = opened(f"{REPLAY}/delays", width=NARROW)

    expect(page.get_by_text("(1,825 min)")).to_be_visible()
    expect(page.get_by_text("(3,140 min)")).to_be_visible()
    late = page.get_by_role("row").filter(has_text="1,950 min")
    expect(late).to_contain_text("Reached Quayside Youth Voice [F] by phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_the_arrow_keys_step_through_the_entries(opened: Open) -> None:
    page = opened(f"{REPLAY}?at=2026-03-09T12:30:00Z")
    slider = page.get_by_role("slider")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    page.keyboard.press("ArrowLeft")

    expect(page.get_by_role("status")).to_contain_text("Sign of tension")
    expect(slider).to_be_focused()
    expect(slider).not_to_have_attribute("aria-valuetext", before or "")
    page.wait_for_url("**/replay?at=*")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Sign of tension")


def test_it_plays_by_itself_and_stops_at_the_end(opened: Open) -> None:
    page = opened(f"{REPLAY}?step=8")
    page.get_by_label("Speed").select_option("Quickly")
    page.get_by_role("button", name="Play").click()

    expect(page.get_by_role("status")).to_contain_text("Decided")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_without_scripts_the_links_and_the_form_do_the_same(opened: Open) -> None:
    page = opened(f"{REPLAY}?step=1", width=NARROW, scripts=False)
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("status")).to_contain_text("Triaged as critical")
    page.get_by_role("link", name="As it truly was").click()
    expect(page.get_by_role("status")).to_contain_text("Triaged as critical")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Show this moment").click()

    expect(page.get_by_role("status")).to_contain_text("Decided")


def test_two_moments_stand_side_by_side(opened: Open) -> None:
    page = opened(f"{REPLAY}?at=2026-03-09T12:30:00Z")
    page.get_by_role("link", name="Hold another moment").click()
    expect(page.get_by_text("Nothing stood differently.")).to_be_visible()
    page.get_by_role("link", name="Last").click()

    reached = page.get_by_role("row").filter(has_text="Figures: People reached")
    assert [cell.inner_text() for cell in reached.get_by_role("cell").all()] == ["2", "3"]


def test_the_entry_reads_as_it_did_then(opened: Open) -> None:
    page = opened(f"{REPLAY}?step=4")
    entry = page.locator(".app-timeline")
    expect(entry).to_contain_text("Reached Westvale Night Shelter")

    page.get_by_role("link", name="As it truly was").click()
    expect(entry).to_contain_text("Tried to reach Westvale Night Shelter")
    expect(entry).to_contain_text("voicemail only")


def test_some_of_the_entries_can_be_stepped_through(opened: Open) -> None:
    page = opened(REPLAY, scripts=False)
    page.get_by_text("Step through some of the entries only").click()
    page.get_by_label("Kind").select_option("Contacts")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.get_by_text("Entry 4 of 4 chosen from")).to_be_visible()
    page.get_by_role("link", name="Earlier").click()
    expect(page.get_by_role("status")).to_contain_text("Reached Quayside Youth Voice")
