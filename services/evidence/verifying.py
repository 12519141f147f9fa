"""Checking a bundle as a stranger does: from the file alone, and a key that was published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.evidence.checkpoints import BadCheckpoint, Checkpoint, public_of, read_note
from services.evidence.merkle import is_consistent, leaf_hash, leaf_of, root_from_inclusion
from services.mapper import chain


@dataclass
class Report:
    """What was found wrong, in words; nothing where all holds. And what was checked."""

    faults: list[str] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)
    checkpoint: Checkpoint | None = None
    key: str = ""
    events: int = 0
    withheld: int = 0
    earlier: int = 0
    compared: int = 0
    shredded: list[dict[str, Any]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults


def verify_bundle(data: bytes, key: str | None = None, published: Sequence[str] = ()) -> Report:
    """Whether nothing in a bundle was changed, left out, put in or reordered.

    `key` is the verifier that was published; the bundle's own where there is none. `published`
    are checkpoints that were kept elsewhere: the bundle's must agree with them, size by size.
    """
    report = Report()
    try:
        report.faults += _faults(data, key, published, report)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        report.faults.append(f"The file is not written as a bundle is ({type(error).__name__}).")
    return report


def _faults(
    data: bytes, key: str | None, published: Sequence[str], report: Report
) -> Iterator[str]:
    lines = data.splitlines(keepends=True)
    told = [orjson.loads(line) for line in lines]
    yield from (
        f"Line {number} is not written as box1 writes it."
        for number, (line, value) in enumerate(zip(lines, told, strict=True), 1)
        if orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) != line
    )
    if len(told) < 4:
        yield "The file ends too soon."
        return
    report.header, report.key = told[0]["bundle"], told[1]["key"]
    try:
        public = public_of(key or report.key)
        checkpoint = report.checkpoint = read_note(told[1]["checkpoint"], public)
    except BadCheckpoint as error:
        yield f"The checkpoint cannot be trusted. {error}"
        return
    if key and key.strip() != report.key:
        yield "The bundle names another key than the one that was published."
    yield from _signature(lines, told, public)
    roots = {checkpoint.size: checkpoint.root}
    for value in told[2:-2]:
        if "event" not in value:
            yield from _other(value, checkpoint, public, report, roots)
    yield from _against_published(roots, published, public, report)
    yield from _events([value["event"] for value in told[2:-2] if "event" in value], report)


def _signature(lines: list[bytes], told: list[Any], public: bytes) -> Iterator[str]:
    manifest = told[-2]["manifest"]
    try:
        signed = bytes.fromhex(told[-1]["signature"])
        if signed.hex() != told[-1]["signature"] or set(told[-1]) != {"signature"}:
            raise ValueError
        Ed25519PublicKey.from_public_bytes(public).verify(signed, lines[-2])
    except (ValueError, InvalidSignature):
        yield "The signature of the whole bundle does not hold."
    if sha256(b"".join(lines[:-2])).hexdigest() != manifest["sha256"]:
        yield "Something before the manifest was changed: its sum is another."
    for kind in ("event", "earlier", "shredded", "access"):
        there = sum(1 for value in told[2:-2] if kind in value)
        if there != manifest[kind]:
            yield f"The manifest counts {manifest[kind]} of {kind}, and {there} are there."


def _against_published(
    roots: dict[int, bytes], published: Sequence[str], public: bytes, report: Report
) -> Iterator[str]:
    """Each that was kept elsewhere against the bundle's own of the same size, where it has one."""
    for note in published:
        try:
            other = read_note(note, public)
        except BadCheckpoint as error:
            yield f"A checkpoint that was kept elsewhere cannot be trusted. {error}"
            continue
        report.compared += other.size in roots
        if roots.get(other.size, other.root) != other.root:
            yield (
                f"The checkpoint of {other.size} events is not the one that was kept"
                " elsewhere: the log was written anew."
            )


def _other(
    value: Any, checkpoint: Checkpoint, public: bytes, report: Report, roots: dict[int, bytes]
) -> Iterator[str]:
    if "shredded" in value:
        report.shredded.append(value["shredded"])
    if "earlier" not in value:
        return
    report.earlier += 1
    try:
        earlier = read_note(value["earlier"], public)
    except BadCheckpoint as error:
        yield f"An earlier checkpoint cannot be trusted. {error}"
        return
    roots[earlier.size] = earlier.root
    proof = [bytes.fromhex(each) for each in value["proof"]]
    sizes = (earlier.size, earlier.root, checkpoint.size, checkpoint.root)
    if not is_consistent(*sizes, proof):
        yield f"The log of {earlier.size} events is not the beginning of this one."


def _events(events: list[Any], report: Report) -> Iterator[str]:
    previous = ""
    for expected, event in enumerate(events, 1):
        name = f"Event {event['version']} at position {event['position']}"
        if event["version"] != expected or event["ref"] != report.header["ref"]:
            yield f"{name} of {event['ref']} stands where event {expected} should."
        yield from _event(event, name, previous, report)
        previous = event["hash"]


def _event(event: Any, name: str, previous: str, report: Report) -> Iterator[str]:
    report.events += 1
    if event["state"] is None:
        report.withheld += 1
    else:
        head = f'{{"hash":"{event["hash"]}",'
        rest = event["state"].removeprefix(head).encode()
        covered = (previous, event["ref"], event["version"], event["topic"], rest)
        if not event["state"].startswith(head) or chain(*covered) != event["hash"]:
            yield f"{name} was changed, or does not follow the event before it."
    checkpoint = report.checkpoint
    leaf = leaf_of(event["position"], event["ref"], event["version"], event["hash"])
    path = [bytes.fromhex(each) for each in event["proof"]]
    if checkpoint is None or checkpoint.root != root_from_inclusion(
        leaf_hash(leaf), event["index"], checkpoint.size, path
    ):
        yield f"{name} is not in the log of the checkpoint: its proof leads elsewhere."
