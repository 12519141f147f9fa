"""Forgetting in views: what nobody may read any more is gone before anything else is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import orjson
from sqlalchemy import Connection

from domain.incident.decisions import IncidentKeysDestroyed
from domain.stakeholder import SubjectKeyDestroyed
from projections.base import Entry, View

Erase: TypeAlias = Callable[[str, str], None]
"""Destroys the key of a stream and a subject, if that is not done yet."""


@dataclass(frozen=True, slots=True)
class Erased:
    """That a stream can no longer be read about a subject, from a day (UTC) on.

    Where an incident is both, nothing that it says can be read.
    """

    stream: str
    subject: str
    on: date


def erased_by(entry: Entry) -> Erased | None:
    """What an entry says is erased; None for any other entry."""
    if entry.topic not in (SubjectKeyDestroyed.TOPIC, IncidentKeysDestroyed.TOPIC):
        return None
    stored = orjson.loads(entry.state)
    day = date.fromisoformat(stored["by"]["recorded_at"][:10])
    return Erased(stored["decision"].get("stream", entry.ref), entry.ref, day)


def take(connection: Connection, view: View, entries: Sequence[Entry], erase: Erase | None) -> None:
    """Apply entries to a view. What they say is erased is destroyed first, and then forgotten."""
    found = [erased for entry in entries if (erased := erased_by(entry)) is not None]
    if erase is not None:
        for one in found:
            erase(one.stream, one.subject)
    view.apply(connection, entries)
    for one in found:
        view.forget(connection, one.subject, one.stream, one.on)
