"""The Merkle tree of RFC 6962 over the log: its root, and proofs that something is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 §2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes (RFC 6962 §2.1)."""
    return sha256(b"\x01" + left + right).digest()


def leaf_of(position: int, ref: str, version: int, chained: str) -> bytes:
    """What the log says of one event: where it is, and the hash that covers all of it."""
    return f"{position}\n{ref}\n{version}\n{chained}".encode()


@dataclass
class Frontier:
    """The roots of the whole subtrees of a growing tree, the largest first.

    Enough to go on from, whatever the size; the whole tree is needed for proofs only.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """One more leaf, already hashed."""
        self.size += 1
        joined, size = leaf, self.size
        while size % 2 == 0:
            joined, size = node_hash(self.roots.pop(), joined), size // 2
        self.roots.append(joined)

    def root(self) -> bytes:
        if not self.roots:
            return EMPTY
        *others, root = self.roots
        for left in reversed(others):
            root = node_hash(left, root)
        return root


class Tree:
    """A whole tree, from the hashes of its leaves."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(left, right) for left, right in pairs])

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root, now or when it had so many leaves."""
        last = self.size if size is None else size
        return self._range(0, last) if last else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of a leaf (RFC 6962 §2.1.1)."""
        return self._path(index, 0, self.size if size is None else size)

    def consistency(self, earlier: int) -> list[bytes]:
        """That the tree of an earlier size is the beginning of this one (RFC 6962 §2.1.2)."""
        return self._subproof(earlier, 0, self.size, True) if 0 < earlier < self.size else []

    def _range(self, low: int, high: int) -> bytes:
        width = high - low
        if width & (width - 1) == 0 and low % width == 0:
            return self._levels[width.bit_length() - 1][low // width]
        middle = low + _split(width)
        return node_hash(self._range(low, middle), self._range(middle, high))

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        middle = low + _split(high - low)
        if index < middle:
            return [*self._path(index, low, middle), self._range(middle, high)]
        return [*self._path(index, middle, high), self._range(low, middle)]

    def _subproof(self, earlier: int, low: int, high: int, known: bool) -> list[bytes]:
        if earlier == high:
            return [] if known else [self._range(low, high)]
        middle = low + _split(high - low)
        if earlier <= middle:
            return [*self._subproof(earlier, low, middle, known), self._range(middle, high)]
        return [*self._subproof(earlier, middle, high, False), self._range(low, middle)]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to (RFC 9162 §2.1.3.2); None where they cannot."""
    if index >= size:
        return None
    node, last, root = index, size - 1, leaf
    for hashed in path:
        if last == 0:
            return None
        if node % 2 or node == last:
            root = node_hash(hashed, root)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, hashed)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(
    earlier: int, root: bytes, size: int, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a tree grew from an earlier one and lost nothing (RFC 9162 §2.1.4.2)."""
    if earlier == size:
        return root == later_root and not proof
    if earlier == 0:
        return not proof
    path = [root, *proof] if earlier & (earlier - 1) == 0 else [*proof]
    if earlier > size or not path:
        return False
    node, last = earlier - 1, size - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for hashed in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            first, second = node_hash(hashed, first), node_hash(hashed, second)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, hashed)
        node, last = node >> 1, last >> 1
    return last == 0 and first == root and second == later_root


def _split(width: int) -> int:
    """The largest power of two below a width of two or more."""
    return 1 << (width - 1).bit_length() - 1
