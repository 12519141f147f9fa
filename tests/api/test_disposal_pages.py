"""The pages on which the text of a record is disposed of, as both people read them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from api.staging import HttpStage, stage
from services.exercise import Actor
from tests.api.forgotten import INCIDENT, PEOPLE, Story
from tests.api.test_disposal import ERASED, GROUND, LATER

TRIAGE = {
    "level": "not_for_se",
    "rationale": "It is for another body, and was passed on.",
    "initial_tension": "green",
    "due_regard": "Nothing is known that would matter here.",
}
TITLE = "Quillfeather at the lock"


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with stage(Settings(data=tmp_path, database_url=None, nats_url=None)) as played:
        yield await not_taken_on(played)


async def not_taken_on(played: HttpStage) -> Story:
    """An incident that was not taken on, six years ago."""
    await played.set_clock(datetime(2026, 4, 14, 10, tzinfo=UTC))
    await played.add_people(
        {key: Actor(role=role, region="north-west") for key, (role, _) in PEOPLE.items()}
    )
    story = Story(played)
    raised = await story.done("officer", "/incidents", **INCIDENT, title=TITLE)
    story.refs["record"] = raised["ref"]
    await story.done("lead", f"/incidents/{raised['ref']}/triage", **TRIAGE)
    await played.set_clock(LATER)
    await played.caught_up(story.position)
    return story


async def post(story: Story, who: str, verb: str, **typed: Any) -> int:
    """Send a form as a browser without scripts does; the status of the answer."""
    token = story.played.system.people.issue_token(who)
    headers = {"Authorization": f"Bearer {token}", "Origin": "http://box1"}
    path = f"/incidents/{story.refs['record']}/do/{verb}"
    return (await story.played.http.post(path, data=typed, headers=headers)).status_code


async def due(story: Story, who: str = "decider") -> str:
    page: str = (await story.read(who, "/retention")).body
    return page


async def test_what_is_due_is_proposed_then_waits_then_is_gone(story: Story) -> None:
    do = f"/incidents/{story.refs['record']}/do"
    assert f"{do}/decide-disposal" in await due(story)
    assert await post(story, "decider", "decide-disposal", ground=GROUND) == 303

    waits = await due(story, "confirmer")
    assert f"{do}/confirm-disposal" in waits
    assert GROUND in waits
    assert "No record is due." in waits
    own = await due(story)
    assert f"{do}/confirm-disposal" not in own
    assert "Somebody else confirms it" in own

    assert await post(story, "confirmer", "confirm-disposal") == 303
    after = await due(story)
    assert TITLE not in after
    assert "14 May 2032" in after
    assert f"{do}/decide-disposal" not in after


async def test_the_page_of_the_record_says_how_far_it_is(story: Story) -> None:
    path = f"/incidents/{story.refs['record']}"
    assert await post(story, "decider", "decide-disposal", ground=GROUND) == 303
    waits = (await story.read("officer", path)).body
    assert "Disposal waits to be confirmed" in waits
    assert TITLE in waits
    assert await post(story, "confirmer", "confirm-disposal") == 303
    gone = (await story.read("officer", path)).body
    assert "Text disposed of" in gone
    assert ERASED in gone
    assert "/do/" not in gone  # nothing more can be recorded in it
    assert TITLE not in gone


async def test_the_second_person_reads_who_decided_and_why(story: Story) -> None:
    path = f"/incidents/{story.refs['record']}/do/confirm-disposal"
    nothing = (await story.read("confirmer", path)).body
    assert "Nothing is decided" in nothing
    assert await post(story, "decider", "decide-disposal", ground=GROUND) == 303
    page = (await story.read("confirmer", path)).body
    assert GROUND in page
    assert "cannot be undone" in page
    assert (await story.read("officer", path)).status == 403


async def test_a_form_says_what_is_missing_and_who_may_not(story: Story) -> None:
    assert await post(story, "decider", "decide-disposal", ground="") == 422
    assert await post(story, "decider", "decide-disposal", ground="Old.") == 409
    assert await post(story, "officer", "decide-disposal", ground=GROUND) == 403
    assert await post(story, "confirmer", "confirm-disposal") == 409
    assert TITLE in await due(story)


async def test_by_whichever_way_it_is_written_down(story: Story) -> None:
    assert await post(story, "decider", "decide-disposal", ground=GROUND) == 303
    assert await post(story, "confirmer", "confirm-disposal") == 303
    log = story.played.system.access_log
    noted = log.entries(record=story.refs["record"], action="erase")
    assert [(one.who, one.purpose) for one in noted] == [("confirmer", "review")]


async def test_what_is_kept_for_longer_is_due_again_on_that_day(story: Story) -> None:
    path = f"/incidents/{story.refs['record']}/review-retention"
    kept = {"keep_until": "2033-01-01", "reason": "The family may ask."}
    await story.done("decider", path, **kept)
    await story.played.caught_up(story.position)
    assert TITLE not in await due(story)
    await story.played.set_clock(datetime(2033, 1, 1, 9, tzinfo=UTC))
    assert TITLE in await due(story)
