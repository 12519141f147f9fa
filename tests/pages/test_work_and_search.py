"""What is waiting for whom, and one box that finds everything."""

import re

from tests.site import Site


def test_my_work_is_mine_and_everyones_is_everyones(site: Site) -> None:
    with site.visitor("se_officer") as visitor:
        mine = visitor.get("/work").text
        everyones = visitor.get("/work?whose=everyone").text

    assert "Mine</a>" in mine
    assert mine.count("app-work__item") < everyones.count("app-work__item")


def test_every_task_leads_to_the_form_that_ends_it(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/work?whose=everyone").text
        forms = set(re.findall(r'href="(/incidents/INC-[\d-]+/do/[^"]+)"', page))
        answers = {form: visitor.get(form.replace("&amp;", "&")).status_code for form in forms}

    assert forms
    assert set(answers.values()) == {200}


def test_a_reference_leads_straight_to_its_page(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        assert visitor.get("/search?q=inc-2026-0001").url.path == "/incidents/INC-2026-0001"
        assert visitor.get("/search?q=STK-0001").url.path == "/stakeholders/STK-0001"


def test_what_is_typed_into_the_box_is_shown_and_not_run(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/search", params={"q": '"><script>alert(1)</script>'})

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_hits_are_marked_in_what_was_found(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/search?q=granby").text

    assert "<mark>Granby</mark>" in page
    assert page.index(">Stakeholders</h2>") < page.index(">Incidents</h2>")


def test_an_empty_box_asks_and_does_not_say_that_nothing_was_found(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        assert "Nothing was found" not in visitor.get("/search?q=").text
        assert "Nothing was found" in visitor.get("/search?q=zzzzzz").text
