"""Briefings, as a browser compiles, publishes, reads and prints them."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.pages.desk import seated
from tests.pages.test_lessons_offered import Learning
from tests.pages.test_requests import page, send, words
from tests.site import Site

PERIOD = {"from": "2026-02-23", "to": "2026-03-01"}


@pytest.fixture
def learning(site: Site) -> Iterator[Learning]:
    with ExitStack() as stack:
        yield Learning(site, stack)


def shareable(learning: Learning, statement: str) -> str:
    lesson = learning.lesson(statement)
    told = {"audience": "organisation", "redaction_checked_by": "insight-manager"}
    learning.post(learning.lead, f"insights/{lesson}/set-sharing", **told)
    learning.seen()
    return lesson


def test_a_briefing_is_compiled_published_and_read_once(learning: Learning, site: Site) -> None:
    lesson = shareable(learning, "Bring a second interpreter. Fictional.")
    kept = learning.lesson("Kept to the team, still. Fictional.")
    learning.seen()
    offered = page(learning.manager, "/briefings/new")
    assert f'value="{lesson}" checked' in offered
    assert f'value="{kept}"' not in offered

    sent = send(learning.manager, "/briefings/new", {**PERIOD, "insights": lesson})
    path = sent.headers["location"].partition("?")[0]
    with seated(site, "investigator") as investigator:
        assert investigator.client.get(path).status_code == 404
        assert send(learning.manager, f"{path}/publish", {"audience": "organisation"}).is_redirect
        told = words(page(investigator, path))
        assert "What we learned, 23 February 2026 to 1 March 2026" in told
        assert "Bring a second interpreter. Fictional." in told
        assert send(investigator, f"{path}/mark-read", {}).is_redirect
        assert "You have read it." in words(page(investigator, path))
        again = send(investigator, f"{path}/mark-read", {})
        assert again.status_code == 409
    assert "1 have read it" in words(page(learning.manager, path))
    assert path in page(learning.manager, "/briefings")
    assert f'value="{lesson}"' not in page(learning.manager, "/briefings/new")


def test_what_is_wrong_is_said_and_what_was_chosen_stays(learning: Learning) -> None:
    lesson = shareable(learning, "Leave the door open. Fictional.")
    backwards = {"from": "2026-03-09", "to": "2026-03-02", "insights": lesson}
    answer = send(learning.manager, "/briefings/new", backwards)

    assert answer.status_code == 409
    assert f'value="{lesson}" checked' in answer.text
    empty = send(learning.manager, "/briefings/new", {"from": "x"})
    assert empty.status_code == 422
    for missing in ("give a real date", "Say to which day", "Choose at least one lesson"):
        assert missing in empty.text
