"""The public answers on a phone, in Welsh, without scripts; axe reads both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import html
from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, WIDE, Visit
from tests.pages.desk import Desk, seated
from tests.site import Site

pytestmark = pytest.mark.browser
CAN_CHANGE = {"can_change": "How we tell people. Fictional.", "can_change_cy": "Ffuglennol."}


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    with seated(site, "duty_officer") as desk:
        yield desk


@pytest.fixture
def link(desk: Desk) -> str:
    """A link of a new round, without its site and its language."""
    incident = desk.raise_incident("A crowd at the chapel [F]")
    body = {"ref": incident, "level": "consult", "languages": ["en", "cy"], **CAN_CHANGE}
    told = desk.client.post(
        "/api/v1/feedback-rounds", json={**body, "closes_at": "2036-01-01T12:00:00Z"}
    ).json()
    at = f"/api/v1/feedback-rounds/{told['ref']}"
    desk.client.post(f"{at}/issue-tokens", json={"count": 1}).raise_for_status()
    return str(desk.client.get(f"{at}/links").json()["items"][0]["token"])


def test_somebody_answers_in_welsh_on_a_phone_without_scripts(
    visit: Visit, desk: Desk, link: str
) -> None:
    page = visit(None, f"/feedback/{link}", width=NARROW, scripts=False)
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.get_by_role("heading", name="Rhoi adborth")).to_be_visible()

    page.get_by_role("button", name="Anfon").click()
    expect(page.get_by_role("heading", name="Mae yna broblem")).to_be_visible()
    page.get_by_role("link", name="Atebwch o leiaf un cwestiwn").click()

    page.get_by_role("group", name="Cyn heddiw, oeddech chi").get_by_label("Oeddwn").first.check()
    page.get_by_label("Eithaf hyderus").check()
    page.get_by_label("Beth ddylem ni ei wneud yn wahanol?").fill("Ffoniwch gyda'r nos.")
    page.get_by_text("Amdanoch chi, os dymunwch").click()
    page.get_by_label("25 i 34").check()
    page.get_by_role("button", name="Anfon").click()
    expect(page.get_by_role("heading", name="Diolch")).to_be_visible()
    assert link not in page.url
    assert page.context.cookies() == []

    page.goto(f"/adborth/{link}")
    expect(page.get_by_role("heading", name="Nid yw'r ddolen hon")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_public_pages_meet_wcag_in_both_languages(visit: Visit, link: str, width: int) -> None:
    page, found = visit(None, "/feedback/thank-you", width=width), {}
    addresses = [f"{way}/{token}" for way in ("/feedback", "/adborth") for token in (link, "gone")]
    for address in (*addresses, "/feedback/thank-you", "/adborth/diolch"):
        page.goto(address)
        for details in page.locator("summary").all():
            details.click()
        found[address] = axe.faults(page)
    page.goto(f"/adborth/{link}")
    page.get_by_role("button", name="Anfon").click()
    found["with errors"] = axe.faults(page)

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_public_pages_fit_the_narrowest_screen(visit: Visit, link: str) -> None:
    page = visit(None, f"/adborth/{link}", width=NARROWEST)
    page.get_by_text("Amdanoch chi, os dymunwch").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


@pytest.mark.html
def test_the_public_pages_are_valid_html(desk: Desk, link: str, tmp_path: Path) -> None:
    paths = {"form": f"/adborth/{link}", "gone": "/feedback/gone", "thanks": "/adborth/diolch"}
    named = {name: desk.client.get(path).text for name, path in paths.items()}

    assert html.faults(named, tmp_path) == []
