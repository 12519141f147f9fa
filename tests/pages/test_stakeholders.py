"""The register's pages: found, kept, refused without losing a word, and not everybody's to read."""

import re

import httpx2

from tests.site import Site

GROUP = {
    "name": "Weir Street Tenants [F]",
    "kind": "organisation",
    "category": "non_statutory",
    "sub_category": "voluntary_and_advocacy",
    "segment": "non_police",
    "force_area": "E23000003",
    "other_areas": "E07000117\nE07000118",
    "languages": ["en", "ur"],
    "preferred": "ur",
    "contact_points-0-kind": "phone",
    "contact_points-0-value": "01632 960 123",
    "priority": "yes",
    "source": "They wrote to us",
}


def registered(visitor: httpx2.Client, **changed: str | list[str]) -> httpx2.Response:
    return visitor.post("/stakeholders/register", data={**GROUP, **changed})


def test_everything_typed_stands_on_the_stakeholders_page(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        page = registered(visitor)

    assert re.search(r"/stakeholders/STK-\d{4}\?min_position=\d+$", str(page.url))
    for said in ("Weir Street Tenants [F]", "Lancashire, E07000117, E07000118", "Urdu"):
        assert said in page.text
    assert "Phone: 01632 960 123" in page.text
    assert "Nobody owns this relationship" in page.text


def test_the_title_of_the_page_names_nobody(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        page = registered(visitor).text
    [title] = re.findall("<title>(.*?)</title>", page, re.S)

    assert "Weir Street" not in title


def test_a_refused_registration_keeps_what_was_typed(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        page = registered(visitor, name="", tags="young people", kind="person")

    assert page.status_code == 422
    assert "Give the name" in page.text
    assert "01632 960 123" in page.text


def test_groups_of_a_person_need_their_own_word(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        page = registered(visitor, tags="young people", kind="person")

    assert page.status_code == 409
    assert "only where they said so themselves" in page.text


def test_their_own_word_is_given_as_the_address_of_an_entry(site: Site) -> None:
    entry = (
        "https://box1.example/incidents/INC-2026-0001/entries/0197c2f0-1111-7222-8333-444455556666"
    )
    with site.visitor("se_officer") as visitor:
        page = registered(visitor, tags="young people", kind="person", evidence=entry)

    assert page.status_code == 200
    assert "Young people" in page.text


def test_changing_the_record_starts_from_the_record(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        ref = registered(visitor).url.path.rpartition("/")[2]
        form = visitor.get(f"/stakeholders/{ref}/do/amend").text

    assert 'value="Weir Street Tenants [F]"' in form
    assert re.search(r'value="E23000003"\s+selected', form)
    assert "E07000117\nE07000118" in form
    assert 'value="01632 960 123"' in form


def test_an_unknown_verb_or_stakeholder_is_not_there(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        assert visitor.get("/stakeholders/STK-0001/do/explode").status_code == 404
        assert visitor.get("/stakeholders/STK-0001/do/register").status_code == 404
        assert visitor.get("/stakeholders/STK-9999").status_code == 404
        assert visitor.get("/stakeholders/INC-2026-0001").status_code == 404
        assert visitor.get("/stakeholders/INC-2026-0001/do/amend").status_code == 404


def test_the_register_is_narrowed_by_any_of_its_filters(site: Site) -> None:
    with site.visitor("insight_manager") as visitor:
        everybody = visitor.get("/stakeholders").text
        welsh = visitor.get("/stakeholders?language=cy&owner=nobody").text

    assert "Remove </span>Language: Welsh" in welsh
    assert welsh.count("<tr") < everybody.count("<tr")
    assert "/stakeholders/register" not in everybody


def test_investigators_never_see_the_register(site: Site) -> None:
    with site.visitor("investigator") as visitor:
        assert visitor.get("/stakeholders").status_code == 403
        assert visitor.get("/stakeholders/STK-0001").status_code == 403
        assert "/stakeholders/" not in visitor.get("/search?q=granby").text
