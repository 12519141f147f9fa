"""What pages are drawn with is fetched once."""

import re

import httpx2

from api.assets import asset
from tests.site import Site


def test_every_file_that_a_page_names_is_kept_for_ever(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/incidents").text)
        kept = {file: visitor.get(file).headers["cache-control"] for file in files}

    assert len(kept) == 5
    assert all("immutable" in policy for policy in kept.values())


def test_a_file_without_a_version_is_asked_for_again(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        policy = visitor.get("/static/vendor/govuk-frontend.min.js").headers["cache-control"]

    assert "immutable" not in policy


def test_a_file_is_served_compressed(site: Site) -> None:
    with httpx2.Client(base_url=site.url) as anybody:
        answer = anybody.get(asset("app.css"), headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers.get("content-length", 0)) < len(answer.content) // 2
