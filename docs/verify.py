"""Checks a box1 evidence bundle, with nothing but Python and the package `cryptography`.

    python verify.py BUNDLE [KEY]

KEY is the public key that box1 publishes (box1+…). Without one the bundle's own is used: that shows
that the file is whole, and not who made it. Exits with 0 where everything holds, else with 1.
"""

import json
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def public_key(verifier: str) -> bytes:
    """The 32 bytes in `box1+hash+key`."""
    name, hashed, encoded = verifier.strip().split("+", 2)
    key = b64decode(encoded, validate=True)
    if name != "box1" or key[:1] != b"\x01" or key_hash(key[1:]).hex() != hashed:
        raise ValueError("the key is not whole")
    return key[1:]


def key_hash(key: bytes) -> bytes:
    return sha256(b"box1\n\x01" + key).digest()[:4]


def signed_by(key: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def checkpoint(note: str, key: bytes) -> tuple[int, bytes]:
    """The size and the root that a signed note states."""
    body, _, signature = note.partition("\n\n")
    signed = b64decode(signature.removeprefix("\u2014 box1 ").strip(), validate=True)
    if signed[:4] != key_hash(key) or not signed_by(key, signed[4:], f"{body}\n".encode()):
        raise ValueError("the signature of a checkpoint does not hold")
    origin, size, root = body.split("\n")[:3]
    if origin != "box1":
        raise ValueError("a checkpoint is of another log")
    return int(size), b64decode(root, validate=True)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def climbed(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for hashed in path:
        if index % 2 or index == last:
            leaf = node(hashed, leaf)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = node(leaf, hashed)
        index, last = index >> 1, last >> 1
    return leaf if last == 0 else b""


def grew(first: int, root: bytes, size: int, later: bytes, proof: list[bytes]) -> bool:
    """Whether the tree with `later` begins with the one of `first` leaves (RFC 9162, 2.1.4.2)."""
    path = [root, *proof] if first & (first - 1) == 0 else proof
    index, last = first - 1, size - 1
    while index % 2:
        index, last = index >> 1, last >> 1
    if not 0 < first < size or not path:
        return False
    old = new = path[0]
    for hashed in path[1:]:
        if index % 2 or index == last:
            old, new = node(hashed, old), node(hashed, new)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, hashed)
        index, last = index >> 1, last >> 1
    return last == 0 and old == root and new == later


def event_faults(event: dict, expected: int, previous: str, size: int, root: bytes) -> list[str]:
    name, faults = f"event {event['version']} at position {event['position']}", []
    if event["version"] != expected:
        faults.append(f"{name} stands where event {expected} should")
    head = f"{event['ref']}\n{event['version']}\n{event['topic']}\n"
    if event["state"] is not None:
        rest = event["state"].removeprefix(f'{{"hash":"{event["hash"]}",')
        covered = sha256(f"{previous}\n{head}{rest}".encode()).hexdigest()
        if rest == event["state"] or covered != event["hash"]:
            faults.append(f"{name} was changed, or does not follow the event before it")
    leaf = f"{event['position']}\n{event['ref']}\n{event['version']}\n{event['hash']}".encode()
    path = [bytes.fromhex(each) for each in event["proof"]]
    if climbed(sha256(b"\x00" + leaf).digest(), event["index"], size, path) != root:
        faults.append(f"{name} is not in the log of the checkpoint")
    return faults


def faults_in(data: bytes, key: str | None) -> list[str]:
    lines = data.splitlines(keepends=True)
    told = [json.loads(line) for line in lines]
    faults, public = [], public_key(key or told[1]["key"])
    if key and key.strip() != told[1]["key"]:
        faults.append("the bundle names another key")
    size, root = checkpoint(told[1]["checkpoint"], public)
    manifest, signature = told[-2]["manifest"], told[-1]["signature"]
    if not signed_by(public, bytes.fromhex(signature), lines[-2]):
        faults.append("the signature of the whole bundle does not hold")
    if lines[-1] != b'{"signature":"%s"}\n' % bytes.fromhex(signature).hex().encode():
        faults.append("the last line is not written as box1 writes it")
    if sha256(b"".join(lines[:-2])).hexdigest() != manifest["sha256"]:
        faults.append("something before the manifest was changed: its sum is another")
    events = [line["event"] for line in told if "event" in line]
    if len(events) != manifest["event"]:
        faults.append(f"the manifest counts {manifest['event']} events, {len(events)} are there")
    previous = ""
    for expected, event in enumerate(events, 1):
        if event["ref"] != told[0]["bundle"]["ref"]:
            faults.append(f"an event of {event['ref']} is among those of another record")
        faults += event_faults(event, expected, previous, size, root)
        previous = event["hash"]
    for line in (line for line in told if "earlier" in line):
        before, old = checkpoint(line["earlier"], public)
        if not grew(before, old, size, root, [bytes.fromhex(each) for each in line["proof"]]):
            faults.append(f"the log of {before} events is not the beginning of this one")
    return faults


if __name__ == "__main__":
    try:
        found = faults_in(Path(sys.argv[1]).read_bytes(), *(sys.argv[2:3] or [None]))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        found = [f"it is not a whole bundle: {error}"]
    sys.stdout.write(("\n".join(found) or "Everything holds.") + "\n")
    sys.exit(bool(found))
