"""The pages about being forgotten, as those read them who ask, decide and confirm."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from api.staging import stage
from tests.api.forgotten import NAME, Story, told


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with stage(Settings(data=tmp_path, database_url=None, nats_url=None)) as played:
        yield await told(played)


async def post(story: Story, who: str, verb: str, **typed: Any) -> int:
    """Send a form as a browser without scripts does; the status of the answer."""
    token = story.played.system.people.issue_token(who)
    headers = {"Authorization": f"Bearer {token}", "Origin": "http://box1"}
    path = f"/stakeholders/{story.refs['them']}/do/{verb}"
    return (await story.played.http.post(path, data=typed, headers=headers)).status_code


async def test_whoever_decides_sees_what_waits_and_what_is_next(story: Story) -> None:
    waiting = await story.read("decider", "/erasures")
    assert f"/stakeholders/{story.refs['them']}/do/confirm-erasure" in waiting.body
    assert (await story.read("officer", "/erasures")).status == 403

    await story.confirmed()
    settled = await story.read("decider", "/erasures")
    assert NAME not in settled.body
    assert "Gone from every backup by" in settled.body


async def test_the_form_proposes_to_erase_all_but_what_is_held(story: Story) -> None:
    path = f"/stakeholders/{story.refs['them']}/do/decide-erasure"
    page = await story.read("decider", path)

    assert page.body.count('value="erase" checked') == 3
    assert page.body.count('value="refuse" checked') == 1
    assert "On legal hold: it may not be erased" in page.body
    assert (await story.read("officer", path)).status == 403


async def test_another_row_decides_nothing(story: Story) -> None:
    assert await post(story, "decider", "decide-erasure", another="per_stream") == 200


async def test_a_form_is_confirmed_by_another(story: Story) -> None:
    assert await post(story, "decider", "confirm-erasure") == 409
    assert await post(story, "officer", "confirm-erasure") == 403
    assert await post(story, "confirmer", "confirm-erasure") == 303
    assert await story.found("officer") == []
    page = await story.read("confirmer", f"/stakeholders/{story.refs['them']}")
    assert "14 May 2026" in page.body


async def test_that_somebody_was_erased_is_written_down(story: Story) -> None:
    await story.confirmed()
    noted = story.played.system.access_log.entries(record=story.refs["them"], action="erase")
    assert [one.who for one in noted] == ["confirmer"]


async def test_what_was_kept_long_enough_is_proposed_and_kept_for_a_reason(story: Story) -> None:
    person = {"kind": "person", "category": "public", "name": "Osian Tolworth"}
    known = await story.done("officer", "/stakeholders", **person)
    await story.played.caught_up(story.position)
    assert "Nobody is due." in (await story.read("decider", "/retention")).body

    await story.played.set_clock(datetime(2029, 4, 15, tzinfo=UTC))
    due = (await story.read("decider", "/retention")).body
    assert "Osian Tolworth" in due
    assert NAME not in due  # she was spoken to later, and her request is open
    kept = {"keep_until": "2030-01-01", "reason": "He may come back."}
    await story.done("decider", f"/stakeholders/{known['ref']}/review-retention", **kept)
    assert "Osian Tolworth" not in (await story.read("decider", "/retention")).body
    assert (await story.read("officer", "/retention")).status == 403
