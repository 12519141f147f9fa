"""Pages that say no: as accessible as those that say yes."""

import pytest

from tests.browser import axe
from tests.browser.conftest import NARROW, WIDE, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("role", "path", "button"),
    [
        (None, "/sign-in", "Sign in"),
        ("duty_officer", "/incidents/raise", "Raise the incident"),
        ("duty_officer", "/incidents", "Save view"),
        ("se_officer", "/stakeholders/register", "Register"),
    ],
)
def test_a_refused_form_is_accessible(
    visit: Visit, role: str | None, path: str, button: str, width: int
) -> None:
    page = visit(role, path, width=width)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("alert").wait_for()

    assert page.title().startswith("Error: ")
    assert axe.faults(page) == []


@pytest.mark.parametrize(
    ("role", "path", "title"),
    [
        ("duty_officer", "/nowhere", "There is no such thing here"),
        ("duty_officer", "/incidents/INC-2026-9999", "There is no such thing here"),
        ("investigator", "/stakeholders", "You may not do this"),
    ],
)
def test_a_page_that_cannot_be_shown_says_why_and_leads_on(
    visit: Visit, role: str, path: str, title: str
) -> None:
    page = visit(role, path, width=NARROW)

    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.get_by_role("main").get_by_role("link").count() == 1
    assert axe.faults(page) == []


@pytest.mark.parametrize(
    ("role", "heading"),
    [("auditor", "Access log"), ("info_governance", "Access log"), ("analyst", "Figures")],
)
def test_whoever_runs_no_response_lands_on_a_page_of_their_own(
    visit: Visit, role: str, heading: str
) -> None:
    page = visit(role, "/")

    assert page.get_by_role("heading", level=1).inner_text() == heading
