"""An entry without its words, for those who may know its dates and codes and no more."""

from dataclasses import replace
from typing import Any

from domain.base import Recorded


def withheld(event: Recorded[Any]) -> Recorded[Any]:
    """The same entry with every free text closed, as it reads to somebody without the keys."""
    decision = event.decision
    stored = decision.model_dump_json(
        by_alias=True, context={"vault": _Discarding(), "about": (), "also": ()}
    )
    closed = type(decision).model_validate_json(stored, by_alias=True, context={"vault": None})
    return replace(event, decision=closed)


class _Discarding:
    """Stands in for a vault: what it seals is gone, and nothing was ever kept to open."""

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        return b""
