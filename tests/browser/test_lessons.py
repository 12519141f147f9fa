"""Lessons where they help: shown while an incident is raised, used on its page, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Visit

pytestmark = pytest.mark.browser
HOW = "The line is out before the evening news. Fictional."


def test_the_best_lessons_are_shown_as_soon_as_the_type_is_chosen(visit: Visit) -> None:
    page = visit("duty_officer", "/incidents/raise", width=NARROW)
    page.get_by_label("Title").fill("Half a title [F]")
    page.get_by_label("What kind of incident is it?").select_option("fatal_police_shooting")

    expect(page.locator("#lessons")).to_contain_text("Put the line out before the evening news")
    assert page.get_by_label("Title").input_value() == "Half a title [F]"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_suggested_lesson_is_decided_on_a_phone(visit: Visit, scripts: bool) -> None:
    page = visit("duty_officer", "/incidents/raise", width=NARROW, scripts=scripts)
    page.get_by_label("Title").fill(f"A shooting by the mill, {scripts} [F]")
    page.get_by_label("What kind of incident is it?").select_option("fatal_police_shooting")
    page.get_by_label("Which force?").select_option("E23000013")
    page.get_by_label("What happened?").fill("Fictional.")
    page.get_by_role("button", name="Raise the incident").click()
    page.get_by_role("link", name="Triage").first.click()
    page.get_by_label("Critical", exact=False).first.check()
    page.get_by_label("Why this level?").fill("The whole street is frightened. Fictional.")
    page.get_by_label("Amber").check()
    page.get_by_label("Due regard to equality").fill("Asked who may be afraid to speak. Fictional.")
    page.get_by_role("button", name="Record the triage").click()

    expect(page.get_by_text("may help here")).to_be_visible()
    lessons = page.locator("#lessons")
    lessons.get_by_label("How do you use it here?").first.fill(HOW)
    lessons.get_by_role("button", name="We use it").first.click()
    expect(page.locator("#lessons")).to_contain_text("Used")
    expect(page.locator("#lessons")).to_contain_text(HOW)
