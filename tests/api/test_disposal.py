"""Disposing of the text of a record: at once, everywhere, for good; counted as before."""

import asyncio
import multiprocessing
import os
import re
import signal
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from api.hub import Change
from api.settings import Settings
from api.staging import HttpStage, stage
from domain.incident import Incident
from projections.rebuild import Rebuild
from services.erasure import Erasure
from services.exercise import Actor
from services.key_table import subject_keys
from services.mapper import chain
from services.master_key import make_master_key
from tests.api.forgotten import CALL, INCIDENT, PEOPLE, PERSON, SUPPORT, Story
from tests.projections.recording import rows_of

PATIENCE = 5.0
SECRET = "Quillfeather"
TITLE = f"A vigil for {SECRET}"
GROUND = "Six years have passed, and nobody needs the words."
CLOSED, LATER = datetime(2026, 4, 14, 10, tzinfo=UTC), datetime(2032, 4, 14, 10, tzinfo=UTC)
ERASED = "[erased 14 Apr 2032]"
TRIAGE = {
    "level": "monitor",
    "rationale": "Talk on one street only; to be watched.",
    "initial_tension": "green",
    "due_regard": "Age and language considered.",
}
Kept = dict[tuple[str, str], bytes]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    key = tmp_path / "kept" / "master.key"
    make_master_key(key)
    return Settings(data=tmp_path / "data", database_url=url, nats_url=None, master_key_file=key)


@pytest.fixture
async def story(settings: Settings) -> AsyncIterator[Story]:
    async with stage(settings) as played:
        yield await decided(played)


async def decided(played: HttpStage) -> Story:
    """A response about somebody, closed, six years on; one person decided that its text goes."""
    await played.set_clock(CLOSED)
    people = PEOPLE | {"head": ("head_of_se", None)}
    await played.add_people(
        {
            key: Actor(role=role, region="north-west", officer=officer)
            for key, (role, officer) in people.items()
        }
    )
    story = Story(played)
    them = await story.done("officer", "/stakeholders", **PERSON, name="Osian Tolworth")
    story.refs["them"] = them["ref"]
    raised = await story.done("officer", "/incidents", **INCIDENT, title=TITLE)
    story.refs["record"] = raised["ref"]
    await _worked_on(story, f"/incidents/{raised['ref']}")
    await played.set_clock(LATER)
    path = f"/incidents/{raised['ref']}/decide-disposal"
    await story.done("decider", path, ground=GROUND, second_person="confirmer")
    await played.caught_up(story.position)
    return story


async def _worked_on(story: Story, path: str) -> None:
    later = [{"text": f"Ring {SECRET}", "owner": "OFC-01", "due": "2026-05-01"}]
    met = {**CALL, "stakeholder": story.refs["them"], "summary": f"{SECRET} was rough."}
    await story.done("lead", f"{path}/triage", **TRIAGE)
    contact = await story.done("officer", f"{path}/record-contact", **met, follow_ups=later)
    story.contacts["record"] = target = contact["events"][0]["event_id"]
    why = f"It was the voicemail of {SECRET}."
    for field, to in (("reached", False), ("occurred_at", "2026-04-14T09:00:00Z")):
        said = {"target": target, "field": field, "to": to, "reason": why}
        await story.done("officer", f"{path}/correct-entry", **said)
    await story.done(
        "officer",
        f"{path}/make-commitment",
        to=story.refs["them"],
        text=f"Write to {SECRET}",
        due_at="2026-05-01T09:00:00Z",
    )
    incident = path.rpartition("/")[2]
    asked = {**SUPPORT, "incident": incident, "context": f"{SECRET} asked for us."}
    request = await story.done("lead", "/support-requests", **asked)
    story.refs["request"] = request["ref"]
    reason = f"Quiet since {SECRET} spoke."
    override = {"overridden_guards": ["NotGreenTwice", "CommitmentNotSettled"]}
    await story.done("head", f"{path}/stand-down", reason=reason, **override)


async def confirmed(story: Story) -> dict[str, Any]:
    return await story.done("confirmer", f"/incidents/{story.refs['record']}/confirm-disposal")


async def test_it_is_gone_everywhere_before_the_answer_comes(story: Story) -> None:
    record, them = story.refs["record"], story.refs["them"]
    assert await story.found("officer")
    begun = time.perf_counter()
    await confirmed(story)

    assert time.perf_counter() - begun < PATIENCE
    assert await story.found("officer") == await story.found("decider") == []
    pages = (f"/incidents/{record}", "/incidents", "/retention")
    past = (f"/incidents/{record}?as_at=2026-04-14T12:00:00Z", f"/stakeholders/{them}")
    request = await story.read("lead", f"/api/v1/support-requests/{story.refs['request']}")
    assert (request.status, SECRET in repr(request.body)) == (200, False)
    assert request.body["asks"] == ["first_contact"]
    for path in (*pages, *past, f"/api/v1/incidents/{record}/timeline?limit=100"):
        answer = await story.read("decider", path)
        assert (answer.status, SECRET in repr(answer.body)) == (200, False), path
    open_work = await story.read("officer", "/work?whose=everyone")
    assert (open_work.status, SECRET in open_work.body) == (200, False)
    for path in (f"/incidents/{record}", f"/incidents/{record}?as_at=2026-04-14T12:00:00Z"):
        assert ERASED in (await story.read("decider", path)).body
    assert "Osian Tolworth" in (await story.read("officer", f"/stakeholders/{them}")).body


async def test_every_count_is_as_it_was_now_and_then(story: Story) -> None:
    path = f"/api/v1/incidents/{story.refs['record']}"
    moments = ("", "?as_at=2026-04-14T12:00:00Z", "?true_at=2026-04-14T09:30:00Z")
    before = [numbers((await story.read("decider", path + at)).body) for at in moments]
    told = [one["occurred_at"] for one in await timeline(story)]
    await confirmed(story)
    after = [numbers((await story.read("decider", path + at)).body) for at in moments]

    assert before == after
    assert (before[0]["contacts"], before[0]["reached"]) == (1, 0)
    entries = await timeline(story)
    assert [one["occurred_at"] for one in entries][: len(told)] == told
    said = {one["type"]: one["decision"] for one in entries}
    assert said["DisposalDecided"]["ground"] == GROUND
    assert said["StakeholderContacted"]["summary"] == ERASED


async def timeline(story: Story) -> list[dict[str, Any]]:
    path = f"/api/v1/incidents/{story.refs['record']}/timeline?sort=oldest-recorded&limit=100"
    items: list[dict[str, Any]] = (await story.read("decider", path)).body["items"]
    return items


def numbers(body: Any) -> dict[str, Any]:
    """Whatever in an incident is no text that somebody typed, nor of this moment."""
    passing = {"position", "version", "disposal", "last_event_at"}
    return {
        key: value
        for key, value in body.items()
        if key not in passing
        and SECRET not in repr(value)
        and "[erased" not in repr(value)
        and not re.search(r"Fictional|Talk on|Age and", repr(value))
    }


async def test_the_views_have_what_a_rebuild_has(story: Story) -> None:
    done = await confirmed(story)
    await story.played.caught_up(done["position"])
    views, storage = story.played.system.views, story.played.system.storage
    for view in views.by_name.values():
        before = _rows(story, view)
        rebuild = Rebuild(views.engine, view, storage.entries, readers_finish=0)
        rebuild.erase = storage.erasure.carry_out
        rebuild.run()
        assert _rows(story, view) == before
        assert SECRET not in repr(before)


def _rows(story: Story, view: Any) -> dict[str, list[Any]]:
    with story.played.system.views.engine.connect() as connection:
        built, _ = view.resolve(connection)
        return rows_of(connection, built)


async def test_the_chain_of_hashes_holds(story: Story) -> None:
    await confirmed(story)
    previous: dict[str, str] = {}
    for _, ref, version, topic, state in story.played.system.store.notices(0, 1000):
        digest = orjson.loads(state)["hash"]
        rest = bytes(state)[len(b'{"hash":"",') + len(digest) :]
        assert digest == chain(previous.get(ref, ""), ref, version, topic, rest)
        previous[ref] = digest


async def test_no_file_holds_a_key_or_a_word_of_it(story: Story, settings: Settings) -> None:
    engine = story.played.system.storage.vault.table.engine
    record, wrapped = story.refs["record"], _keys(engine)
    await story.played.caught_up((await confirmed(story))["position"])

    destroyed = [key for (stream, who), key in wrapped.items() if _goes(stream, who, record)]
    assert len(destroyed) >= 2
    for path in (path for path in settings.data.rglob("*") if path.is_file()):
        held = path.read_bytes()
        assert not any(key in held for key in destroyed), path
        assert SECRET.encode() not in held, path
    kept = _keys(engine)
    assert {who for stream, who in kept if stream == record} == {"GOVERNANCE"}
    assert (story.refs["them"], story.refs["them"]) in kept


def _goes(stream: str, who: str, record: str) -> bool:
    return stream == record and who != "GOVERNANCE"


def _keys(engine: Any) -> Kept:
    columns = (subject_keys.c.stream, subject_keys.c.subject, subject_keys.c.wrapped)
    with engine.connect() as connection:
        rows = connection.execute(subject_keys.select().with_only_columns(*columns))
        return {(s, who): bytes(key) for s, who, key in rows if key is not None}


async def test_open_pages_are_told_once_it_is_gone(story: Story) -> None:
    position, record = story.position, story.refs["record"]
    done, heard = await confirmed(story), list[Change]()
    async for change in story.played.system.hub.changes(position):
        heard.append(change)
        if change.position == done["position"]:
            break
    assert [(change.type, change.ref) for change in heard] == [
        ("DisposalConfirmed", record),
        ("IncidentKeysDestroyed", record),
    ]


async def test_it_is_written_down_who_did_it(story: Story) -> None:
    await confirmed(story)
    log = story.played.system.access_log
    noted = log.entries(record=story.refs["record"], action="erase")
    assert [one.who for one in noted] == ["confirmer"]


async def test_two_people_and_no_hold(story: Story) -> None:
    path = f"/incidents/{story.refs['record']}"
    refused = await story.ask("decider", f"{path}/confirm-disposal")
    assert [reason["code"] for reason in refused.body["reasons"]] == ["SecondPersonNeeded"]
    assert (await story.ask("head", f"{path}/confirm-disposal")).status == 403
    hold = {"basis": "The inquest asks for it.", "review_at": "2033-12-01"}
    await story.done("decider", f"{path}/place-legal-hold", **hold)
    refused = await story.ask("confirmer", f"{path}/confirm-disposal")
    assert [reason["code"] for reason in refused.body["reasons"]] == ["LegalHoldWins"]
    assert await story.found("officer")


async def test_nothing_more_is_recorded_in_it(story: Story) -> None:
    await confirmed(story)
    path = f"/incidents/{story.refs['record']}"
    for verb, body in (
        ("reopen", {"reason": "The inquest has raised new questions."}),
        ("review-retention", {"keep_until": "2040-01-01", "reason": "Asked for."}),
    ):
        who = "head" if verb == "reopen" else "decider"
        refused = await story.ask(who, f"{path}/{verb}", **body)
        assert refused.status == 409
        assert [reason["code"] for reason in refused.body["reasons"]] == ["RecordDisposed"]


async def test_a_crash_before_the_keys_are_destroyed_is_made_good(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    crashing = context.Process(target=confirm_and_crash, args=(settings,))
    crashing.start()
    crashing.join(120)
    assert crashing.exitcode == -signal.SIGKILL

    async with stage(settings) as played:
        vault, begun = played.system.storage.vault, time.monotonic()
        await played.caught_up(played.system.store.position())
        [record] = {stream for stream, _ in _keys(vault.table.engine) if stream.startswith("INC-")}
        while len(_there(vault, record)) > 1 and time.monotonic() - begun < PATIENCE:
            await asyncio.sleep(0.05)
        assert _there(vault, record) == {"GOVERNANCE"}
        with played.system.views.engine.connect() as connection:
            search, _ = played.system.views.search.resolve(connection)
            statement = text(f"SELECT ref FROM {search.documents.name} WHERE body LIKE :word")
            assert connection.scalars(statement, {"word": f"%{SECRET}%"}).all() == []
        title = played.system.store.load(Incident, record).response.title
        assert title.startswith("[erased ")


def _there(vault: Any, record: str) -> set[str]:
    return {who for stream, who in _keys(vault.table.engine) if stream == record}


def confirm_and_crash(settings: Settings) -> None:
    """In a process of its own: everything is recorded, and no key is destroyed."""

    async def run() -> None:
        async with stage(settings) as played:
            story = await decided(played)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    Erasure, "carry_out", lambda *about: os.kill(os.getpid(), signal.SIGKILL)
                )
                await confirmed(story)

    asyncio.run(run())
