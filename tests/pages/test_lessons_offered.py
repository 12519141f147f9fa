"""Lessons suggested on an incident's page: used or not with one tap, as a browser sends it."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.pages.desk import ENOUGH, Desk, seated
from tests.pages.test_requests import page, send, words
from tests.site import Site

HOW = "Booked the interpreter before the first meeting."


class Learning:
    """A lesson that somebody recorded and another validated, and an incident it may help in."""

    def __init__(self, site: Site, stack: ExitStack) -> None:
        self.duty = stack.enter_context(seated(site, "duty_officer"))
        self.lead = stack.enter_context(seated(site, "regional_lead"))
        self.manager = stack.enter_context(seated(site, "insight_manager"))
        self.position = 0

    def post(self, desk: Desk, path: str, **body: object) -> str:
        answer = desk.client.post(f"/api/v1/{path}", json=body)
        assert answer.is_success, answer.text
        self.position = answer.json()["position"]
        return str(answer.json()["ref"])

    def lesson(self, statement: str, **more: object) -> str:
        told: dict[str, object] = {"kind": "lesson", "phase": "managing", "confidence": "high"}
        told |= {"themes": ["language_access"], "incident_type": "public_order", **more}
        ref = self.post(self.lead, "insights", statement=statement, **told)
        self.post(self.manager, f"insights/{ref}/validate", note=ENOUGH)
        return ref

    def seen(self) -> None:
        """Wait until the library shows what was recorded last."""
        path = f"/api/v1/insights?min_position={self.position}"
        self.lead.client.get(path).raise_for_status()

    def triaged(self) -> str:
        ref = self.duty.raise_incident("Crowd at the mosque [F]")
        self.duty.triage()
        return ref


@pytest.fixture
def learning(site: Site) -> Iterator[Learning]:
    with ExitStack() as stack:
        yield Learning(site, stack)


def test_triage_brings_lessons_that_are_used_or_not_with_one_tap(learning: Learning) -> None:
    used = learning.lesson("Ring the interpreter before anybody else. Fictional.")
    unused = learning.lesson("Park where two roads lead out. Fictional.")
    learning.seen()
    ref = learning.triaged()

    told = words(page(learning.duty, f"/incidents/{ref}"))
    assert "lessons may help here" in told
    assert "Ring the interpreter before anybody else. Fictional." in told
    assert "50 of 100: 30 same type of incident, 10 same force or area, 10 how recent" not in told
    assert "40 of 100: 30 same type of incident, 10 how recent" in told

    at = f"/incidents/{ref}/lessons"
    sent = send(learning.duty, f"{at}/{used}/reuse", {"how": HOW})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/incidents/{ref}#lessons")
    assert send(learning.duty, f"{at}/{unused}/dismiss", {"reason": "already_done"}).is_redirect

    told = words(page(learning.duty, f"/incidents/{ref}"))
    assert f"Used ( {HOW}" not in told
    assert re.search(rf"Used \([^)]+\): {re.escape(HOW)}", told)
    assert re.search(r"Not used \([^)]+\): done already", told)


def test_a_lesson_says_why_it_cannot_be_used_so_and_loses_nothing_typed(
    learning: Learning,
) -> None:
    lesson = learning.lesson("Say who will be there. Fictional.")
    learning.seen()
    at = f"/incidents/{learning.triaged()}/lessons/{lesson}"

    answer = send(learning.duty, f"{at}/reuse", {"how": "Did that."})
    assert answer.status_code == 409
    assert "Say who will be there. Fictional." in answer.text
    assert "Did that." in answer.text
    assert 'href="#how"' in answer.text
    missing = send(learning.duty, f"{at}/dismiss", {})
    assert missing.status_code == 422
    assert "Say why it is not used" in missing.text


def test_what_came_of_it_is_added_later(learning: Learning) -> None:
    lesson = learning.lesson("Bring the map. Fictional.")
    learning.seen()
    ref = learning.triaged()
    at = f"/incidents/{ref}/lessons/{lesson}/reuse"
    assert send(learning.duty, at, {"how": HOW}).is_redirect
    assert HOW in page(learning.duty, at)

    assert send(learning.duty, at, {"how": HOW, "outcome": "All of them stayed."}).is_redirect
    assert "What came of it: All of them stayed." in words(page(learning.duty, f"/incidents/{ref}"))


def test_one_address_leads_to_no_other_incident(learning: Learning) -> None:
    lesson = learning.lesson("Ask who is missing. Fictional.")
    learning.seen()
    ref, other = learning.triaged(), learning.triaged()
    answer = send(
        learning.duty, f"/incidents/{ref}/lessons/{lesson}/reuse", {"how": HOW, "incident": other}
    )

    assert answer.is_redirect
    told = learning.duty.client.get(f"/api/v1/incidents/{other}/suggestions").json()
    assert [one["decided"] for one in told if one["ref"] == lesson] in ([None], [])
    told = learning.duty.client.get(f"/api/v1/incidents/{ref}/suggestions").json()
    assert [one["decided"] for one in told if one["ref"] == lesson] == ["reused"]


def test_raising_shows_the_best_two_before_anything_is_sent(learning: Learning) -> None:
    for number in range(3):
        learning.lesson(
            f"Chair {number} by the door. Fictional.",
            incident_type="road_incident",
            pfa="E23000013",
        )
    learning.seen()
    typed = {"title": "Half a title [F]", "incident_type": "road_incident", "pfa": "E23000013"}
    answer = send(learning.duty, "/incidents/raise", {**typed, "lessons": "1"})

    assert answer.status_code == 200
    assert answer.text.count("by the door. Fictional.") == 2
    assert "Half a title [F]" in answer.text
    none = send(learning.duty, "/incidents/raise", {"lessons": "1"})
    assert "Choose the type of incident first." in none.text
