"""Every page that a head of engagement can reach: valid, accessible, and readable when narrow."""

from pathlib import Path

import pytest

from domain.vocabulary import Role
from tests import html
from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit
from tests.browser.walk import Walk, walk
from tests.site import Site

ROLE = "head_of_se"
ASKED = "/purpose?record=INC-2026-0001&next=/incidents/INC-2026-0001"

WAITS = "/requests/SR-2026-0002"
SAID = "/feedback-rounds/FB-0001"
ASKING = [f"/feedback-rounds/FB-0002/{page}" for page in ("do/enter", "do/close", "links?batch=1")]
ASKED_OF = "/feedback-rounds/new?incident=INC-2026-0001"


@pytest.fixture(scope="package")
def walked(site: Site) -> Walk:
    with site.visitor(ROLE) as visitor:
        return walk(visitor, "/", ASKED, WAITS, SAID, ASKED_OF, *ASKING)


@pytest.fixture(scope="package")
def governed(site: Site, walked: Walk) -> Walk:
    """What information governance reaches besides."""
    with site.visitor("info_governance") as visitor:
        reached = walk(visitor).pages
    return Walk({kind: page for kind, page in reached.items() if kind not in walked.pages})


def test_the_walk_finds_the_pages_that_matter(walked: Walk, governed: Walk) -> None:
    assert {"/incidents", "/incidents/*", "/work", "/stakeholders", "/search"} <= set(walked.pages)
    assert {"/purpose", "/incidents/*/access", "/incidents/*/handover"} <= set(walked.pages)
    asked = {f"/requests/*/{form}" for form in ("score", "decide", "do/decline")}
    assert {"/requests", "/requests/new", "/requests/*", *asked} <= set(walked.pages)
    ahead = {"/capacity", "/capacity/forecast", "/officers", "/officers/*", "/rota", "/what-if"}
    assert {"/rules", *ahead} <= set(walked.pages)
    learned = {"/lessons", "/lessons/*", "/lessons/new", "/lessons/figures", "/lessons/*/do/retire"}
    assert {"/briefings", "/briefings/*", "/briefings/new", *learned} <= set(walked.pages)
    told = {"/impact", "/impact/*", "/feedback-rounds", "/feedback-rounds/*"}
    forms = {f"/feedback-rounds/{form}" for form in ("new", "*/do/enter", "*/do/report", "*/links")}
    assert told | forms <= set(walked.pages)
    assert {"/access", "/access/check", "/access/emergencies"} <= set(governed.pages)
    deciding = {f"/stakeholders/*/do/{verb}" for verb in ("decide-erasure", "confirm-erasure")}
    assert {"/erasures", "/retention", *deciding} <= set(governed.pages)


@pytest.mark.parametrize("role", sorted(Role))
def test_nobody_is_shown_a_link_that_is_dead_or_refused_to_them(site: Site, role: Role) -> None:
    with site.visitor(role) as visitor:
        assert walk(visitor).dead == []


@pytest.mark.html
def test_every_page_is_valid_html(walked: Walk, governed: Walk, tmp_path: Path) -> None:
    named = {
        kind.strip("/").replace("/", "-").replace("*", "x"): text
        for kind, (_, text) in (walked.pages | governed.pages).items()
    }

    assert html.faults(named, tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_meets_wcag(walked: Walk, governed: Walk, visit: Visit, width: int) -> None:
    found = {}
    for role, reached in ((ROLE, walked), ("info_governance", governed)):
        page = visit(role, "/", width=width)
        for path, _ in reached.pages.values():
            page.goto(path)
            found[path] = axe.faults(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_the_narrowest_screen(
    walked: Walk, governed: Walk, visit: Visit
) -> None:
    widths = {}
    for role, reached in ((ROLE, walked), ("info_governance", governed)):
        page = visit(role, "/", width=NARROWEST)
        for path, _ in reached.pages.values():
            page.goto(path, wait_until="domcontentloaded")
            widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: width for path, width in widths.items() if width > NARROWEST} == {}
