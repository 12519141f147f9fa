"""One access, as it is noted, sought and read; and how it stands in a row of the log."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_

from services.access_tables import access_log

TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class Action(StrEnum):
    """What was done with a record; or that somebody was given an account or a role."""

    CONSULT = "consult"
    DISCLOSE = "disclose"
    EXPORT = "export"
    REPLAY = "replay"
    ERASE = "erase"
    REVIEW = "review"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Access:
    """One access. `shown` are the records that a list showed; `note` is what somebody wrote."""

    at: datetime
    who: str
    role: str
    action: Action
    record: str
    marking: str
    purpose: str
    note: str = ""
    recipients: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    credential: str = ""


@dataclass(frozen=True, kw_only=True)
class Logged(Access):
    """An access as the log has it; a note whose key is gone says so."""

    number: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which entries are wanted; what is empty narrows nothing. `record` finds lists too."""

    record: str | None = None
    who: str | None = None
    action: str | None = None
    purpose: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def as_row(access: Access) -> dict[str, Any]:
    """How an access is stored, but for its number, its note and its hash."""
    return {
        **asdict(access),
        "at": as_text(access.at),
        "recipients": json.dumps(access.recipients),
        "shown": json.dumps(access.shown),
    }


def from_row(row: Mapping[Any, Any], note: str) -> Logged:
    """The inverse of `as_row`, with the note as it reads now."""
    lists = {name: tuple(json.loads(row[name])) for name in ("recipients", "shown")}
    at = datetime.strptime(row["at"], TIME).replace(tzinfo=UTC)
    return Logged(**{**row, **lists, "at": at, "action": Action(row["action"]), "note": note})


def as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(TIME)


def conditions(sought: Sought) -> list[ColumnElement[bool]]:
    """What the columns of a row must be; a record is found in the lists that showed it, too."""
    columns, asked = access_log.c, []
    for name in ("who", "action", "purpose"):
        value = getattr(sought, name)
        if value is not None:
            asked.append(columns[name] == value)
    if sought.record is not None:
        listed = columns.shown.contains(json.dumps(sought.record), autoescape=True)
        asked.append(or_(columns.record == sought.record, (columns.shown != "[]") & listed))
    if sought.since is not None:
        asked.append(columns.at >= as_text(sought.since))
    if sought.until is not None:
        asked.append(columns.at < as_text(sought.until))
    return asked
