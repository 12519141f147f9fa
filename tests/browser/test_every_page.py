"""Every page that a head of engagement can reach: valid, accessible, and readable when narrow."""

from pathlib import Path

import pytest

from tests import html
from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit
from tests.browser.walk import pages
from tests.site import Site

ROLE = "head_of_se"


@pytest.fixture(scope="package")
def walked(site: Site) -> dict[str, tuple[str, str]]:
    with site.visitor(ROLE) as visitor:
        return pages(visitor)


def test_the_walk_finds_the_pages_that_matter(walked: dict[str, tuple[str, str]]) -> None:
    assert {"/incidents", "/incidents/*", "/work", "/stakeholders", "/search"} <= set(walked)


@pytest.mark.html
def test_every_page_is_valid_html(walked: dict[str, tuple[str, str]], tmp_path: Path) -> None:
    named = {
        kind.strip("/").replace("/", "-").replace("*", "x"): text
        for kind, (_, text) in walked.items()
    }

    assert html.faults(named, tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_meets_wcag(
    walked: dict[str, tuple[str, str]], visit: Visit, width: int
) -> None:
    found = {path: axe.faults(visit(ROLE, path, width=width)) for path, _ in walked.values()}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_the_narrowest_screen(
    walked: dict[str, tuple[str, str]], visit: Visit
) -> None:
    widths = {
        path: visit(ROLE, path, width=NARROWEST).evaluate("document.documentElement.scrollWidth")
        for path, _ in walked.values()
    }
    assert {path: width for path, width in widths.items() if width > NARROWEST} == {}
