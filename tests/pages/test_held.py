"""A session that ends while somebody types loses nothing of what they typed."""

import re
from html import unescape

import httpx2

from tests.site import Site

TYPED = {"title": "Held <b>&</b> sent", "incident_type": "other", "pfa": "", "summary": "Dau\nddau"}


def fields_of(page: str) -> dict[str, str]:
    """The hidden inputs of a page."""
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in inputs}


def test_what_was_typed_is_there_after_signing_in_again(site: Site) -> None:
    name, password = site.sign_ins["duty_officer"]
    with httpx2.Client(base_url=site.url, headers={"Origin": site.url}) as client:
        asked = client.post("/incidents/raise", data=TYPED)
        wrong = client.post("/sign-in", data={**fields_of(asked.text), "person": name})
        right = {**fields_of(wrong.text), "person": name, "password": password}
        again = client.post("/sign-in", data=right)
        sent = client.post("/incidents/raise", data=fields_of(again.text))

    assert (asked.status_code, wrong.status_code, again.status_code) == (401, 401, 200)
    assert 'action="/incidents/raise"' in again.text
    assert fields_of(again.text) == TYPED
    assert "Choose the force or the body" in sent.text
    assert "Dau\nddau" in sent.text
    assert "Held &lt;b&gt;&amp;&lt;/b&gt; sent" in sent.text
