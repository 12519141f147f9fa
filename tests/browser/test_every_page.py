"""Every page that a head of engagement can reach: valid, accessible, and readable when narrow."""

from pathlib import Path

import pytest

from tests import html
from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit
from tests.browser.walk import Walk, walk
from tests.site import Site

ROLE = "head_of_se"


@pytest.fixture(scope="package")
def walked(site: Site) -> Walk:
    with site.visitor(ROLE) as visitor:
        return walk(visitor)


def test_the_walk_finds_the_pages_that_matter(walked: Walk) -> None:
    assert {"/incidents", "/incidents/*", "/work", "/stakeholders", "/search"} <= set(walked.pages)


def test_no_link_is_dead(walked: Walk) -> None:
    assert walked.dead == []


@pytest.mark.html
def test_every_page_is_valid_html(walked: Walk, tmp_path: Path) -> None:
    named = {
        kind.strip("/").replace("/", "-").replace("*", "x"): text
        for kind, (_, text) in walked.pages.items()
    }

    assert html.faults(named, tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_meets_wcag(walked: Walk, visit: Visit, width: int) -> None:
    found = {path: axe.faults(visit(ROLE, path, width=width)) for path, _ in walked.pages.values()}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_the_narrowest_screen(walked: Walk, visit: Visit) -> None:
    widths = {
        path: visit(ROLE, path, width=NARROWEST).evaluate("document.documentElement.scrollWidth")
        for path, _ in walked.pages.values()
    }
    assert {path: width for path, width in widths.items() if width > NARROWEST} == {}
