"""Whatever people type is shown as text: in every field, on every page, in every answer."""

from urllib.parse import quote, urldefrag

import httpx2
import pytest

from api.staging import HttpStage
from tests.security.payloads import ALL, STORED
from tests.security.planting import Planted, plant
from tests.security.reading_pages import Reading
from tests.system import Headers

MOST_PAGES = 400
STARTS = ("/incidents", "/work", "/stakeholders", "/search", "/erasures", "/retention", "/access")
FRAMES = ("<p>{}</p>", '<p title="{}">', "<p title='{}'>", "<script src=/static/x>{}</script>")
ASKED = ("q", "next", "view", "sort", "record")
LEAVES = ("/static/", "/sign-out", "/api/", "/health/", "/metrics")


@pytest.fixture
async def planted(
    played: HttpStage, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> Planted:
    who = [sign_in[role] for role in ("head_of_se", "investigator", "info_governance")]
    planted = await plant(http, who)
    await played.caught_up(played.system.store.position())
    return planted


async def walk(http: httpx2.AsyncClient, headers: Headers) -> dict[str, str]:
    """Every page that links lead to, and what is on it."""
    waiting, pages = [*STARTS], dict.fromkeys(STARTS, "")
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.pop(0)
        answer = await http.get(path, headers=headers, follow_redirects=True)
        pages[path] = answer.text if "html" in answer.headers.get("content-type", "") else ""
        for link in sorted(Reading(pages[path]).links):
            address = urldefrag(link).url
            if address not in pages and not address.startswith(LEAVES):
                pages[address] = ""
                waiting.append(address)
    return pages


@pytest.mark.parametrize("text", [text for text in STORED if "<" in text], ids=str)
def test_words_that_are_not_made_harmless_are_noticed(text: str) -> None:
    assert any(Reading(frame.format(text)).foreign for frame in FRAMES)


async def test_hostile_words_are_words_on_every_page(
    planted: Planted, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    assert planted.faults == []
    assert len(planted.fields) >= 40, sorted(planted.fields)
    for role in ("head_of_se", "info_governance"):
        pages = await walk(http, sign_in[role])
        shown = [path for path, html in pages.items() if "zq" in html]

        assert len(shown) >= 30, sorted(shown)
        assert any("{{7*7}}" in html for html in pages.values())
        assert {
            path: found for path, html in pages.items() if (found := Reading(html).foreign)
        } == {}


async def test_what_programs_get_is_never_a_page(
    planted: Planted, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    for ref in sorted(planted.refs):
        collection = "incidents" if ref.startswith("INC") else "stakeholders"
        answer = await http.get(f"/api/v1/{collection}/{ref}", headers=sign_in["head_of_se"])

        assert answer.headers["content-type"].partition(";")[0].endswith("json")
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_form_that_is_refused_shows_what_was_typed_as_words(
    planted: Planted, http: httpx2.AsyncClient, sign_in: dict[str, Headers]
) -> None:
    head = sign_in["head_of_se"]
    forms: dict[str, list[str]] = {}
    for path, html in (await walk(http, head)).items():
        for action, names in Reading(html).forms:
            forms.setdefault(action or path, names)
    refused = 0
    for action, names in forms.items():
        answer = await http.post(action, data=dict.fromkeys(names, ALL), headers=head)
        assert answer.status_code < 500, action
        assert Reading(answer.text).foreign == [], action
        refused += "zq" in answer.text

    assert len(forms) >= 20
    assert refused >= 10


@pytest.mark.parametrize("path", ["/search", "/incidents", "/stakeholders", "/sign-in", "/none"])
async def test_what_stands_in_an_address_is_shown_as_words(
    http: httpx2.AsyncClient, sign_in: dict[str, Headers], path: str
) -> None:
    for text in STORED:
        asked = "&".join(f"{name}={quote(text)}" for name in ASKED)
        answer = await http.get(f"{path}?{asked}", headers=sign_in["head_of_se"])

        assert answer.status_code < 500
        assert Reading(answer.text).foreign == [], text
        assert "set-cookie" not in answer.headers
