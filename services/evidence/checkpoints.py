"""Signed statements of how long the log was and what was in it, in the form of C2SP's tlog."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from services.evidence.merkle import Frontier, leaf_hash, leaf_of
from services.log import EventLog

ORIGIN: Final = "box1"
ED25519: Final = b"\x01"
PAGE: Final = 5_000


class BadCheckpoint(Exception):
    """A text is no checkpoint, or not one of this log; says why."""


@dataclass(frozen=True)
class Checkpoint:
    """So many events, up to this position, with this root, at this time (UTC)."""

    size: int
    position: int
    root: bytes
    at: str

    @property
    def body(self) -> str:
        root = b64encode(self.root).decode()
        return f"{ORIGIN}\n{self.size}\n{root}\nposition {self.position}\ntime {self.at}\n"

    @property
    def told(self) -> dict[str, str | int]:
        """What it states, as programs read it."""
        return {
            "size": self.size,
            "position": self.position,
            "at": self.at,
            "root": self.root.hex(),
        }


class Signer:
    """Signs with one Ed25519 key; `verifier` is what others check it with."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    @property
    def verifier(self) -> str:
        """The public key with its name, to be published: `box1+hash+key`."""
        key = b64encode(ED25519 + self.public).decode()
        return f"{ORIGIN}+{key_hash(self.public).hex()}+{key}"

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)

    def note(self, checkpoint: Checkpoint) -> str:
        """A checkpoint as a signed note."""
        signed = b64encode(key_hash(self.public) + self.sign(checkpoint.body.encode())).decode()
        return f"{checkpoint.body}\n\N{EM DASH} {ORIGIN} {signed}\n"


def key_hash(public: bytes) -> bytes:
    """Which key signed, in four bytes, as signed notes say it."""
    return sha256(ORIGIN.encode() + b"\n" + ED25519 + public).digest()[:4]


def public_of(verifier: str) -> bytes:
    """The public key in a published `box1+hash+key`. BadCheckpoint where it is none."""
    try:
        name, hashed, key = verifier.strip().split("+", 2)
        decoded = b64decode(key, validate=True)
    except (ValueError, NotBase64):
        raise BadCheckpoint("The key is not of the form box1+hash+key.") from None
    public = decoded[1:]
    right = name == ORIGIN and decoded[:1] == ED25519 and hashed == key_hash(public).hex()
    if not right or len(public) != 32:
        raise BadCheckpoint("The key is not whole: its hash is another.")
    return public


def read_note(note: str, public: bytes) -> Checkpoint:
    """What a signed note says, once its signature holds. BadCheckpoint otherwise."""
    body, _, signature = note.partition("\n\n")
    try:
        origin, size, root, position, at = f"{body}\n".removesuffix("\n").split("\n")
        read = Checkpoint(
            int(size),
            int(position.removeprefix("position ")),
            b64decode(root, validate=True),
            at.removeprefix("time "),
        )
        signed = b64decode(signature.removeprefix(f"\N{EM DASH} {ORIGIN} ").strip(), validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], f"{body}\n".encode())
    except (ValueError, NotBase64):
        raise BadCheckpoint("It is not written as a checkpoint.") from None
    except InvalidSignature:
        raise BadCheckpoint("Its signature does not hold.") from None
    whole = f"{read.body}\n\N{EM DASH} {ORIGIN} {b64encode(signed).decode()}\n"
    if origin != ORIGIN or note != whole or signed[:4] != key_hash(public):
        raise BadCheckpoint("It is not written as box1 writes them.")
    return read


class Checkpoints:
    """The checkpoints of one log: made, kept in its database, found again."""

    def __init__(self, log: EventLog, signer: Callable[[], Signer]) -> None:
        self._log, self._signer, self._lock = log, signer, Lock()
        self._frontier, self._position = Frontier(), 0

    @property
    def signer(self) -> Signer:
        return self._signer()

    def make(self, now: datetime) -> str:
        """A signed note of the log as it is; kept, unless the last one says the same."""
        with self._lock:
            for position, leaf in leaves(self._log, self._position):
                self._frontier.add(leaf)
                self._position = position
            last = self.last()
            if last is not None and last[0] == self._frontier.size:
                return last[1]
            at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            made = Checkpoint(self._frontier.size, self._position, self._frontier.root(), at)
            note = self.signer.note(made)
            with self._log.batch():
                self._log.execute(
                    "INSERT INTO log_checkpoints (size, note) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    made.size,
                    note,
                )
            return note

    def last(self) -> tuple[int, str] | None:
        """The size and the note of the last one kept."""
        rows = self._log.read("SELECT size, note FROM log_checkpoints ORDER BY size DESC LIMIT 1")
        return (int(rows[0][0]), str(rows[0][1])) if rows else None

    def all(self) -> list[str]:
        """Every note that is kept, the oldest first."""
        rows = self._log.read("SELECT note FROM log_checkpoints ORDER BY size")
        return [str(note) for (note,) in rows]


def leaves(log: EventLog, after: int = 0) -> Iterator[tuple[int, bytes]]:
    """The position and the hashed leaf of every event that follows a position."""
    column = log.position_column
    while rows := log.read(
        f"SELECT {column}, originator_id, originator_version, state FROM stored_events"
        f" WHERE {column} > ? ORDER BY {column} LIMIT {PAGE}",
        after,
    ):
        for position, ref, version, state in rows:
            chained = bytes(state[9:73]).decode()
            yield position, leaf_hash(leaf_of(position, ref, version, chained))
            after = position
