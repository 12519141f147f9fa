"""What was decided, as programs read it: plain JSON, with personal text where it may be read."""

from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel

from domain.base import Recorded
from domain.personal import Personal

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def as_bytes(value: Any) -> bytes:
    """A value as JSON, whatever of ours it holds; times in UTC as `2026-03-02T08:15:00Z`."""
    return orjson.dumps(value, default=plain, option=OPTIONS)


def plain(value: Any) -> Any:
    """One of our values by its parts. Personal text that was erased says when.

    TypeError for what JSON has no form for.
    """
    match value:
        case Personal():
            return value.words
        case BaseModel():
            return {key: getattr(value, name) for key, name in _keys(type(value))}
        case set() | frozenset():
            return list(value)
    raise TypeError(type(value).__name__)


@cache
def _keys(kind: type[BaseModel]) -> list[tuple[str, str]]:
    """Under which key each field is told."""
    return [(info.alias or name, name) for name, info in kind.model_fields.items()]


def entry(event: Recorded[Any], position: int) -> dict[str, Any]:
    """One entry of a timeline, as it was recorded."""
    return {
        "position": position,
        "type": type(event.decision).__name__,
        "version": event.version,
        "event_id": event.event_id,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "actor": event.by.actor,
        "role": event.by.role,
        "marking": event.by.marking,
        "about": event.about,
        "decision": event.decision,
    }
