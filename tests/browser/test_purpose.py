"""What a record is needed for, at night and on a phone: one tap more, and nothing else."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import axe
from tests.browser.conftest import NARROW, Visit
from tests.site import Site

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


class Thumb:
    """Taps, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1


def raised(site: Site, title: str, marking: str) -> str:
    """An incident that the duty officer has just raised."""
    sent = {
        "title": title,
        "incident_type": "death_in_custody",
        "pfa": "E23000013",
        "summary": "Fictional.",
        "bereaved": "yes",
        "source": "other",
        "marking": marking,
    }
    with site.visitor("duty_officer") as duty:
        answer = duty.post("/api/v1/incidents", json=sent).raise_for_status().json()
        duty.get(f"/api/v1/incidents?min_position={answer['position']}").raise_for_status()
    return str(answer["ref"])


def taps_to_open(page: Page, ref: str, title: str, *, asked: bool) -> int:
    """From the board to the incident's own page."""
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name=title))
    if asked:
        expect(page.get_by_role("heading", level=1)).to_contain_text(ref)
        thumb.tap(page.get_by_role("button", name="Urgent: I will say why later"))
    expect(page).to_have_url(re.compile(f"/incidents/{ref}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return thumb.taps


@BOTH
def test_a_restricted_incident_costs_one_tap_more_and_only_once(
    site: Site, visit: Visit, scripts: bool
) -> None:
    of = "with scripts" if scripts else "without"
    open_title, closed_title = f"Crash at Elm Bridge, {of} [F]", f"Death at Haven Street, {of} [F]"
    open_ref = raised(site, open_title, "OFFICIAL")
    closed_ref = raised(site, closed_title, "OFFICIAL-SENSITIVE")
    page = visit("head_of_se", "/incidents?sort=newest", width=NARROW, scripts=scripts)

    open_taps = taps_to_open(page, open_ref, open_title, asked=False)
    page.goto("/incidents?sort=newest")
    closed_taps = taps_to_open(page, closed_ref, closed_title, asked=True)
    page.goto("/incidents?sort=newest")
    again = taps_to_open(page, closed_ref, closed_title, asked=False)

    assert (open_taps, closed_taps, again) == (1, 2, 1)


@BOTH
def test_every_reason_that_needs_no_words_is_in_reach_of_a_thumb(
    site: Site, visit: Visit, scripts: bool
) -> None:
    ref = raised(site, f"Reasons, {scripts} [F]", "OFFICIAL-SENSITIVE")
    page = visit("regional_lead", "/", width=NARROW, scripts=scripts)
    page.goto(f"/incidents/{ref}")

    buttons = page.locator("#purpose").get_by_role("button")
    assert buttons.count() == 6
    for each in buttons.all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 900


@BOTH
def test_something_else_is_said_in_words(site: Site, visit: Visit, scripts: bool) -> None:
    ref = raised(site, f"Something else, {scripts} [F]", "OFFICIAL-SENSITIVE")
    page = visit("regional_lead", "/", width=NARROW, scripts=scripts)
    page.goto(f"/incidents/{ref}?kind=raised")

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words what for.")
    page.get_by_label("For something else").fill("Checking the name of the street")
    page.get_by_label("For something else").press("Enter")

    expect(page).to_have_url(re.compile(f"/incidents/{ref}\\?kind=raised$"))
    with site.visitor("info_governance") as governance:
        assert "Checking the name of the street" in governance.get(f"/incidents/{ref}/access").text


def test_what_is_typed_into_an_open_page_outlives_a_new_sign_in_without_a_purpose(
    site: Site, visit: Visit
) -> None:
    ref = raised(site, "Typed at night [F]", "OFFICIAL-SENSITIVE")
    page = visit("duty_officer", f"/incidents/{ref}/do/record-tension", width=NARROW)
    page.get_by_label("What did you see or hear?").fill("A crowd at the gate.")
    name, password = site.sign_ins["duty_officer"]
    page.context.clear_cookies()
    answer = page.context.request.post(
        "/sign-in", form={"person": name, "password": password}, headers={"Origin": site.url}
    )
    assert answer.ok

    page.locator("main form button[type=submit]").last.click()

    expect(page.get_by_label("What did you see or hear?")).to_have_value("A crowd at the gate.")


def test_an_urgent_read_is_looked_into_by_somebody_else(site: Site, visit: Visit) -> None:
    ref = raised(site, "Read in a hurry [F]", "OFFICIAL-SENSITIVE")
    reader = visit("regional_lead", "/", width=NARROW)
    reader.goto(f"/incidents/{ref}")
    reader.get_by_role("button", name="Urgent").click()

    page = visit("info_governance", "/access/emergencies")
    urgent = page.locator(".app-urgent").filter(has_text=ref)
    expect(urgent).to_contain_text("Not said yet what for.")
    reader.goto("/incidents")
    assert axe.faults(reader) == []
    while ref in (owed := reader.locator(".app-owed")).inner_text():
        owed.get_by_role("link", name="Say what for").click()
        expect(reader.get_by_role("button", name="Urgent")).to_have_count(0)
        reader.get_by_role("button", name="To review or supervise the work").click()
        if reader.locator(".app-owed").count() == 0:
            break
    page.reload()
    expect(urgent).to_contain_text("Said later: To review or supervise the work")
    urgent.get_by_role("button", name="Looked into").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words what you found.")
    urgent.get_by_label("What did you find?").fill("On call that night.")
    urgent.get_by_role("button", name="Looked into").click()

    expect(urgent).to_contain_text("On call that night.")
    expect(urgent.get_by_role("button")).to_have_count(0)
