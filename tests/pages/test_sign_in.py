"""Signing in, and out again."""

import httpx2
import pytest

from api.pages.home import within
from tests.site import Site


@pytest.mark.parametrize("address", ["/work", "/incidents/INC-2026-0001?sort=x#entry", "/"])
def test_after_signing_in_one_goes_on_to_the_page_that_was_asked_for(address: str) -> None:
    assert within(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "work",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(address: str) -> None:
    assert within(address) == "/incidents"


def test_a_page_asks_for_a_sign_in_and_comes_back(site: Site) -> None:
    with httpx2.Client(base_url=site.url) as stranger:
        asked = stranger.get("/work")

    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/work")


def test_a_wrong_password_keeps_the_name_and_not_the_password(site: Site) -> None:
    with httpx2.Client(base_url=site.url, headers={"Origin": site.url}) as stranger:
        refused = stranger.post("/sign-in", data={"person": "nobody<b>", "password": "guess me"})

    assert refused.status_code == 401
    assert 'value="nobody&lt;b&gt;"' in refused.text
    assert "guess me" not in refused.text
    assert "set-cookie" not in refused.headers


def test_signing_out_ends_the_session_and_not_only_the_cookie(site: Site) -> None:
    name, password = site.sign_ins["auditor"]
    form, origin = {"person": name, "password": password}, {"Origin": site.url}
    with httpx2.Client(base_url=site.url, headers=origin) as client:
        kept = dict(client.post("/sign-in", data=form).cookies)
        client.post("/sign-out")
    with httpx2.Client(base_url=site.url, cookies=kept) as again:
        assert again.get("/work").headers["location"].startswith("/sign-in")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    name, password = site.sign_ins["auditor"]
    form, origin = {"person": name, "password": password}, {"Origin": site.url}
    cookie = httpx2.post(f"{site.url}/sign-in", data=form, headers=origin).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
