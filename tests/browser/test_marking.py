"""The marking stands on every page, and on every sheet that is printed."""

import pytest

from tests.browser.conftest import Visit

LAYOUT = "one => [getComputedStyle(one).display, getComputedStyle(one).breakInside]"


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/incidents", "/stakeholders", "/figures", "/incidents/raise"])
def test_every_page_says_how_it_is_marked(visit: Visit, path: str) -> None:
    page = visit("head_of_se", path)
    said = page.locator("#page-marking .app-marking__words").inner_text()

    assert said.removeprefix("This page is marked ").strip() in ("OFFICIAL", "OFFICIAL-SENSITIVE")


@pytest.mark.browser
def test_every_printed_sheet_begins_with_the_marking(visit: Visit) -> None:
    page = visit("head_of_se", "/incidents")
    page.emulate_media(media="print")

    assert page.locator(".app-top").evaluate(LAYOUT) == ["table-header-group", "avoid"]
    assert page.locator("body").evaluate(LAYOUT)[0] == "table"
    assert page.locator("#page-marking").is_visible()
