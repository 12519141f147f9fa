"""What is said where something cannot be done: to people as a page, to programs as a problem."""

import re

from tests.site import Site

NINE_MEGABYTES = "y" * 9_000_000


def heading(page: str) -> str:
    found = re.search("<h1[^>]*>(.*?)</h1>", page)
    return found.group(1) if found else ""


def test_a_body_that_is_too_large_is_refused_with_a_page_and_with_a_problem(site: Site) -> None:
    with site.visitor("duty_officer") as visitor:
        page = visitor.post("/incidents/raise", data={"summary": NINE_MEGABYTES})
        problem = visitor.post("/api/v1/incidents", json={"summary": NINE_MEGABYTES})

    assert (page.status_code, problem.status_code) == (413, 413)
    assert heading(page.text) == "This is too large to take in"
    assert "Send less text at once" in page.text
    assert problem.json()["type"] == "/problems/too-large"


def test_a_long_text_that_fits_is_refused_beside_its_question_and_kept(site: Site) -> None:
    with site.visitor("duty_officer") as visitor:
        page = visitor.post("/incidents/raise", data={"summary": "y" * 30_000})

    assert page.status_code == 422
    assert "at most 20,000 characters" in page.text
    assert "y" * 30_000 in page.text


def test_a_page_keeps_to_itself(site: Site) -> None:
    with site.visitor("duty_officer") as visitor:
        headers = visitor.get("/incidents").headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_what_another_site_has_a_browser_send_is_not_carried_out(site: Site) -> None:
    with site.visitor("duty_officer") as visitor:
        evil = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        answer = visitor.post("/incidents/views", data={"name": "Evil"}, headers=evil)

        assert answer.status_code == 403
        assert "Evil" not in visitor.get("/incidents").text
