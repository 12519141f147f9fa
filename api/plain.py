"""What was decided, as programs read it: plain values, with personal text where it may be read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from domain.base import Recorded
from domain.personal import Personal

ERASED = "[erased]"


def plain(value: Any) -> Any:
    """A value as JSON holds it. Personal text that can no longer be opened reads `[erased]`."""
    match value:
        case Personal():
            return ERASED if value.text is None else value.text
        case BaseModel():
            fields = type(value).model_fields.items()
            return {info.alias or name: plain(getattr(value, name)) for name, info in fields}
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case datetime():
            return rfc3339(value)
        case UUID() | date():
            return str(value)
    return value


def rfc3339(moment: datetime) -> str:
    """A time in UTC, as `2026-03-02T08:15:00Z`."""
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds").replace(
        "+00:00", "Z"
    )


def entry(event: Recorded[Any], position: int) -> dict[str, Any]:
    """One entry of a timeline, as it was recorded."""
    return {
        "position": position,
        "type": type(event.decision).__name__,
        "version": event.version,
        "event_id": str(event.event_id),
        "occurred_at": rfc3339(event.occurred_at),
        "recorded_at": rfc3339(event.recorded_at),
        "actor": event.by.actor,
        "role": event.by.role,
        "marking": event.by.marking,
        "decision": plain(event.decision),
    }
