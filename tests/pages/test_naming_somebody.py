"""A text that names somebody in the register who is not linked to it: asked before it is saved."""

import json
import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest

from tests.pages.desk import Desk, seated
from tests.site import Site


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    with seated(site, "duty_officer") as desk:
        desk.raise_incident("Vigil at the market [F]")
        desk.triage()
        yield desk


@pytest.fixture
def surname() -> str:
    """A name that nobody has yet: the whole module works on one register."""
    return f"O'Example{uuid4().hex}"


@pytest.fixture
def both(desk: Desk, surname: str) -> tuple[str, str]:
    """Two people in the register: one on the map, and one whom only a text names."""
    mapped, named = registered(desk, f"Pari {surname}"), registered(desk, f"Idrís {surname}")
    desk.map_community("Stallholders [F]", mapped)
    return mapped, named


def registered(desk: Desk, name: str) -> str:
    body = {"kind": "person", "name": name, "category": "public", "source": "fictional"}
    answer = desk.client.post("/api/v1/stakeholders", json=body).raise_for_status().json()
    ready = {"min_position": answer["position"]}
    desk.client.get("/api/v1/stakeholders", params=ready).raise_for_status()
    return str(answer["ref"])


def contact(mapped: str, words: str, **more: str) -> dict[str, str]:
    said = {"who": mapped, "reached": "yes", "channel": "phone", "purpose": "listen"}
    return {"kind": "contact", "key": str(uuid4()), "words": words, **said, **more}


def kept(desk: Desk) -> list[str]:
    """Under whose keys the last entry's words are sealed, as it is stored."""
    timeline = desk.client.get(f"/api/v1/incidents/{desk.ref}/timeline").json()
    about: list[str] = timeline["items"][-1]["about"]
    return about


def test_somebody_who_is_linked_is_not_asked_about(
    desk: Desk, both: tuple[str, str], surname: str
) -> None:
    mapped, _ = both

    answer = desk.send("/log", contact(mapped, f"Pari {surname} will come."))

    assert answer.status_code == 303
    assert kept(desk) == [desk.ref, mapped]


def test_somebody_else_is_asked_about_and_nothing_typed_is_lost(
    desk: Desk, both: tuple[str, str], surname: str
) -> None:
    mapped, named = both
    words = f"She came with IDRIS {surname.upper()}."

    answer = desk.send("/log", contact(mapped, words))

    assert answer.status_code == 409
    assert "Nothing was recorded yet" in answer.text
    assert words in unescape(answer.text)
    assert f'name="about-{named}"' in answer.text
    assert re.search(rf'<a href="#quick-about-{named}">', answer.text)


@pytest.mark.parametrize(("said", "sealed_to_them"), [("yes", True), ("no", False)])
def test_the_answer_decides_whose_key_it_is_kept_under(
    desk: Desk, both: tuple[str, str], surname: str, said: str, sealed_to_them: bool
) -> None:
    mapped, named = both
    fields = contact(mapped, f"She came with Idrís {surname}.", **{f"about-{named}": said})

    answer = desk.send("/log", fields)

    assert answer.status_code == 303
    assert (named in kept(desk)) is sealed_to_them


def test_the_full_form_asks_too(desk: Desk, both: tuple[str, str], surname: str) -> None:
    _, named = both
    fields = {"kind": "evidenced", "source_class": "community", "key": str(uuid4()), "seen": "3"}

    answer = desk.send("/do/record-tension", {**fields, "text": f"Idrís {surname} was shouted at."})

    assert answer.status_code == 409
    assert f'id="about-{named}"' in answer.text


def test_an_unknown_reference_is_no_subject(desk: Desk) -> None:
    body = {"kind": "evidenced", "source_class": "community", "text": "x", "about": ["STK-9999"]}

    answer = desk.client.post(f"/api/v1/incidents/{desk.ref}/record-tension", json=body)

    assert answer.status_code == 409
    assert [reason["code"] for reason in json.loads(answer.text)["reasons"]] == [
        "StakeholderUnknown"
    ]
