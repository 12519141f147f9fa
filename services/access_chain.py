"""The chain of the access log: every entry's hash covers the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from services.access_tables import access_log

AT_ONCE = 2_000


@dataclass(frozen=True)
class Head:
    """The last entry: its number, which is how many there are, and its hash."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole; where it is not, the first fault, and at which entry."""

    head: Head
    fault: str = ""
    at: int | None = None

    @property
    def whole(self) -> bool:
        return not self.fault


CHANGED = "Entry {} does not follow from those before it: it was changed, or one was taken out."
SHORT = "The log ends with entry {}, and {} were written."
LONG = "Entry {} was added past the log's own last entry."
UNSEALED = "The seal of the last entry is missing, or was not made with this log's key."
NOT_NOTED = "Entry {} is not the one that was noted elsewhere."


def chain(previous: str, row: Mapping[Any, Any]) -> str:
    """The hash of an entry: over the one before it, and over all of its own columns."""
    covered = {name: value for name, value in row.items() if name != "hash"}
    canonical = orjson.dumps(covered, option=orjson.OPT_SORT_KEYS)
    return sha256(previous.encode() + canonical).hexdigest()


def verified(connection: Connection, head: Head, noted: Head | None) -> Verdict:
    """Every entry up to the head, against the one before it."""
    query = select(access_log).where(access_log.c.number <= head.number).order_by("number")
    number, previous = 0, ""
    with connection.execution_options(yield_per=AT_ONCE).execute(query) as rows:
        names = [*map(str, rows.keys())]
        for row in (dict(zip(names, values, strict=True)) for values in rows):
            number, previous = number + 1, chain(previous, row)
            if row["number"] != number or row["hash"] != previous:
                return Verdict(head, CHANGED.format(row["number"]), row["number"])
            if noted is not None and noted.number == number and noted.hash != previous:
                return Verdict(head, NOT_NOTED.format(number), number)
    written = max(head.number, noted.number if noted else 0)
    if number < written:
        return Verdict(head, SHORT.format(number, written), number)
    return Verdict(head, "" if previous == head.hash else CHANGED.format(number))


def broken(connection: Connection) -> Head:
    """Where to go on after the head was tampered with: the break in the chain stays to be seen."""
    last = connection.execute(select(func.max(access_log.c.number))).scalar() or 0
    return Head(last, "broken")
