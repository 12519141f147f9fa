"""What people come to do, from the sign-in on, without any JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Visit
from tests.site import Site

pytestmark = pytest.mark.browser


def raise_incident(page: Page, title: str) -> str:
    """From any page: open the form, answer the four questions, and land on the new incident."""
    page.goto("/work")
    page.get_by_role("link", name="Raise an incident").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("What kind of incident is it?").select_option("Road incident")
    page.get_by_label("Which force?").select_option("Lancashire")
    page.get_by_label("What happened?").fill("A car and a police van collided. Fictional.")
    page.get_by_role("button", name="Raise the incident").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    [ref] = re.findall(r"INC-\d{4}-\d{4}", page.url)
    return str(ref)


def test_a_duty_officer_signs_in_on_a_phone_and_sees_what_is_due(visit: Visit, site: Site) -> None:
    name, password = site.sign_ins["duty_officer"]
    page = visit(None, "/work", width=NARROW, scripts=False)
    page.get_by_label("Your sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/work$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_raising_an_incident_puts_it_on_the_board(visit: Visit) -> None:
    page = visit("duty_officer", "/incidents", width=NARROW, scripts=False)
    ref = raise_incident(page, "Collision on Salter Row [F]")
    page.goto("/incidents?force=E23000003&state=RAISED")

    row = page.get_by_role("row").filter(has_text=ref)
    expect(row).to_contain_text("Collision on Salter Row [F]")
    expect(row).to_contain_text("Triage")
    expect(row).to_contain_text("Not triaged")


def test_a_form_that_is_refused_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("duty_officer", "/incidents/raise", scripts=False)
    page.get_by_label("What happened?").fill("Typed on the way to the scene")
    page.get_by_role("button", name="Raise the incident").click()

    expect(page.get_by_role("alert")).to_contain_text("Give the incident a title")
    expect(page.get_by_label("What happened?")).to_have_value("Typed on the way to the scene")
    page.get_by_role("alert").get_by_role("link", name="Give the incident a title").click()
    expect(page.get_by_label("Title")).to_be_focused()


def test_filters_are_chosen_seen_and_taken_away(visit: Visit) -> None:
    page = visit("head_of_se", "/incidents", scripts=False)
    page.get_by_label("Critical", exact=True).check()
    page.get_by_label("Words in the title or the place").fill("zzz")
    page.get_by_role("button", name="Apply filters").click()

    expect(page.get_by_text("No incident matches.")).to_be_visible()
    page.get_by_role("link", name="Remove Words: zzz").click()
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url(re.compile("/incidents$"))


def test_the_map_leads_to_the_incidents_of_a_force(visit: Visit) -> None:
    page = visit("head_of_se", "/incidents", scripts=False)
    tile = page.get_by_role("region", name="Where").get_by_role("link").first
    tile.click()

    expect(page).to_have_url(re.compile("force="))
    expect(page.get_by_role("link", name=re.compile("^Remove Force:"))).to_be_visible()


def test_a_view_is_saved_used_and_deleted(visit: Visit) -> None:
    page = visit("regional_lead", "/incidents?level=critical", scripts=False)
    page.get_by_label("Name of the view").fill("Critical ones")
    page.get_by_role("button", name="Save view").click()
    page.goto("/incidents")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Critical ones").click()

    expect(page.get_by_role("link", name="Remove Level: Critical")).to_be_visible()
    page.get_by_role("button", name="Delete the view Critical ones").click()
    expect(page.get_by_role("link", name="Critical ones")).to_have_count(0)


def test_a_view_without_a_name_is_not_saved_and_keeps_its_filters(visit: Visit) -> None:
    page = visit("regional_lead", "/incidents?level=critical", scripts=False)
    page.get_by_role("button", name="Save view").click()

    expect(page.get_by_role("alert")).to_contain_text("Give the view a name")
    expect(page.get_by_role("link", name="Remove Level: Critical")).to_be_visible()


def test_somebody_is_registered_found_and_given_an_owner(visit: Visit) -> None:
    page = visit("se_officer", "/stakeholders", scripts=False)
    page.get_by_role("link", name="Register a stakeholder").click()
    page.get_by_label("Name", exact=True).fill("Cymdeithas y Glannau [F]")
    page.get_by_label("Category", exact=True).select_option("Non-statutory")
    page.get_by_label("What kind within it?").select_option("Voluntary and advocacy")
    page.get_by_label("Which force's area?").select_option("Dyfed-Powys")
    page.get_by_label("Language they prefer").select_option("Welsh")
    page.get_by_label("How do we know of them?").fill("They wrote to us")
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cymdeithas y Glannau [F]")

    page.goto("/stakeholders")
    page.get_by_label("Name or reference").fill("glannau")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Cymdeithas y Glannau [F]").click()
    page.get_by_role("link", name="Assign who owns the relationship").click()
    page.get_by_label("Owner").select_option(index=1)
    page.get_by_label("What they are responsible for").fill("A call every quarter")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("A call every quarter")).to_be_visible()


def test_one_box_searches_everything(visit: Visit) -> None:
    page = visit("duty_officer", "/work", scripts=False)
    ref = raise_incident(page, "Lantern procession stopped at Quay Gate [F]")
    box = page.get_by_role("search").get_by_label("Search incidents, entries and stakeholders")
    box.fill("lantern quay")
    box.press("Enter")

    expect(page.locator("mark").first).to_have_text("Lantern")
    page.get_by_role("link", name="Lantern procession stopped at Quay Gate [F]").first.click()
    expect(page).to_have_url(re.compile(ref))


def test_what_somebody_may_not_see_is_refused_kindly(visit: Visit) -> None:
    page = visit("investigator", "/stakeholders", scripts=False)

    expect(page.get_by_role("heading", level=1)).to_have_text("You may not do this")
    expect(page.get_by_role("navigation", name="Main")).not_to_contain_text("Stakeholders")


def test_everything_on_the_board_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit("duty_officer", "/incidents")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link", name="Raise an incident")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/incidents/raise$"))
