"""Entries of the access log as people read them: names for accounts, words for codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.access_words import ACTIONS, RECORDS, SAID
from api.pages.address import Address
from api.wiring import System
from api.words import ROLES, plain
from services.access_log import Action, Logged

ADDRESSES = {"INC-": "/incidents/", "STK-": "/stakeholders/"}
MOST_NAMED = 6
WITHOUT_PURPOSE = frozenset({Action.REVIEW, Action.ACCOUNT})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One access in words. `log` is where everything that was done with the record is listed."""

    number: int
    at: datetime
    who: str
    role: str
    action: str
    record: str
    log: str
    purpose: str
    note: str
    shown: str
    marking: str
    urgent: bool


def before_in(address: Address) -> int | None:
    """The number that a page of the log goes on after; nothing where none was given out."""
    after = address.one("after")
    return int(after) if after.isascii() and after.isdecimal() and len(after) <= 18 else None


def names_of_accounts(system: System) -> dict[str, str]:
    """Everybody's name by their account, and by the reference their decisions are under."""
    people = system.people.everyone()
    by_actor = {person.actor: person.name for person in people}
    return by_actor | {person.ref: person.name for person in people}


def lines_of(system: System, entries: Iterable[Logged]) -> list[Line]:
    names = names_of_accounts(system)
    return [line_of(entry, names) for entry in entries]


def line_of(entry: Logged, names: dict[str, str]) -> Line:
    return Line(
        number=entry.number,
        at=entry.at,
        who=names.get(entry.who, entry.who),
        role=plain(ROLES, entry.role),
        action=plain(ACTIONS, entry.action),
        record=RECORDS.get(entry.record, entry.record),
        log=log_of(entry.record),
        purpose="" if entry.action in WITHOUT_PURPOSE else plain(SAID, entry.purpose),
        note=entry.note,
        shown=in_short(entry),
        marking=entry.marking,
        urgent=entry.purpose == "emergency",
    )


def log_of(record: str) -> str:
    """The page that says who looked at a record; nothing for what is no record."""
    for series, address in ADDRESSES.items():
        if record.startswith(series):
            return f"{address}{record}/access"
    return ""


def in_short(entry: Logged) -> str:
    """What a list showed, as far as it fits."""
    named = ", ".join(entry.shown[:MOST_NAMED])
    more = len(entry.shown) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
