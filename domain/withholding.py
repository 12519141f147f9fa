"""An entry without its words, for those who may know its dates and codes and no more."""

from dataclasses import replace
from typing import Any, TypeVar

from domain.base import Recorded, Value

V = TypeVar("V", bound=Value)


def withheld(event: Recorded[Any], words: str | None = None) -> Recorded[Any]:
    """The same entry with every free text closed, as it reads to somebody without the keys."""
    return replace(event, decision=closed(event.decision, words))


def closed(value: V, words: str | None = None) -> V:
    """The same with every free text closed, and these words in its place."""
    stored = value.model_dump_json(
        by_alias=True, context={"vault": _Discarding(), "about": (), "also": (), "withheld": True}
    )
    context: dict[str, Any] = {"vault": None, **({"words": words} if words else {})}
    return type(value).model_validate_json(stored, by_alias=True, context=context)


class _Discarding:
    """Stands in for a vault: what it seals is gone, and nothing was ever kept to open."""

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        return b""
