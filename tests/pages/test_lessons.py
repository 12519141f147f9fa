"""The library of lessons, one of them with its verbs, and recording another, as a browser does."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.pages.desk import ENOUGH, seated
from tests.pages.test_lessons_offered import HOW, Learning
from tests.pages.test_requests import page, send, words
from tests.site import Site

TOLD = {
    "statement": "Tell the mosque before the press. Fictional.",
    "kind": "practice",
    "themes": "media_and_rumour",
    "phase": "managing",
    "communities": "Somali, young people",
    "confidence": "medium",
    "marking": "OFFICIAL",
}


@pytest.fixture
def learning(site: Site) -> Iterator[Learning]:
    with ExitStack() as stack:
        yield Learning(site, stack)


def recorded(learning: Learning, **more: str) -> str:
    answer = send(learning.duty, "/lessons/new", {**TOLD, **more})
    assert answer.is_redirect, answer.text
    path, _, position = answer.headers["location"].partition("?min_position=")
    learning.position = int(position)
    return str(path.removeprefix("/lessons/"))


def test_what_was_learned_is_recorded_from_an_entry_and_leads_back_to_it(
    learning: Learning,
) -> None:
    ref = learning.triaged()
    timeline = learning.duty.client.get(f"/api/v1/incidents/{ref}/timeline").json()
    entry = timeline["items"][0]["event_id"]
    asked = f"/lessons/new?incident={ref}&entry={entry}"
    assert asked in page(learning.duty, f"/incidents/{ref}/entries/{entry}")
    assert f'value="{entry}"' in page(learning.duty, asked)

    lesson = recorded(learning, incident=ref, entry=entry)
    told = page(learning.duty, f"/lessons/{lesson}")
    assert f"/incidents/{ref}/entries/{entry}" in told
    assert "Not validated yet" in told
    assert "Somali, Young people aged 18 to 24" in words(told)
    assert f"/lessons/{lesson}" in page(learning.duty, f"/incidents/{ref}")


def test_what_is_missing_is_said_and_what_was_typed_stays(learning: Learning) -> None:
    answer = send(learning.duty, "/lessons/new", {"statement": TOLD["statement"]})

    assert answer.status_code == 422
    assert TOLD["statement"] in answer.text
    for missing in ("Choose at least one theme", "Choose what it is", "Choose when it helps"):
        assert missing in answer.text
    elsewhere = {**TOLD, "incident_type": ""}
    answer = send(learning.duty, "/lessons/new", elsewhere)
    assert answer.status_code == 409
    assert 'href="#incident_type"' in answer.text


def test_a_lesson_goes_from_recorded_to_used_again(learning: Learning) -> None:
    lesson = recorded(learning, incident_type="public_order")
    assert "It holds" not in page(learning.duty, f"/lessons/{lesson}")
    at = f"/lessons/{lesson}/do"
    refused = send(learning.duty, f"{at}/validate", {"note": ENOUGH})
    assert refused.status_code == 403

    assert "It holds" in page(learning.lead, f"/lessons/{lesson}")
    assert send(learning.lead, f"{at}/validate", {"note": ENOUGH}).is_redirect
    unchecked = send(learning.lead, f"{at}/set-sharing", {"audience": "partners"})
    assert unchecked.status_code == 409
    assert 'href="#redaction_checked_by"' in unchecked.text
    checked = {"audience": "partners", "redaction_checked_by": "insight-manager"}
    assert send(learning.lead, f"{at}/set-sharing", checked).is_redirect
    told = {"audience": "organisation", "channel": "meeting"}
    shared = send(learning.lead, f"{at}/share", told)
    learning.position = int(shared.headers["location"].rpartition("=")[2])
    learning.seen()
    incident = learning.triaged()
    assert send(
        learning.duty, f"/incidents/{incident}/lessons/{lesson}/reuse", {"how": HOW}
    ).is_redirect

    told_now = words(page(learning.manager, f"/lessons/{lesson}"))
    assert f"{incident} : Used" in told_now
    assert HOW in told_now
    assert "The whole organisation, by meeting" in told_now
    assert send(learning.lead, f"{at}/retire", {"reason": ENOUGH}).is_redirect
    assert "Retired" in page(learning.lead, f"/lessons/{lesson}")


def test_the_library_is_searched_and_narrowed(learning: Learning) -> None:
    lesson = recorded(
        learning, incident_type="public_order", statement="Zebrafinch first. Fictional."
    )
    learning.seen()
    found = learning.duty.client.post("/find", data={"where": "/lessons", "q": "zebrafi"})
    assert f'href="/lessons/{lesson}"' in found.text
    assert "zebrafi" not in str(found.url).lower()

    narrowed = page(learning.duty, "/lessons?theme=media_and_rumour&state=RECORDED")
    assert f'href="/lessons/{lesson}"' in narrowed
    other = page(learning.duty, "/lessons?theme=capacity&state=RETIRED")
    assert f'href="/lessons/{lesson}"' not in other
    assert "Remove" in other


def test_the_figures_say_what_they_are_shares_of(learning: Learning) -> None:
    learning.lesson("Count the chairs. Fictional.")
    learning.seen()
    told = words(page(learning.manager, "/lessons/figures"))

    assert "validated lessons" in told
    assert "Lessons we keep re-learning" in told


def test_others_are_told_of_what_is_shared_alone(learning: Learning, site: Site) -> None:
    kept = learning.lesson("Kept to the team. Fictional.")
    learning.seen()
    with seated(site, "investigator") as investigator:
        assert f"/lessons/{kept}" not in page(investigator, "/lessons")
        assert investigator.client.get(f"/lessons/{kept}").status_code == 404
