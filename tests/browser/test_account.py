"""The pages of signing in and of one's account that no link leads to: valid and accessible."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pyotp import TOTP

from tests import html
from tests.browser import axe
from tests.browser.conftest import NARROW, NARROWEST, Visit
from tests.site import Site, served

pytestmark = pytest.mark.browser

ROLE = "analyst"


def checked(page: Page, title: str, folder: Path) -> None:
    """It is the page that was meant, valid, accessible, and readable when narrow."""
    assert page.title().removeprefix("Error: ").startswith(title)
    assert axe.faults(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    page.set_viewport_size({"width": NARROW, "height": 900})
    if html.checker_missing() is None:
        folder.mkdir(exist_ok=True)
        assert html.faults({"page": page.content()}, folder) == []


@pytest.fixture
def analyst(site: Site, visit: Visit) -> Iterator[Page]:
    """Somebody in their browser who signed in here, and whose other sessions may end."""
    name, password = site.sign_ins[ROLE]
    page = visit(None, "/sign-in?next=/account", width=NARROW)
    sign_in(page, name, password)
    yield page
    site.forget(ROLE)


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Your sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_second_factor_from_setting_up_to_removing(
    analyst: Page, site: Site, tmp_path: Path
) -> None:
    name, password = site.sign_ins[ROLE]
    page = analyst
    page.get_by_label("Your password", exact=True).fill(password)
    page.get_by_role("button", name="Set up a second factor").click()
    page.get_by_role("button", name="Use it from now on").click()
    checked(page, "Set up a second factor", tmp_path / "set-up")
    key = page.locator("figcaption code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(TOTP(key).now())
    page.get_by_role("button", name="Use it from now on").click()
    checked(page, "Your recovery codes", tmp_path / "codes")
    codes = page.locator("li > code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    checked(page, "Your account", tmp_path / "account")

    page.get_by_role("button", name="Sign out", exact=True).first.click()
    sign_in(page, name, password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    checked(page, "Your code", tmp_path / "code")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account")
    page.get_by_label("Code").fill(codes[1])
    page.get_by_role("button", name="Remove the second factor").click()

    assert "The second factor is removed." in page.get_by_role("main").inner_text()


def test_from_a_first_password_to_a_second_factor_that_is_required(
    browser: Browser, tmp_path: Path
) -> None:
    data, own = tmp_path / "box1", "seven blue kettles"
    command = [sys.executable, "-m", "api.cli", "person", "add", "amina", "--role", "head_of_se"]
    added = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, check=True
    )
    first = added.stdout.strip()
    with served(data, BOX1_SECOND_FACTOR="required") as url:
        page = browser.new_page(base_url=url, viewport={"width": NARROW, "height": 900})
        page.goto("/figures")
        sign_in(page, "amina", first)
        checked(page, "Choose your own password", tmp_path / "choose")
        page.get_by_label("The password that you were given").fill(first)
        page.get_by_label("Your own password").fill("short")
        page.get_by_role("button", name="Use my own password").click()
        checked(page, "Choose your own password", tmp_path / "refused")
        page.get_by_label("The password that you were given").fill(first)
        page.get_by_label("Your own password").fill(own)
        page.get_by_role("button", name="Use my own password").click()
        checked(page, "Set up a second factor first", tmp_path / "first")
        page.get_by_label("Your password").fill(own)
        page.get_by_role("button", name="Set up a second factor").click()
        checked(page, "Set up a second factor", tmp_path / "set-up")
        key = page.locator("figcaption code").inner_text().replace(" ", "")
        page.get_by_label("Code").fill(TOTP(key).now())
        page.get_by_role("button", name="Use it from now on").click()
        checked(page, "Your recovery codes", tmp_path / "codes")
        page.get_by_role("link", name="I have kept them").click()

        assert page.url == f"{url}/figures"
        page.context.close()


def test_a_token_from_making_to_revoking(analyst: Page, tmp_path: Path) -> None:
    page = analyst
    page.get_by_role("button", name="Make a token").click()
    checked(page, "Your account", tmp_path / "refused")
    page.get_by_label("Which program is it for").fill("The weekly figures")
    page.get_by_role("button", name="Make a token").click()
    checked(page, "Your new token", tmp_path / "token")
    page.get_by_role("link", name="I have copied it").click()
    checked(page, "Your account", tmp_path / "listed")
    page.get_by_role("button", name=re.compile("Revoke")).click()

    assert page.get_by_role("button", name=re.compile("Revoke")).count() == 0


def test_a_password_that_is_refused_is_said_beside_its_field(analyst: Page, tmp_path: Path) -> None:
    page = analyst
    page.get_by_label("Your password now").fill("wrong")
    page.get_by_label("New password").fill("wrong")
    page.get_by_role("button", name="Change my password").click()

    checked(page, "Your account", tmp_path / "refused")


@pytest.mark.parametrize("path", ["/people", "/account"])
def test_whoever_manages_accounts_gets_there_by_links(visit: Visit, path: str) -> None:
    page = visit("head_of_se", "/incidents")
    page.get_by_role("link", name=re.compile("^Your account")).first.click()
    if path == "/people":
        page.get_by_role("link", name="Manage everybody's accounts").click()

    assert page.url.endswith(path)
    assert axe.faults(page) == []
