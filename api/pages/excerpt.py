"""What of an incident's timeline is shown: filtered, sorted, day by day, as the address asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import Request

from api.forms.choices import communities
from api.forms.situation import Situation
from api.london import local
from api.pages.address import Address, Filter
from api.pages.timeline import MOST_SHOWN, NEWEST, SORTS, Line, Sought, sought
from api.pages.wording import count
from api.reading import Reading
from api.telling.kinds import KINDS

SORT_WORDS = dict(
    zip(
        SORTS,
        (
            "Recorded, newest first",
            "Recorded, oldest first",
            "Happened, newest first",
            "Happened, oldest first",
        ),
        strict=True,
    )
)
ALL = "all"
KEPT = ("as_at", "as_at-date", "as_at-time")


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """The part of the timeline that is shown, in days of the clock it is sorted by."""

    words: str
    days: list[tuple[date, list[Line]]]
    total: int
    more: str = ""
    clear: str = ""


def filters_of(reading: Reading, situation: Situation) -> tuple[Filter, ...]:
    """What the timeline can be narrowed by."""
    people = sorted((situation.name(ref), ref) for ref in reading.response.people)
    return (
        Filter("kind", "Kind", KINDS),
        Filter("community", "Community", {one.value: one.label for one in communities(situation)}),
        Filter("person", "Person", {ref: name for name, ref in people}),
        Filter("q", "Words"),
        Filter("sort", "Order", SORT_WORDS),
        Filter("show", "How many", {ALL: "All"}),
    )


def address_of(request: Request, filters: Sequence[Filter], path: str) -> Address:
    """The page's own address, also where it answers a form that was sent elsewhere."""
    asked = Address.of(request, filters, extra=(*KEPT, "min_position"))
    return Address(path, asked.pairs, asked.veil)


def wanted_of(reading: Reading, address: Address) -> Sought:
    return Sought(
        kind=address.one("kind"),
        touching=_touching(reading, address.one("community"), address.one("person")),
        words=address.one("q"),
        sort=address.one("sort") or NEWEST,
    )


def found_in(lines: Sequence[Line], reading: Reading, address: Address) -> list[Line]:
    """All the entries that the address asks for, in the order that it asks for."""
    return sought(lines, wanted_of(reading, address))


def excerpt_of(lines: Sequence[Line], reading: Reading, address: Address) -> Excerpt:
    """The entries that the address asks for."""
    wanted = wanted_of(reading, address)
    found = sought(lines, wanted)
    shown = found if address.one("show") == ALL else found[:MOST_SHOWN]
    narrowed = wanted.narrows
    return Excerpt(
        words=_words(len(found), len(lines), narrowed, wanted.sort),
        days=_days(shown, wanted.sort),
        total=len(found),
        more=address.changed(show=ALL) if len(shown) < len(found) else "",
        clear=address.path if narrowed else "",
    )


def _touching(reading: Reading, community: str, person: str) -> frozenset[str]:
    """A community's entries are those about it, and about the people on its map."""
    mapped = reading.response.communities.get(community)
    of_community = {mapped.id, *mapped.people} if mapped else set()
    return frozenset(of_community | ({person} if person else set()))


def _days(lines: Sequence[Line], sort: str) -> list[tuple[date, list[Line]]]:
    return [(day, list(of_day)) for day, of_day in groupby(lines, key=lambda one: _day(one, sort))]


def _day(line: Line, sort: str) -> date:
    by = line.by
    return local(by.occurred_at if sort.endswith("happened") else by.recorded_at).date()


def _words(found: int, total: int, narrowed: bool, sort: str) -> str:
    order = SORT_WORDS[sort].lower()
    entries = count(total, "entry", "entries")
    return f"{found} of {entries}, {order}." if narrowed else f"{entries}, {order}."
