"""Passwords: which may be set, and how they are kept and compared."""

from collections.abc import Iterable
from functools import cache
from secrets import choice, token_urlsafe
from threading import BoundedSemaphore
from typing import NamedTuple

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from domain.base import Malformed

SHORTEST, LONGEST = 12, 128
AT_ONCE = 4  # each takes so much memory meanwhile, whoever asks
EASY_GUESSES = 1_000_000
PRODUCT = "box1"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read for one another
GROUP = 5


class Cost(NamedTuple):
    """What one comparison takes whoever guesses: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


FOR_PASSWORDS = Cost(65_536, 3, 4)
FOR_CODES = Cost(19_456, 2, 1)  # these are random, and up to ten are compared


class Passwords:
    """Argon2id. A comparison takes as long for somebody who has no password."""

    def __init__(self, cost: Cost = FOR_PASSWORDS) -> None:
        hasher = Argon2Hasher(
            time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes
        )
        self._hasher, self._room = PasswordHash((hasher,)), BoundedSemaphore(AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(password)

    def matches(self, password: str, expected: str | None) -> bool:
        self._nobodys = self._nobodys or self.hash(token_urlsafe(16))
        with self._room:
            alike = self._hasher.verify(password[: LONGEST * 4], expected or self._nobodys)
        return alike and expected is not None


def readable(groups: int) -> str:
    """A random secret that can be read out and typed: five letters a group, 24 bits each."""
    return "-".join("".join(choice(LETTERS) for _ in range(GROUP)) for _ in range(groups))


def check_new(password: str, *known_of_them: str, field: str = "password") -> None:
    """Malformed, with the one thing to do, where a password may not be set."""
    if len(password) < SHORTEST:
        raise Malformed.because(
            "PasswordTooShort",
            f"Choose a password of at least {SHORTEST} characters. Three or four words do well.",
            field,
        )
    if len(password) > LONGEST:
        raise Malformed.because(
            "PasswordTooLong", f"Choose a password of at most {LONGEST} characters.", field
        )
    if _names(password, (PRODUCT, *known_of_them)):
        raise Malformed.because(
            "PasswordNamesYou", "Leave your own name and the name box1 out of the password.", field
        )
    if _easy(password):
        raise Malformed.because(
            "PasswordKnown",
            "This password is among those that were stolen elsewhere, or easily made from them."
            " Choose another.",
            field,
        )


def _names(password: str, words: Iterable[str]) -> bool:
    parts = {part for word in words for part in word.casefold().replace(".", " ").split()}
    return any(len(part) > 3 and part in password.casefold() for part in parts)


def _easy(password: str) -> bool:
    """Leaked as it is, or made of leaked passwords, repeats and runs alone."""
    if password.casefold() in _leaked():
        return True
    return bool(zxcvbn(password[:72])["guesses"] < EASY_GUESSES)


@cache
def _leaked() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])
