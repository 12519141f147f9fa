"""Reads that could not wait for a reason: what was said later, and who looked into them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from services.access_log import AccessLog, Action, Logged, Sought
from services.purposes import Purpose

MOST: Final = 2_000
STATED: Final = frozenset(Purpose) - {Purpose.EMERGENCY}


@dataclass(frozen=True)
class Urgent:
    """The first of somebody's urgent reads of a record; a later entry that says why, if any."""

    entry: Logged
    reads: int
    later: Logged | None = None
    review: Logged | None = None


def urgent_reads(log: AccessLog) -> list[Urgent]:
    """One for each record and sign-in, the newest first. After a review it begins anew."""
    reviews = reviewed(log.find(Sought(action=Action.REVIEW), limit=MOST))
    found: list[list[Logged]] = []
    begun: dict[tuple[str, str], list[Logged]] = {}
    for entry in reversed(log.find(Sought(purpose=Purpose.EMERGENCY), limit=MOST)):
        of = (entry.credential, entry.record)
        review = reviews.get(begun[of][0].number) if of in begun else None
        if of not in begun or (review is not None and review.number < entry.number):
            begun[of] = []
            found.append(begun[of])
        begun[of].append(entry)
    return [_urgent(log, each, reviews) for each in reversed(found)]


def reviewed(entries: Iterable[Logged]) -> dict[int, Logged]:
    """Reviews by the number of the entry that they are about."""
    return {int(entry.shown[0]): entry for entry in entries if entry.shown}


def _urgent(log: AccessLog, group: list[Logged], reviews: Mapping[int, Logged]) -> Urgent:
    first = group[0]
    by_them = log.find(Sought(record=first.record, who=first.who), limit=MOST)
    said = (
        entry
        for entry in by_them
        if entry.credential == first.credential
        and entry.number > first.number
        and entry.purpose in STATED
        and entry.action is not Action.REVIEW
    )
    return Urgent(first, len(group), next(said, None), reviews.get(first.number))
