"""The pages of one incident, as a browser asks for them and sends to them."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest

from tests.pages.desk import ENOUGH, Desk, seated
from tests.site import Site

TRIAGE = {
    "level": "critical",
    "rationale": ENOUGH,
    "initial_tension": "amber",
    "due_regard": ENOUGH,
}


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    with seated(site, "duty_officer") as desk:
        desk.raise_incident("March on the town hall [F]")
        yield desk


@pytest.fixture
def triaged(desk: Desk) -> Desk:
    desk.triage()
    desk.map_community("Marchers [F]", "STK-0001")
    return desk


def entries(page: str) -> list[str]:
    """The entries of a timeline as sentences, in the order they stand in."""
    return [unescape(found) for found in re.findall(r'app-entry__title">([^<]*)<', page)]


def contact(**more: str) -> dict[str, str]:
    return {
        "kind": "contact",
        "key": str(uuid4()),
        "who": "STK-0001",
        "reached": "yes",
        "channel": "phone",
        "purpose": "listen",
        "words": "They will come on Sunday.",
        **more,
    }


def test_a_form_sent_twice_records_once_and_leads_to_the_same_entry(desk: Desk) -> None:
    fields = {**TRIAGE, "key": str(uuid4()), "seen": "1"}
    first, second = desk.send("/do/triage", fields), desk.send("/do/triage", fields)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert re.fullmatch(r"/incidents/INC-\S+\?min_position=(\d+)#e-\1", first.headers["location"])
    assert len(entries(desk.page())) == 2


def test_a_refused_form_says_every_reason_and_keeps_every_word(desk: Desk) -> None:
    answer = desk.send("/do/triage", {**TRIAGE, "rationale": "Short", "due_regard": "Too"})

    assert answer.status_code == 409
    assert '<a href="#rationale">' in answer.text
    assert '<a href="#due_regard">' in answer.text
    assert ">Short</textarea>" in answer.text
    assert re.search(r'value="critical"[^>]*checked', answer.text)


def test_a_stale_form_tells_what_changed_keeps_the_words_and_can_then_be_sent(desk: Desk) -> None:
    desk.record_tension("Barriers were pulled down.")
    stale = {**TRIAGE, "key": str(uuid4()), "seen": "1"}
    answer = desk.send("/do/triage", stale)

    assert answer.status_code == 412
    assert "Sign of tension" in answer.text
    assert ENOUGH in answer.text
    [seen] = re.findall(r'name="seen" value="(\d+)"', answer.text)
    assert desk.send("/do/triage", {**stale, "seen": seen}).status_code == 303


def test_the_quick_log_records_says_so_and_is_empty_again(triaged: Desk) -> None:
    sent = triaged.send("/log", contact())
    page = triaged.client.get(sent.headers["location"]).text

    assert sent.status_code == 303
    assert "Recorded." in page
    assert "They will come on Sunday." in page
    assert (
        '<textarea class="govuk-textarea" id="quick-words" name="words" rows="3"></textarea>'
        in page
    )


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("question", {"who": "C1", "about": "fact"}, "Marchers [F] asked a question, Q1"),
        ("tension", {"sign": "potential", "source_class": "online"}, "Sign of tension, potential"),
        ("promise", {"who": "C1", "due_at-date": "1/1/2031", "due_at-time": "9:00"}, "Promised Ma"),
    ],
)
def test_the_quick_log_takes_the_other_three_kinds(
    triaged: Desk, kind: str, fields: dict[str, str], sentence: str
) -> None:
    sent = triaged.send("/log", {"kind": kind, "words": "In their words.", **fields})

    assert sent.status_code == 303
    assert entries(triaged.page())[0].startswith(sentence)


def test_a_refused_quick_log_stays_on_the_page_with_what_was_typed(triaged: Desk) -> None:
    answer = triaged.send("/log", contact(who="", purpose="inform"))

    assert answer.status_code == 422
    assert '<a href="#quick-who">Choose whom you contacted</a>' in answer.text
    assert ">They will come on Sunday.</textarea>" in answer.text
    assert "Marchers [F]" in answer.text


def test_the_quick_log_opens_the_full_form_with_what_was_typed(triaged: Desk) -> None:
    answer = triaged.send("/log", contact(more="1"))

    assert answer.status_code == 200
    assert "Record a contact" in answer.text
    assert ">They will come on Sunday.</textarea>" in answer.text
    assert re.search(r'<option value="STK-0001" selected>', answer.text)


def test_a_correction_shows_both_readings_from_then_on(triaged: Desk) -> None:
    triaged.send("/log", contact())
    [found] = re.findall(
        r'/entries/([0-9a-f-]{36})"[^>]*>[^<]*<span[^>]*>: Reached', triaged.page()
    )
    asked = triaged.page(f"/entries/{found}?field=reached")
    assert "Were they reached?" in asked

    fields = {"target": found, "field": "reached", "to": "no", "reason": "It was the voicemail."}
    sent = triaged.send(f"/entries/{found}", fields)
    assert sent.headers["location"] == f"/incidents/{triaged.ref}/entries/{found}"
    entry = triaged.page(f"/entries/{found}")
    assert "As it was recorded" in entry
    assert "Tried to reach" in entry
    assert "<del>Yes</del> <ins>No, only tried</ins>" in triaged.page()


def test_a_correction_without_a_reason_is_refused_and_keeps_the_new_reading(triaged: Desk) -> None:
    triaged.send("/log", contact())
    [found] = re.findall(
        r'/entries/([0-9a-f-]{36})"[^>]*>[^<]*<span[^>]*>: Reached', triaged.page()
    )
    fields = {"target": found, "field": "summary", "to": "They may come.", "reason": "Typo"}
    answer = triaged.send(f"/entries/{found}", fields)

    assert answer.status_code == 409
    assert ">They may come.</textarea>" in answer.text


def test_the_past_is_shown_without_anything_to_record(desk: Desk) -> None:
    [first] = re.findall(r'id="e-(\d+)"', desk.page())
    desk.triage()
    page = desk.page(f"?as_at={first}")

    assert "This is what was recorded by" in page
    assert entries(page) == ["Raised: March on the town hall [F]"]
    assert "quick-log" not in page


def test_another_row_keeps_the_rows_before_it(triaged: Desk) -> None:
    fields = {"name": "Stewards", "contacts-0-stakeholder": "STK-0002", "another": "contacts"}
    answer = triaged.send("/do/map-community", fields)

    assert answer.status_code == 200
    assert 'value="STK-0002"' in answer.text
    assert "Contact 3" in answer.text


def test_the_timeline_is_found_by_kind_community_person_and_words(triaged: Desk) -> None:
    triaged.send("/log", contact())
    triaged.record_tension("Barriers were pulled down.")

    assert len(entries(triaged.page())) == 5
    assert len(entries(triaged.page("?kind=contact"))) == 1
    assert len(entries(triaged.page("?community=C1"))) == 2
    assert len(entries(triaged.page("?person=STK-0001&q=sunday"))) == 1
    assert entries(triaged.page("?sort=oldest-recorded"))[0].startswith("Raised")
    assert entries(triaged.page("?kind=nonsense")) == entries(triaged.page())


def test_raising_what_is_raised_already_asks_first(desk: Desk) -> None:
    fields = {
        "title": "March on the town hall [F]",
        "incident_type": "public_order",
        "pfa": "E23000013",
        "summary": "Fictional.",
        "key": str(uuid4()),
    }
    desk.ref = "raise"
    asked = desk.send("", fields)
    anyway = desk.send("", {**fields, "anyway": "1"})

    assert asked.status_code == 200
    assert "Is it one of these?" in asked.text
    assert anyway.status_code == 303


def test_a_pack_for_the_next_officer_has_what_they_need(triaged: Desk) -> None:
    triaged.send("/log", contact())
    pack = triaged.page("/handover")

    for heading in ("How it stands", "What is due", "Open work", "What may be said", "Tension"):
        assert f">{heading}</h2>" in pack
    assert "They will come on Sunday." in pack


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "مرحبا بالعالم", "Dŵr a thân"])
def test_any_words_come_back_as_words(triaged: Desk, said: str) -> None:
    triaged.record_tension(said)

    assert said in unescape(triaged.page())
    assert "<script>alert" not in triaged.page()


def test_two_megabytes_of_text_are_refused_and_kept(triaged: Desk) -> None:
    answer = triaged.send("/log", contact(words="x" * 2_000_000))

    assert answer.status_code == 422
    assert "at most 20,000 characters" in answer.text
    assert "x" * 2_000_000 in answer.text


def test_somebody_who_may_not_record_sees_the_page_without_the_means_to(
    site: Site, triaged: Desk
) -> None:
    with seated(site, "reviewer", triaged.ref) as reviewer:
        page, sent = reviewer.page(), reviewer.send("/log", contact())

    assert "quick-log" not in page
    assert "Everything you can do" not in page
    assert sent.status_code == 403
