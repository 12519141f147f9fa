"""Evidence over HTTP: whoever may have how much of it, what is gone, and what checks it."""

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from nats.aio.client import Client

from api.settings import read_settings
from api.staging import HttpStage, stage
from services.evidence import Checkpoints, Publisher, Signer, read_note, verify_bundle
from services.evidence.publishing import STREAM, SUBJECT
from services.log_sqlite import SQLiteLog
from tests.api.forgotten import NAME, told
from tests.api.reads import Reader
from tests.api.world import SECRET, World, build

CHECKER = Path(__file__).parents[2] / "docs/verify.py"


@pytest.fixture
async def world(played: HttpStage) -> World:
    return await build(played)


def events_in(bundle: bytes) -> list[dict[str, Any]]:
    lines = map(orjson.loads, bundle.splitlines())
    return [line["event"] for line in lines if "event" in line]


async def test_a_bundle_holds_as_much_as_its_reader_may_read_and_verifies(
    played: HttpStage, world: World
) -> None:
    path = f"/api/v1/incidents/{world.refs['own']}/evidence.jsonl"
    whole, _ = await Reader(played, world, "head", program=True).get(path)
    half, _ = await Reader(played, world, "reviewer", program=True).get(path)

    key = played.system.storage.checkpoints.signer.verifier
    all_of_it, some_of_it = (verify_bundle(one.content, key) for one in (whole, half))
    assert (all_of_it.faults, some_of_it.faults) == ([], [])
    assert all_of_it.events == some_of_it.events == played.system.store.version(world.refs["own"])
    assert (all_of_it.withheld, some_of_it.withheld > 0) == (0, True)
    assert SECRET in whole.text
    assert SECRET not in half.text
    closed = [event for event in events_in(half.content) if event["state"] is None]
    assert all(event["withheld"] and event["opened"] is None for event in closed)
    assert '"access"' in whole.text
    assert '"access":{' not in half.text


async def test_in_short_it_says_what_the_bundle_proves(played: HttpStage, world: World) -> None:
    ref = world.refs["own"]
    answer, _ = await Reader(played, world, "head", program=True).get(
        f"/api/v1/incidents/{ref}/evidence"
    )

    told = answer.json()
    assert (told["ref"], told["verified"], told["shredded"]) == (ref, True, [])
    assert told["events"] == played.system.store.version(ref)
    assert told["checkpoint"]["position"] == played.system.store.position()


async def test_a_bundle_says_what_was_forgotten_and_one_from_before_holds_as_before(
    tmp_path: Path,
) -> None:
    async with stage(read_settings(data=tmp_path, nats_url=None)) as played:
        story = await told(played)
        path = f"/api/v1/incidents/{story.refs['open']}/evidence.jsonl"
        before = (await story.read("decider", path)).body
        await story.confirmed()
        after = (await story.read("decider", path)).body

    report = verify_bundle(after.encode())
    assert verify_bundle(before.encode()).whole
    assert (NAME in before, NAME in after) == (True, False)
    assert report.whole
    assert [one["subject"] for one in report.shredded] == [story.refs["them"]]
    assert report.shredded[0]["why"] == "somebody asked to be forgotten"


async def test_both_programs_check_a_bundle_and_the_log(
    played: HttpStage, world: World, tmp_path: Path
) -> None:
    path = f"/api/v1/incidents/{world.refs['own']}/evidence.jsonl"
    answer, _ = await Reader(played, world, "head", program=True).get(path)
    file, wrong = tmp_path / "bundle.jsonl", tmp_path / "wrong.jsonl"
    file.write_bytes(answer.content)
    wrong.write_bytes(answer.content.replace(b'"role":"', b'"Role":"', 1))
    key = played.system.storage.checkpoints.signer.verifier

    assert ran("-m", "api.cli", "verify", str(file), "--key", key) == (0, "Everything holds.")
    assert ran("-I", str(CHECKER), str(file), key) == (0, "Everything holds.")
    assert ran("-m", "api.cli", "verify", str(wrong))[0] == 1
    assert ran("-I", str(CHECKER), str(wrong))[0] == 1
    assert ran("-m", "api.cli", "verify", "--data", str(tmp_path)) == (0, "Everything holds.")


def ran(*arguments: str) -> tuple[int, str]:
    """How a program ended, and the last thing that it said."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout.strip().splitlines()[-1]


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Checkpoints]:
    log = SQLiteLog(tmp_path / "events.db")
    log.prepare()
    yield Checkpoints(log, lambda: Signer(bytes(32)))
    log.close()


async def test_checkpoints_are_told_to_a_file_and_to_nats_once_each(
    bus: Client, kept: Checkpoints, tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere" / "checkpoints"
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    publisher = Publisher(kept, bus, lambda: noon, 60, file)

    note = await publisher.publish()
    await publisher.publish()

    stream = bus.jetstream()
    info = await stream.stream_info(STREAM)
    message = await stream.get_last_msg(STREAM, SUBJECT)
    assert (info.state.messages, message.data) == (1, note.encode())
    assert file.read_text(encoding="utf-8") == f"{note}\n"
    assert read_note(note, kept.signer.public).at == "2030-01-01T12:00:00Z"
