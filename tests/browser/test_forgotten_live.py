"""An open page of somebody who is erased says so by itself, and their name is gone from it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.site import Site

NAME = "Tamsin Holt-Farrow"
PATIENCE_MS = 5000


@pytest.mark.browser
def test_a_name_leaves_the_pages_that_show_it(site: Site, visit: Visit) -> None:
    """The demonstration has a decision about her that waits for a second person."""
    with site.visitor("info_governance") as governance:
        waiting = governance.get("/erasures").text
        [ref] = re.findall(r"/stakeholders/(STK-\d+)/do/confirm-erasure", waiting)
    page = visit("se_officer", f"/stakeholders/{ref}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)

    confirming = visit("info_governance", f"/stakeholders/{ref}/do/confirm-erasure")
    confirming.get_by_role("button", name="Forget them").last.click()
    expect(confirming.get_by_text("Gone from every backup by")).to_be_visible()

    expect(page.get_by_role("heading", level=1)).to_contain_text("[erased", timeout=PATIENCE_MS)
    assert NAME not in page.content()
