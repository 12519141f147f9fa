"""What if, as people play with it: on a phone, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit

ANSWERED = "/what-if?demand=made-up&reserve=0&lending=never" + "".join(
    f"&more.{region}=2" for region in ("london", "wales", "north-east", "south-west")
)


@pytest.mark.browser
def test_a_question_is_asked_on_a_phone_without_scripts(visit: Visit) -> None:
    page = visit("head_of_se", "/what-if", width=NARROW, scripts=False)

    page.get_by_label("Made up by chance").check()
    page.get_by_text("Add officers").click()
    page.get_by_label("More officers in Wales").fill("2")
    page.get_by_label("No loans between regions").check()
    page.get_by_role("button", name="Replay").click()

    expect(page.locator("#answer-heading")).to_be_visible()
    expect(page.get_by_label("More officers in Wales")).to_have_value("2")
    for step in page.locator(".app-working").all():
        expect(step).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_answer_meets_wcag(visit: Visit, width: int) -> None:
    page = visit("head_of_se", ANSWERED, width=width)

    assert axe.faults(page) == []


@pytest.mark.browser
def test_an_answer_does_not_scroll_sideways_on_the_narrowest_screen(visit: Visit) -> None:
    page = visit("head_of_se", ANSWERED, width=NARROWEST)

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
