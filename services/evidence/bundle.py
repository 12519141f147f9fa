"""A bundle: one record's events with everything that a stranger needs to check them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias

import orjson

from services.evidence.checkpoints import Checkpoints, leaves, read_note
from services.evidence.merkle import Tree
from services.log import EventLog

FORMAT: Final = "box1 evidence 1"
MOST_EARLIER: Final = 50
Withheld: TypeAlias = Mapping[int, str]
"""By version, why an event's bytes are left out; its hash and its proof stay."""


@dataclass(frozen=True)
class Content:
    """What of a record goes into a bundle.

    `opened` are events by version in plain words, as far as the reader may have them; `header`
    says for whom, what for and when it was made; `shredded` are keys that are gone, and why.
    """

    ref: str
    header: Mapping[str, Any]
    opened: Mapping[int, Any]
    withheld: Withheld
    shredded: Sequence[Mapping[str, Any]]
    accesses: Sequence[Mapping[str, Any]]


def bundle_of(log: EventLog, checkpoints: Checkpoints, note: str, content: Content) -> bytes:
    """The bundle: JSON Lines, of which the last but one sums up all before it and is signed.

    `note` is a checkpoint that covers the record: the events recorded after it are left out.
    """
    signer = checkpoints.signer
    checkpoint = read_note(note, signer.public)
    placed = [*leaves(log)][: checkpoint.size]
    tree = Tree(leaf for _, leaf in placed)
    index = {position: number for number, (position, _) in enumerate(placed)}
    lines: list[Mapping[str, Any]] = [
        {"bundle": {"format": FORMAT, "ref": content.ref, **content.header}},
        {"checkpoint": note, "key": signer.verifier},
        *_earlier(checkpoints, tree, signer.public),
        *_events(log, tree, index, content),
        *({"shredded": one} for one in content.shredded),
        *({"access": one} for one in content.accesses),
    ]
    body = b"".join(map(_line, lines))
    summed = {"manifest": {**_counts(lines), "sha256": sha256(body).hexdigest()}}
    manifest = _line(summed)
    return body + manifest + _line({"signature": signer.sign(manifest).hex()})


def _earlier(checkpoints: Checkpoints, tree: Tree, public: bytes) -> Iterator[dict[str, Any]]:
    """The last checkpoints before this one, each proved to be a beginning of it."""
    for note in checkpoints.all()[-MOST_EARLIER - 1 :]:
        size = read_note(note, public).size
        if 0 < size < tree.size:
            yield {"earlier": note, "proof": [each.hex() for each in tree.consistency(size)]}


def _events(
    log: EventLog, tree: Tree, index: Mapping[int, int], content: Content
) -> Iterator[dict[str, Any]]:
    column = log.position_column
    rows = log.read(
        f"SELECT {column}, originator_version, topic, state FROM stored_events"
        " WHERE originator_id = ? ORDER BY originator_version",
        content.ref,
    )
    for position, version, topic, state in rows:
        if position in index:
            yield {
                "event": {
                    "index": index[position],
                    "position": position,
                    "ref": content.ref,
                    "version": version,
                    "topic": topic,
                    "hash": bytes(state[9:73]).decode(),
                    "state": None if version in content.withheld else bytes(state).decode(),
                    "withheld": content.withheld.get(version),
                    "opened": content.opened.get(version),
                    "proof": [each.hex() for each in tree.inclusion(index[position])],
                }
            }


def _counts(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts = dict.fromkeys(("earlier", "event", "shredded", "access"), 0)
    for line in lines:
        for name in counts.keys() & line.keys():
            counts[name] += 1
    return counts


def _line(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)
