"""Forgetting somebody: at once, everywhere, for good; counted as before, and after any crash."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from api.hub import Change
from api.settings import Settings
from api.staging import stage
from domain.stakeholder import Stakeholder
from projections.rebuild import Rebuild
from services.erasure import Erasure
from services.key_table import subject_keys
from services.mapper import chain
from services.master_key import make_master_key
from tests.api.forgotten import NAME, Story, told
from tests.projections.recording import rows_of

PATIENCE = 5.0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    key = tmp_path / "kept" / "master.key"
    make_master_key(key)
    return Settings(data=tmp_path / "data", database_url=url, nats_url=None, master_key_file=key)


@pytest.fixture
async def story(settings: Settings) -> AsyncIterator[Story]:
    async with stage(settings) as played:
        yield await told(played)


async def test_they_are_forgotten_everywhere_before_the_answer_comes(story: Story) -> None:
    everything = [story.refs[key] for key in ("them", "held", "open")]
    assert await story.found("officer") == everything
    begun = time.perf_counter()
    await story.confirmed()

    assert time.perf_counter() - begun < PATIENCE
    assert await story.found("officer") == []
    assert await story.found("decider") == [story.refs["held"]]
    for path in ("/work?whose=everyone", f"/stakeholders/{story.refs['them']}", "/stakeholders"):
        page = await story.read("officer", path)
        assert (page.status, NAME in page.body) == (200, False), path


async def test_the_views_have_what_a_rebuild_has(story: Story) -> None:
    confirmed = await story.confirmed()
    await story.played.caught_up(confirmed["position"])
    views, storage = story.played.system.views, story.played.system.storage
    for view in views.by_name.values():
        before = _rows(story, view)
        rebuild = Rebuild(views.engine, view, storage.entries, readers_finish=0)
        rebuild.erase = storage.erasure.carry_out
        rebuild.run()
        assert _rows(story, view) == before
        said = repr(before)
        assert NAME not in said.replace(f"{NAME} rang from held.", "").replace(f"Ring {NAME}", "")


def _rows(story: Story, view: Any) -> dict[str, list[Any]]:
    with story.played.system.views.engine.connect() as connection:
        built, _ = view.resolve(connection)
        return rows_of(connection, built)


async def test_a_correction_counts_as_before_and_says_nothing_more(story: Story) -> None:
    path, reached = f"/incidents/{story.refs['open']}", {"field": "reached", "to": False}
    why = f"It was the voicemail of {NAME}."
    target = story.contacts["open"]
    await story.done("officer", f"{path}/correct-entry", target=target, **reached, reason=why)
    before = (await story.read("officer", f"/api/v1{path}")).body
    await story.confirmed()
    after = (await story.read("officer", f"/api/v1{path}")).body
    timeline = await story.read("officer", f"/api/v1{path}/timeline?type=EntryCorrected")
    [corrected] = timeline.body["items"]

    assert (before["contacts"], before["reached"]) == (1, 0)
    assert (after["contacts"], after["reached"]) == (1, 0)
    assert corrected["decision"]["to"] is False
    assert corrected["decision"]["reason"] == "[erased 14 Apr 2026]"


async def test_the_chain_of_hashes_holds(story: Story) -> None:
    await story.confirmed()
    previous: dict[str, str] = {}
    for _, ref, version, topic, state in story.played.system.store.notices(0, 1000):
        digest = orjson.loads(state)["hash"]
        rest = bytes(state)[len(b'{"hash":"",') + len(digest) :]
        assert digest == chain(previous.get(ref, ""), ref, version, topic, rest)
        previous[ref] = digest


async def test_no_file_holds_a_key_or_a_word_of_them(story: Story, settings: Settings) -> None:
    vault = story.played.system.storage.vault
    wrapped = {(s, who): key for s, who, key in _keys(vault.table.engine) if key is not None}
    them, opened = story.refs["them"], story.refs["open"]
    confirmed = await story.confirmed()
    await story.played.caught_up(confirmed["position"])

    destroyed = [wrapped[them, them], wrapped[opened, them]]
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    for path in files:
        held = path.read_bytes()
        assert not any(key in held for key in destroyed), path
        assert NAME.encode() not in held, path
    kept = {(s, who) for s, who, key in _keys(vault.table.engine) if key and who == them}
    assert kept == {(story.refs["held"], them)}


def _keys(engine: Any) -> list[tuple[str, str, bytes | None]]:
    columns = (subject_keys.c.stream, subject_keys.c.subject, subject_keys.c.wrapped)
    with engine.connect() as connection:
        rows = connection.execute(subject_keys.select().with_only_columns(*columns))
        return [(s, who, None if key is None else bytes(key)) for s, who, key in rows]


async def test_open_pages_of_what_was_erased_are_told(story: Story) -> None:
    hub, heard = story.played.system.hub, list[Change]()
    position = story.position
    confirmed = await story.confirmed()
    async for change in hub.changes(position):
        heard.append(change)
        if change.position == confirmed["position"] and change.ref == story.refs["them"]:
            break
    assert {(change.type, change.ref) for change in heard} == {
        ("SubjectKeyDestroyed", story.refs["them"]),
        ("SubjectKeyDestroyed", story.refs["open"]),
        ("SubjectKeyDestroyed", story.refs["request"]),
        ("ProcessingRestricted", story.refs["them"]),
        ("ProcessingRestricted", story.refs["held"]),
    }


async def test_a_hold_placed_after_the_decision_still_wins(story: Story) -> None:
    hold = {"basis": "The inquest asks for it too.", "review_at": "2026-12-01"}
    await story.done("decider", f"/incidents/{story.refs['open']}/place-legal-hold", **hold)
    refused = await story.confirm()

    assert [reason["code"] for reason in refused.body["reasons"]] == ["LegalHoldWins"] * 2
    assert len(await story.found("officer")) == 3


async def test_what_is_said_since_the_decision_is_decided_too(story: Story) -> None:
    raised = await story.done(
        "officer",
        "/incidents",
        title="Another in Northgate",
        incident_type="other",
        pfa="E23000003",
        summary=f"{NAME} saw it.",
        source="media",
        about=[story.refs["them"]],
    )
    refused = await story.confirm()
    [reason] = refused.body["reasons"]

    assert reason["code"] == "StreamUndecided"
    assert raised["ref"] in reason["text"]


async def test_only_those_who_decide_are_told_which_records_it_is_about(story: Story) -> None:
    path = f"/api/v1/stakeholders/{story.refs['them']}"
    officer = (await story.read("officer", path)).body["erasure"]
    decider = (await story.read("decider", path)).body["erasure"]

    assert set(officer) == {"state", "requested_at"}
    assert [one["ref"] for one in decider["streams"]] == [
        story.refs[key] for key in ("them", "open", "request", "held")
    ]


async def test_a_crash_before_the_keys_are_destroyed_is_made_good(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    crashing = context.Process(target=confirm_and_crash, args=(settings,))
    crashing.start()
    crashing.join(120)
    assert crashing.exitcode == -signal.SIGKILL

    async with stage(settings) as played:
        vault, begun = played.system.storage.vault, time.monotonic()
        await played.caught_up(played.system.store.position())
        [them] = {who for _, who, _ in _keys(vault.table.engine) if who.startswith("STK-")}
        while sum(vault.streams_of(them).values()) > 1 and time.monotonic() - begun < PATIENCE:
            time.sleep(0.05)
        kept = [stream for stream, there in vault.streams_of(them).items() if there]
        forgotten = played.system.store.load(Stakeholder, them)
        with played.system.views.engine.connect() as connection:
            search, _ = played.system.views.search.resolve(connection)
            statement = text(f"SELECT ref FROM {search.documents.name} WHERE body LIKE :name")
            mentions = connection.scalars(statement, {"name": f"%{NAME}%"}).all()
        assert (kept, [*mentions]) == ([*forgotten.case.restricted], kept)
        assert forgotten.described.name.words == f"[erased {_today(vault, them)}]"


def _today(vault: Any, them: str) -> str:
    day = vault.of_stream(them).open((them,), b"")
    return f"{day.day} {day:%b %Y}"


def confirm_and_crash(settings: Settings) -> None:
    """In a process of its own: everything is recorded, and no key is destroyed."""

    async def run() -> None:
        async with stage(settings) as played:
            story = await told(played)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    Erasure, "carry_out", lambda *about: os.kill(os.getpid(), signal.SIGKILL)
                )
                await story.confirmed()

    asyncio.run(run())
