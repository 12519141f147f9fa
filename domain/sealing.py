"""Words that are sealed wherever an event is written, and read as words everywhere else."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final, Protocol

from pydantic import PlainSerializer, SerializationInfo, ValidationInfo, WrapValidator
from pydantic_core import from_json, to_json

BACKUPS_KEPT: Final = timedelta(days=30)
"""How long a backup of the keys is kept: what is erased is gone from all of them after it."""

SEALED: Final = "[sealed]"
SEALED_JSON: Final = "sealed_json"
ALREADY_ERASED: Final = "already_erased"
"""In a context: words that were erased stand in fields of any form, and are read as they are."""

CODE: Final = re.compile(
    r"|[a-z][a-z0-9_-]{0,60}|[A-Z][A-Z0-9-]{0,60}"
    r"|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?"
)
RESTRICTED: Final = "[restricted]"
ERASED: Final = re.compile(r"\[erased \d+ \w{3} \d+\]|\[its key is missing\]")


class Vault(Protocol):
    """Seals and opens text under one key per (subject, stream); it is bound to one stream."""

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes: ...

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | date:
        """The plain text, or the day (UTC) on which the key of somebody it is about was lost."""


def key_ref(stream: str, subject: str) -> str:
    """What names the key of a subject in a stream, also after it is gone."""
    return sha256(f"{stream}\n{subject}".encode()).hexdigest()[:16]


def erased_words(day: date) -> str:
    """[erased 14 Apr 2026]; with an old backup of the keys one may just be missing."""
    return "[its key is missing]" if day == date.min else f"[erased {day.day} {day:%b %Y}]"


def is_erased(text: str) -> bool:
    """Whether a text stands where words were that nobody can read any more."""
    return ERASED.fullmatch(text) is not None


def is_code(value: Any) -> bool:
    """Whether a value says nothing about anybody: a number, a date, a code, or several."""
    if isinstance(value, list | tuple):
        return all(map(is_code, value))
    return not isinstance(value, dict) and (
        not isinstance(value, str) or CODE.fullmatch(value) is not None
    )


def sealed_by(vault: Vault, about: tuple[str, ...], plain: bytes, key: str) -> dict[str, Any]:
    """How sealed text stands in an event: whom it is about, and the ciphertext under `key`."""
    return {"about": about, key: b64encode(vault.seal(about, plain)).decode()}


def opened_by(vault: Vault, stored: dict[str, Any], key: str) -> bytes | date:
    """The inverse of `sealed_by`."""
    return vault.open(tuple(stored["about"]), b64decode(stored[key]))


def _seal(key: str, write: Callable[[Any], bytes]) -> PlainSerializer:
    def seal(value: Any, info: SerializationInfo) -> Any:
        context = info.context or {}
        if value is None or "vault" not in context:
            return value
        about = context["about"]
        if key == SEALED_JSON and is_code(value):
            if "withheld" in context:
                return value
            about = about[:1]
        return sealed_by(context["vault"], about, write(value), key)

    return PlainSerializer(seal, when_used="json")


def _open(key: str, read: Callable[[bytes], Any]) -> WrapValidator:
    def opened(value: Any, handler: Callable[[Any], Any], info: ValidationInfo) -> Any:
        context = info.context or {}
        if ALREADY_ERASED in context and isinstance(value, str) and is_erased(value):
            return value
        stored = "vault" in context and isinstance(value, dict) and value.keys() == {"about", key}
        if not stored:
            return handler(value)
        if context["vault"] is None:
            return context.get("words", SEALED)
        plain = opened_by(context["vault"], value, key)
        return erased_words(plain) if isinstance(plain, date) else read(plain)

    return WrapValidator(opened)


WORDS: Final = (_open("sealed", bytes.decode), _seal("sealed", str.encode))
"""For free text: whoever writes it may name somebody, so the log and the stream never show it."""

JSON: Final = (_open(SEALED_JSON, from_json), _seal(SEALED_JSON, to_json))
"""For values of any form that may hold free text. Figures rest on those that are codes: these are
sealed under the key of the stream alone, so that they outlive whomever it forgets."""
