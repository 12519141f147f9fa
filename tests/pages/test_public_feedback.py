"""The public's form, as a browser without scripts sends it: in two languages, good for once."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from domain.feedback import ABOUT, BANK
from tests.pages.desk import Desk, seated
from tests.pages.test_requests import words
from tests.site import Site

ROOT = Path(__file__).resolve().parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CAN_CHANGE = "How we tell people what happens next. Fictional."


class Asked:
    """A round about an incident, with links; and somebody who has one, and no sign-in."""

    def __init__(self, desk: Desk, site: Site, stack: ExitStack, **more: object) -> None:
        self.desk = desk
        incident = desk.raise_incident("A crowd at the library [F]")
        body = {
            "ref": incident,
            "closes_at": "2036-01-01T12:00:00Z",
            "languages": ["en", "cy"],
            "level": "consult",
            "can_change": CAN_CHANGE,
            "can_change_cy": "Sut rydym yn dweud wrth bobl. Ffuglennol.",
            **more,
        }
        answer = desk.client.post("/api/v1/feedback-rounds", json=body)
        assert answer.is_success, answer.text
        self.ref = answer.json()["ref"]
        if body.get("mode") != "open":
            desk.client.post(f"/api/v1/feedback-rounds/{self.ref}/issue-tokens", json={"count": 12})
        told = desk.client.get(f"/api/v1/feedback-rounds/{self.ref}/links").json()
        self.tokens = [one["token"] for one in told["items"]]
        headers = {"Origin": site.url}
        self.public = stack.enter_context(httpx2.Client(base_url=site.url, headers=headers))

    def send(self, path: str, **fields: str) -> httpx2.Response:
        return self.public.post(path, content=urlencode(fields), headers=FORM)

    def close(self) -> dict[str, Any]:
        """Close the round; what its figures are then."""
        at = f"/api/v1/feedback-rounds/{self.ref}"
        assert self.desk.client.post(f"{at}/close", json={}).is_success
        return dict(self.desk.client.get(at).json())


@pytest.fixture
def asked(site: Site) -> Iterator[Asked]:
    with ExitStack() as stack:
        yield Asked(stack.enter_context(seated(site, "duty_officer")), site, stack)


def test_the_form_says_first_what_can_change_and_is_answered_once(asked: Asked) -> None:
    token = asked.tokens[0]
    shown = asked.public.get(f"/feedback/{token}")
    told = words(unescape(shown.text))
    assert told.index("We ask what you think before we decide.") < told.index("had you heard of")
    assert CAN_CHANGE in told
    assert "set-cookie" not in shown.headers
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "same-origin"
    assert "<script" not in shown.text

    answers = {"PPT-AWARE": "yes", "age": "25-34", "free_text": "Ring in the evening."}
    sent = asked.send(f"/feedback/{token}", **answers)
    assert (sent.status_code, sent.headers["location"]) == (303, "/feedback/thank-you")
    again = asked.send(f"/feedback/{token}", **answers)
    assert again.status_code == 404
    assert "This link does not work any more" in again.text
    assert asked.close()["responses"] == 1


def test_a_used_an_unknown_and_a_closed_link_are_answered_alike(asked: Asked) -> None:
    used, unused = asked.tokens[:2]
    assert asked.send(f"/adborth/{used}", **{"PPT-AWARE": "no"}).is_redirect
    asked.close()
    pages = [asked.public.get(f"/adborth/{token}") for token in (used, unused, "A" * 22, "no-such")]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "Nid yw'r ddolen hon yn gweithio mwyach" in unescape(pages[0].text)


def test_the_other_language_keeps_what_was_typed_and_saves_nothing(asked: Asked) -> None:
    token = asked.tokens[0]
    typed = {"PPT-AWARE": "no", "free_text": "Wedi teipio.", "ethnicity": "white"}
    shown = unescape(asked.send(f"/adborth/{token}", **typed, switch="cy").text)

    assert '<html lang="cy"' in shown
    assert "oeddech chi wedi clywed am Swyddfa Annibynnol" in shown
    assert re.search(r'name="PPT-AWARE" type="radio" value="no" checked', shown)
    assert re.search(r'name="ethnicity" type="radio" value="white" checked', shown)
    assert "Wedi teipio." in shown
    assert "Sut rydym yn dweud wrth bobl. Ffuglennol." in shown
    assert asked.close()["responses"] == 0


def test_what_is_wrong_is_said_in_the_language_of_the_form(asked: Asked) -> None:
    token = asked.tokens[0]
    empty = asked.send(f"/adborth/{token}")
    assert empty.status_code == 422
    assert 'href="#PPT-AWARE"' in empty.text
    assert "Atebwch o leiaf un cwestiwn" in empty.text
    long = asked.send(f"/feedback/{token}", free_text="x" * 2001)
    assert long.status_code == 422
    assert "Write at most 2,000 characters." in long.text
    assert "x" * 2001 in long.text
    assert asked.send(f"/feedback/{token}", **{"PPT-AWARE": "yes"}).is_redirect


def test_of_somebody_under_16_nothing_else_is_kept(asked: Asked) -> None:
    child = {"PPT-AWARE": "yes", "age": "under_16", "sex": "female", "ethnicity": "black"}
    assert asked.send(f"/feedback/{asked.tokens[0]}", **child).is_redirect
    tables = asked.close()["tables"]

    assert [table["field"] for table in tables] == ["age"]


def test_a_round_that_is_open_to_all_has_one_link_for_all(site: Site) -> None:
    with seated(site, "duty_officer") as desk, ExitStack() as stack:
        asked = Asked(desk, site, stack, mode="open", languages=["en"])
        [link] = asked.tokens
        for _ in range(2):
            assert asked.send(f"/feedback/{link}", **{"PPT-AWARE": "yes"}).is_redirect
        figures = asked.close()
        assert (figures["responses"], figures["tokens"]) == (2, None)


def test_every_text_of_the_public_has_a_welsh_draft() -> None:
    sources = {
        "templates/public": [("**.html", "jinja2")],
        "api/pages": [("public_**.py", "python")],
    }
    used = {
        found[2]
        for folder, methods in sources.items()
        for found in extract_from_dir(ROOT / folder, methods, keywords={"_": None})
    }
    with (ROOT / "api" / "locale" / "cy.po").open("rb") as written:
        drafted = {one.id: one.string for one in read_po(written, locale="cy") if one.id}

    assert sorted(used - set(drafted)) == []
    assert sorted(set(drafted) - used - {"Skip to main content"}) == []
    assert [text for text, welsh in drafted.items() if not welsh] == []
    said = [one.words for bank in BANK.values() for one in bank.values()]
    said += [field.words for field in ABOUT.values()]
    assert all(words.cy and words.cy != words.en for words in said)
