"""A bundle and the log itself show every change to them, whoever made it; on either database."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from domain.base import Provenance
from domain.registry import Registry
from services.evidence import (
    Checkpoints,
    Content,
    Frontier,
    Signer,
    Tree,
    bundle_of,
    check_log,
    read_note,
    verify_bundle,
)
from services.evidence.checkpoints import BadCheckpoint, leaves, public_of
from services.evidence.merkle import is_consistent, leaf_hash, root_from_inclusion
from services.log import EventLog
from services.log_sqlite import SQLiteLog
from services.mapper import EventMapper
from services.store import Store
from services.vault import Vault
from tests.services.conftest import Diary, Noted, Opened

By = Callable[[], Provenance]
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SIGNER = Signer(bytes(range(32)))
CHECKER = Path(__file__).parents[2] / "docs/verify.py"
REF = "DRY-2030-0002"


@pytest.fixture
def checkpoints(store: Store, provenance: By) -> Checkpoints:
    """Three diaries, whose entries take turns in the log; a checkpoint after half of them."""
    kept = Checkpoints(store.log, lambda: SIGNER)
    for _ in range(3):
        with store.batch():
            diary = Diary(store.next_ref("DRY-2030", 4))
            diary.decide(Opened(title="A diary"), provenance())
            store.record(diary)
    for number in range(24):
        if number == 12:
            kept.make(NOON)
        with store.batch():
            diary = store.latest(Diary, f"DRY-2030-000{number % 3 + 1}")
            diary.note(f"Amina called, {number}", provenance())
            store.record(diary)
    return kept


def bundle(store: Store, kept: Checkpoints, **content: Any) -> bytes:
    told: dict[str, Any] = {"opened": {}, "withheld": {}, "shredded": (), "accesses": ()}
    return bundle_of(
        store.log,
        kept,
        kept.make(NOON),
        Content(ref=REF, header={"made_at": "now"}, **told | content),
    )


def lines_of(data: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in data.splitlines()]


def written(lines: list[dict[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


def checker(tmp_path: Path, data: bytes, *key: str) -> tuple[int, str]:
    """What the public program says; it runs as a stranger runs it."""
    file = tmp_path / "bundle.jsonl"
    file.write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(file), *key], capture_output=True, text=True
    )
    return ran.returncode, ran.stdout.strip()


def test_a_bundle_holds_and_says_what_is_in_it(
    store: Store, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    data = bundle(store, checkpoints, opened={1: {"title": "A diary"}})

    report = verify_bundle(data, SIGNER.verifier)

    assert report.faults == []
    assert (report.events, report.withheld, report.earlier) == (9, 0, 1)
    assert report.checkpoint is not None
    assert (report.checkpoint.size, report.checkpoint.at) == (27, "2030-01-01T12:00:00Z")
    assert checker(tmp_path, data, SIGNER.verifier) == (0, "Everything holds.")
    assert b"Amina" not in data


def test_a_bundle_of_what_may_be_read_holds_without_the_rest(
    store: Store, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    data = bundle(store, checkpoints, withheld={2: "not for you", 9: "not for you"})

    report = verify_bundle(data, SIGNER.verifier)

    assert (report.faults, report.events, report.withheld) == ([], 9, 2)
    assert checker(tmp_path, data)[0] == 0
    assert [line["event"]["state"] for line in lines_of(data) if "event" in line][1] is None


def test_a_bundle_from_before_an_erasure_holds_and_a_new_one_says_what_is_gone(
    store: Store, checkpoints: Checkpoints, vault: Vault
) -> None:
    before = bundle(store, checkpoints)
    vault.destroy(REF, "STK-0001")

    after = bundle(store, checkpoints, shredded=[{"key": "k1", "why": "asked to be forgotten"}])

    assert verify_bundle(before, SIGNER.verifier).whole
    report = verify_bundle(after, SIGNER.verifier)
    assert (report.faults, report.shredded) == ([], [{"key": "k1", "why": "asked to be forgotten"}])


def signed_anew(lines: list[dict[str, Any]]) -> bytes:
    """As somebody would who holds the key: the sums right again, so that only the proofs tell."""
    events = [line for line in lines if "event" in line]
    body = written(lines[:-2])
    lines[-2]["manifest"] |= {"event": len(events), "sha256": sha256(body).hexdigest()}
    manifest = written(lines[-2:-1])
    return body + manifest + written([{"signature": SIGNER.sign(manifest).hex()}])


def test_even_who_holds_the_key_cannot_take_out_move_or_change_an_event(
    store: Store, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    whole = bundle(store, checkpoints)
    first = next(number for number, line in enumerate(lines_of(whole)) if "event" in line)

    def told(change: Callable[[list[dict[str, Any]]], object]) -> list[str]:
        lines = lines_of(whole)
        change(lines)
        data = signed_anew(lines)
        assert checker(tmp_path, data)[0] == 1
        return verify_bundle(data).faults

    dropped = told(lambda lines: lines.pop(first + 3))
    swapped = told(
        lambda lines: lines.__setitem__(slice(first, first + 2), lines[first : first + 2][::-1])
    )
    moved = told(lambda lines: lines[first]["event"].update(position=999))
    proof = lines_of(whole)[first + 1]["event"]["proof"]
    others = told(lambda lines: lines[first]["event"].update(proof=proof))
    state = lines_of(whole)[first + 4]["event"]["state"]
    changed = told(lambda lines: lines[first + 4]["event"].update(state=state.replace("Z", "z", 1)))

    assert any("stands where event 4 should" in fault for fault in dropped)
    assert any("stands where event 1 should" in fault for fault in swapped)
    assert moved == [
        "Event 1 at position 999 is not in the log of the checkpoint: its proof leads elsewhere."
    ]
    assert any("its proof leads elsewhere" in fault for fault in others)
    assert any("Event 5" in fault and "was changed" in fault for fault in changed)


def test_a_forged_checkpoint_and_another_key_are_named(
    store: Store, checkpoints: Checkpoints
) -> None:
    whole = bundle(store, checkpoints)
    forger = Signer(bytes(32))
    lines = lines_of(whole)
    lines[1]["checkpoint"] = forger.note(read_note(lines[1]["checkpoint"], SIGNER.public))

    assert verify_bundle(written(lines)).faults == [
        "The checkpoint cannot be trusted. Its signature does not hold."
    ]
    assert verify_bundle(whole, forger.verifier).faults == [
        "The checkpoint cannot be trusted. Its signature does not hold."
    ]
    with pytest.raises(BadCheckpoint):
        public_of(SIGNER.verifier[:-4] + "AAA=")


def test_a_bundle_is_held_against_checkpoints_that_others_kept(
    store: Store, checkpoints: Checkpoints
) -> None:
    data = bundle(store, checkpoints)
    [early, late] = checkpoints.all()
    read = read_note(early, SIGNER.public)
    other = SIGNER.note(replace(read, root=bytes(32)))
    unknown = SIGNER.note(replace(read, size=3))

    kept = verify_bundle(data, SIGNER.verifier, [early, late, unknown])
    anew = verify_bundle(data, SIGNER.verifier, [other])

    assert (kept.faults, kept.compared) == ([], 2)
    assert anew.faults == [
        f"The checkpoint of {read.size} events is not the one that was kept elsewhere:"
        " the log was written anew."
    ]


def test_ten_thousand_random_changes_to_a_bundle_are_all_found(
    store: Store, checkpoints: Checkpoints, tmp_path: Path
) -> None:
    whole, random = bundle(store, checkpoints), Random(6)
    missed, unlike = [], 0
    for number in range(10_000):
        data = changed_bundle(whole, random)
        if data != whole and verify_bundle(data, SIGNER.verifier).whole:
            missed.append(number)
        if number % 500 == 0:
            unlike += checker(tmp_path, data, SIGNER.verifier)[0] != 1

    assert (missed, unlike) == ([], 0)


def changed_bundle(whole: bytes, random: Random) -> bytes:
    """One thing changed: a bit, a byte, a line dropped, doubled or swapped, the end cut off."""
    lines = whole.splitlines(keepends=True)
    line, other = random.sample(range(len(lines)), 2)
    match random.randrange(6):
        case 0:
            at, bit = random.randrange(len(whole)), 1 << random.randrange(8)
            return whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        case 1:
            at = random.randrange(len(whole))
            return whole[:at] + whole[at + 1 :]
        case 2:
            return b"".join(lines[:line] + lines[line + 1 :])
        case 3:
            lines[line], lines[other] = lines[other], lines[line]
            return b"".join(lines)
        case 4:
            return b"".join([*lines[:line], lines[line], *lines[line:]])
        case _:
            return whole[: random.randrange(len(whole))]


def test_the_log_holds_and_shows_where_it_was_changed(
    store: Store, log: EventLog, checkpoints: Checkpoints
) -> None:
    notes = [checkpoints.make(NOON), *checkpoints.all()]

    assert check_log(log, notes, SIGNER.public) == (27, [])


def test_ten_thousand_random_changes_to_a_stored_log_are_all_found(
    tmp_path: Path, vault: Vault, provenance: By
) -> None:
    stored, notes = story_in(tmp_path, vault, provenance)
    random, missed = Random(7), []
    for number in range(10_000):
        log = Listed(changed_log(stored, random))
        if log.rows != stored and check_log(log, notes, SIGNER.public)[1] == []:  # type: ignore[arg-type]
            missed.append(number)

    assert missed == []


class Listed:
    """A log whose rows are in memory, so that ten thousand of them can be made."""

    position_column = "rowid"

    def __init__(self, rows: list[tuple[int, str, int, str, bytes]]) -> None:
        self.rows = rows

    def read(self, query: str, after: int) -> list[tuple[int, str, int, str, bytes]]:
        return sorted(row for row in self.rows if row[0] > after)


def story_in(
    folder: Path, vault: Vault, provenance: By
) -> tuple[list[tuple[int, str, int, str, bytes]], list[str]]:
    """The rows of a small log, and its checkpoints."""
    log = SQLiteLog(folder / "story.db")
    log.prepare()
    store = Store(log, EventMapper(Registry(Opened, Noted), vault))
    kept = Checkpoints(log, lambda: SIGNER)
    for number in range(12):
        with store.batch():
            diary = Diary(store.next_ref("DRY-2030", 4)) if number < 2 else None
            if diary is None:
                diary = store.latest(Diary, f"DRY-2030-000{number % 2 + 1}")
                diary.note(f"Amina called, {number}", provenance())
            else:
                diary.decide(Opened(title="A diary"), provenance())
            store.record(diary)
        if number in (6, 11):
            kept.make(NOON)
    rows = log.read(
        "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
    )
    notes = kept.all()
    log.close()
    return [(row[0], row[1], row[2], row[3], bytes(row[4])) for row in rows], notes


def changed_log(
    stored: list[tuple[int, str, int, str, bytes]], random: Random
) -> list[tuple[int, str, int, str, bytes]]:
    """One thing changed: a bit of an event, its version, its topic, its place; some dropped."""
    rows = list(stored)
    one, other = random.sample(range(len(rows)), 2)
    position, ref, version, topic, state = rows[one]
    match random.randrange(6):
        case 0:
            at, bit = random.randrange(len(state)), 1 << random.randrange(8)
            state = state[:at] + bytes([state[at] ^ bit]) + state[at + 1 :]
            rows[one] = (position, ref, version, topic, state)
        case 1:
            rows[one] = (position, ref, version + random.choice((-1, 1, 5)), topic, state)
        case 2:
            rows[one] = (position, ref, version, topic.replace("diary.", "diarx."), state)
        case 3:
            rows[one], rows[other] = (rows[other][0], *rows[one][1:]), (position, *rows[other][1:])
        case 4:
            del rows[one]
        case _:
            del rows[random.randrange(1, len(rows)) :]
    return rows


def test_the_operator_cannot_write_the_past_anew_under_a_checkpoint_kept_elsewhere(
    store: Store, log: EventLog, checkpoints: Checkpoints
) -> None:
    kept_elsewhere = checkpoints.make(NOON)
    column = log.position_column
    last = store.position()
    log.execute(f"DELETE FROM stored_events WHERE {column} > ?", last - 2)
    log.execute("DELETE FROM log_checkpoints WHERE size > ?", 0)

    events, faults = check_log(log, [kept_elsewhere], SIGNER.public)

    assert (events, faults) == (25, ["A checkpoint of 27 events: only 25 are there."])


def test_proofs_hold_for_trees_of_every_size() -> None:
    leafs = [leaf_hash(bytes([number])) for number in range(40)]
    whole = Tree(leafs)
    frontier, roots = Frontier(), {}
    for number, leaf in enumerate(leafs, 1):
        frontier.add(leaf)
        roots[number] = frontier.root()
        assert whole.root(number) == frontier.root()
        tree = Tree(leafs[:number])
        for index in range(number):
            path = tree.inclusion(index)
            assert root_from_inclusion(leafs[index], index, number, path) == roots[number]
            wrong = root_from_inclusion(leafs[index], (index + 1) % number, number, path)
            assert number == 1 or wrong != roots[number]
        for earlier in range(1, number):
            proof = tree.consistency(earlier)
            assert is_consistent(earlier, roots[earlier], number, roots[number], proof)
            assert not is_consistent(earlier, roots[number], number, roots[number], proof)


def test_the_roots_are_those_of_rfc_6962(store: Store, checkpoints: Checkpoints) -> None:
    """The test vectors of Certificate Transparency: the empty tree and its first leaf."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    first = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert Frontier().root().hex() == empty
    assert Tree([leaf_hash(b"")]).root().hex() == first
    assert len([*leaves(store.log)]) == 27
