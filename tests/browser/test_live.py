"""Open pages follow what others record: at once, without losing what the reader is doing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.site import Site

pytestmark = pytest.mark.browser

AT_ONCE_MS = 2000
NEWEST = "/incidents?sort=newest"


def record(site: Site, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a colleague records meanwhile."""
    with site.visitor("duty_officer") as colleague:
        answer = colleague.post(f"/api/v1/{path}", json=body).raise_for_status()
    return dict(answer.json())


def raised(site: Site, title: str) -> str:
    body = {
        "title": title,
        "incident_type": "public_order",
        "pfa": "E23000002",
        "summary": "Fictional.",
        "source": "media",
        "bereaved": "no",
    }
    return str(record(site, "incidents", body)["ref"])


def live(page: Page) -> None:
    expect(page.get_by_text("Live.")).to_be_visible()


def test_the_board_shows_what_a_colleague_raises(visit: Visit, site: Site) -> None:
    page = visit("head_of_se", NEWEST)
    live(page)
    raised(site, "Crowd gathers at Weir Street [F]")

    row = page.get_by_role("row").filter(has_text="Crowd gathers at Weir Street [F]")
    expect(row).to_be_visible(timeout=AT_ONCE_MS)
    tile = page.get_by_role("region", name="Where").get_by_role("link", name=re.compile("Cumbria"))
    expect(tile).to_be_visible()


def test_a_request_shows_its_score_as_soon_as_it_has_one(visit: Visit, site: Site) -> None:
    incident = raised(site, "Stones thrown at Tannery Row [F]")
    asked = {
        "incident": incident,
        "needed_by": (datetime.now(UTC) + timedelta(days=2)).isoformat(),
        "asks": ["first_contact"],
        "context": "Nobody has spoken to them yet. Fictional.",
    }
    ref = record(site, "support-requests", asked)["ref"]
    page = visit("head_of_se", f"/requests/{ref}")
    live(page)
    evidence = dict.fromkeys("STCFP", "The first report. Fictional.")
    score = {"anchors": dict.fromkeys("STCFP", 1), "evidence": evidence}
    record(site, f"support-requests/{ref}/score", score)

    table = page.get_by_role("table", name="The score, factor by factor")
    expect(table).to_be_visible(timeout=AT_ONCE_MS)


def test_a_change_takes_neither_the_focus_nor_what_is_half_typed(visit: Visit, site: Site) -> None:
    page = visit("head_of_se", NEWEST)
    live(page)
    words = page.get_by_label("Words in the title or the place")
    words.press_sequentially("half a wo")
    page.evaluate("window.scrollTo(0, 300)")
    raised(site, "Windows broken at Sluice Lane [F]")

    row = page.get_by_role("row").filter(has_text="Windows broken at Sluice Lane [F]")
    expect(row).to_be_visible(timeout=AT_ONCE_MS)
    expect(words).to_be_focused()
    expect(words).to_have_value("half a wo")


def test_a_link_in_the_list_keeps_the_focus_while_the_list_changes(
    visit: Visit, site: Site
) -> None:
    page = visit("head_of_se", NEWEST)
    live(page)
    link = page.get_by_role("rowheader").get_by_role("link").first
    title = link.inner_text()
    link.focus()
    raised(site, "Fire set at Lock Cottages [F]")

    expect(page.get_by_text("Fire set at Lock Cottages [F]")).to_be_visible(timeout=AT_ONCE_MS)
    expect(page.get_by_role("link", name=title, exact=True).first).to_be_focused()


def test_a_paused_page_counts_and_shows_what_is_new_when_asked(visit: Visit, site: Site) -> None:
    page = visit("head_of_se", NEWEST)
    live(page)
    page.get_by_role("button", name="Pause").click()
    raised(site, "Road blocked at Toll Bar [F]")

    expect(page.get_by_role("status").filter(has_text="Paused.")).to_contain_text("1 new")
    expect(page.get_by_text("Road blocked at Toll Bar [F]")).to_have_count(0)
    page.get_by_role("button", name="Show 1 new").click()
    expect(page.get_by_text("Road blocked at Toll Bar [F]")).to_be_visible(timeout=AT_ONCE_MS)


def test_an_incident_left_open_shows_what_a_colleague_records(visit: Visit, site: Site) -> None:
    ref = raised(site, "Marchers stopped at Iron Bridge [F]")
    page = visit("head_of_se", f"/incidents/{ref}")
    live(page)
    triage = {
        "level": "high_profile",
        "rationale": "Footage is shared widely and is disputed.",
        "initial_tension": "amber",
        "groups": [],
        "themes": [],
        "due_regard": "Considered for everyone who marched.",
    }
    record(site, f"incidents/{ref}/triage", triage)

    expect(page.locator("#timeline")).to_contain_text("Footage is shared", timeout=AT_ONCE_MS)


def test_an_open_page_says_when_its_session_is_over_and_keeps_what_was_typed(
    visit: Visit, site: Site
) -> None:
    name, password = site.sign_ins["reviewer"]
    page = visit(None, "/sign-in")
    page.get_by_label("Your sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    live(page)
    page.get_by_label("Words in the title or the place").fill("half a wo")
    page.request.post(f"{site.url}/sign-out", headers={"Origin": site.url})
    raised(site, "Vigil at Cooper Green [F]")

    expect(page.get_by_text("You were signed out.")).to_be_visible()
    expect(page.get_by_label("Words in the title or the place")).to_have_value("half a wo")
    expect(page).to_have_url(re.compile("/incidents$"))


def test_a_page_without_a_connection_says_so_and_finds_it_again(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url)
    for name, value in site.session("head_of_se").items():
        context.add_cookies([{"name": name, "value": value, "url": site.url}])
    page = context.new_page()
    page.route("**/api/v1/changes*", lambda route: route.abort())
    page.goto("/work")
    expect(page.get_by_text("Not connected since")).to_be_visible()
    page.unroute("**/api/v1/changes*")

    expect(page.get_by_text("Live.")).to_be_visible(timeout=15_000)
    context.close()
