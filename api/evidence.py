"""A record's bundle as one reader may have it: what is in it, what is withheld, what is gone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from api.answering import may_see_who_looked
from api.plain import OPTIONS, entry, plain
from api.reading import Reading
from api.wiring import System
from domain.base import Recorded
from domain.incident import as_kept
from domain.sealing import key_ref
from services.evidence import Content, bundle_of
from services.people import Person

WITHHELD = "not for this reader"
MOST_ACCESSES = 10_000


def bundle_for(system: System, who: Person, reading: Reading, purpose: str, now: datetime) -> bytes:
    """The bundle of an incident, with a checkpoint made now.

    Nothing that the reader may not read is in it, not even sealed; its place in the record is.
    """
    storage = system.storage
    note = storage.checkpoints.make(now)
    return bundle_of(
        storage.store.log, storage.checkpoints, note, _content(system, who, reading, purpose, now)
    )


def _content(system: System, who: Person, reading: Reading, purpose: str, now: datetime) -> Content:
    seen = {event.version: event for event in reading.history}
    closed = _closed(system, reading, seen)
    accesses = _accesses(system, who, reading.ref)
    return Content(
        ref=reading.ref,
        header={
            "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "made_for": who.actor,
            "role": who.role,
            "purpose": purpose,
            "marking": reading.marking,
            "accesses": "the access log is not for this role" if accesses is None else "included",
        },
        opened={version: _opened(seen[version], reading) for version in seen},
        withheld=dict.fromkeys(closed, WITHHELD),
        shredded=_shredded(system, reading),
        accesses=accesses or (),
    )


def _closed(system: System, reading: Reading, seen: Mapping[int, Recorded[Any]]) -> list[int]:
    """The versions of the entries of which this reader may not read every word."""
    whole = as_kept(system.store.reread(reading.ref)[0])
    return [event.version for event in whole if seen.get(event.version) != event]


def _opened(event: Recorded[Any], reading: Reading) -> Any:
    """The entry in plain words, as JSON has it."""
    told = entry(event, reading.all_positions[event.version - 1])
    return orjson.loads(orjson.dumps(told, default=plain, option=OPTIONS))


def _shredded(system: System, reading: Reading) -> list[dict[str, Any]]:
    """The keys of this record that were destroyed: why words in it can never be read again."""
    disposed = reading.whole.disposed_on is not None
    return [
        {
            "key": key_ref(reading.ref, subject),
            "subject": subject,
            "why": "the text of the record was disposed of"
            if disposed
            else "somebody asked to be forgotten",
        }
        for subject, there in sorted(system.storage.vault.subjects_of(reading.ref).items())
        if not there
    ]


def _accesses(system: System, who: Person, ref: str) -> list[Mapping[str, Any]] | None:
    """Who read the record, the newest first; None where that is not for this person to know."""
    if not may_see_who_looked(system, who, ref):
        return None
    return [
        {
            "number": one.number,
            "at": one.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "who": one.who,
            "role": one.role,
            "action": one.action,
            "purpose": one.purpose,
        }
        for one in system.access_log.entries(record=ref, limit=MOST_ACCESSES)
    ]
