"""The queue of requests: in the order they are decided in, and why each stands where it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, request_words
from api.access import Permission, Running, SignedIn, allowed, may, sight_of
from api.pages.address import Address, Filter
from api.pages.board import Link
from api.pages.known import names_of_people
from api.pages.render import render
from api.pages.shown import Shown, awaits, reading
from api.pages.wording import count, highest, said
from api.wiring import System
from domain.priority import Band, Factor
from domain.support_request import (
    FACTORS,
    NATIONAL,
    STAFFED,
    TRIGGERS,
    RequestState,
    SupportRequest,
    standing,
)
from domain.support_request.record import Override
from domain.vocabulary import Marking
from projections.requests_row import Asked, Queued
from services.people import Person

QUEUE = "/requests"
UNSCORED = "unscored"
WHICH = "which"
WAITING, STAFFED_NOW, EVERY = "", "staffed", "all"
VIEWS = {WAITING: "Waiting", STAFFED_NOW: "Under way", EVERY: "All"}
router = APIRouter(dependencies=[may(Permission.READ_REQUESTS)])


@dataclass(frozen=True)
class Line:
    """One request of a list: what it is for, where it stands, and why."""

    row: Asked
    title: str
    region: str
    requester: str
    asks: str
    queued: Queued | None
    standing: str
    drivers: Sequence[str]
    triggers: Sequence[str]
    override: Override | None
    override_by: str
    restricted: bool

    @property
    def points(self) -> str:
        """83 computed, 10 for waiting: 93"""
        stands = self.queued.priority if self.queued else None
        if stands is None:
            return ""
        return f"{stands.computed} computed + {stands.uplift} waiting = {stands.effective}"

    @property
    def decide_by(self) -> datetime | None:
        return self.queued.decide_by if self.queued else None


@router.get(QUEUE, dependencies=[awaits("board", "requests")])
def show_queue(request: Request, system: Running, who: SignedIn) -> Response:
    filters = filters_of()
    address = Address.of(
        request, (*filters, Filter(WHICH, "Which", VIEWS)), extra=("min_position",)
    )
    which = address.one(WHICH)
    found, shown = rows_of(system, who, which)
    lines = [*chosen(lines_of(system, found), address)]
    return render(
        request,
        "requests/queue.html",
        {
            "shown": shown,
            "address": address,
            "filters": filters,
            "lines": lines,
            "waiting": which == WAITING,
            "sentence": sentence_of(lines, which, shown.now),
            "words_": request_words,
            "marking": highest([line.row.marking for line in lines]),
            "views": [
                Link(words, address.changed(which=code or None), code == which)
                for code, words in VIEWS.items()
            ],
            "sees_acceptance": allowed(who, Permission.READ_ACCEPTANCE),
            "may_ask": allowed(who, Permission.ASK_SUPPORT),
            "hours": system.ruleset.priority.decision_hours,
            "bands": tuple(Band),
        },
    )


@dataclass(frozen=True)
class Found:
    """The requests of a list, with their place where they wait, and the incidents' titles."""

    rows: Sequence[tuple[Asked, Queued | None]]
    titles: Mapping[str, str]


def rows_of(system: System, who: Person, which: str) -> tuple[Found, Shown]:
    with reading(system, system.views.requests) as (view, connection, shown):
        board, _ = system.views.board.resolve(connection)
        within = board.within(sight_of(who))
        rows: list[tuple[Asked, Queued | None]]
        if which == WAITING:
            queue = view.queue(connection, shown.now, system.ruleset.priority, within)
            rows = [(one.row, one) for one in queue]
        else:
            states = STAFFED if which == STAFFED_NOW else frozenset(RequestState)
            asked = view.of_states(connection, states, within)
            rows = [(row, None) for row in reversed(asked)]
        titles = board.titles(connection, {row.incident for row, _ in rows})
    return Found(rows, titles), shown


def filters_of() -> tuple[Filter, ...]:
    regions = {**register_words.REGIONS, NATIONAL: "No region"}
    bands = {**{band.value: band.value for band in Band}, UNSCORED: "Not scored yet"}
    return (Filter("region", "Region", regions), Filter("band", "Band", bands))


def chosen(lines: Sequence[Line], address: Address) -> Iterator[Line]:
    """Those of the region and the band that were chosen; places in the queue stay as they are."""
    region, band = address.one("region"), address.one("band")
    for line in lines:
        if region in ("", line.region) and band in ("", band_of(line)):
            yield line


def band_of(line: Line) -> str:
    stands = line.queued.priority if line.queued else None
    if stands is not None:
        return stands.effective_band
    return (line.row.override or line.row.band or UNSCORED) if line.queued is None else UNSCORED


def lines_of(system: System, found: Found) -> list[Line]:
    names = names_of_people(system)
    return [line_of(system, row, queued, found.titles, names) for row, queued in found.rows]


def line_of(
    system: System,
    row: Asked,
    queued: Queued | None,
    titles: Mapping[str, str],
    names: Mapping[str, str],
) -> Line:
    stands = queued.priority if queued else None
    force = system.forces.get(row.pfa or "")
    override = overridden(system, row)
    return Line(
        row=row,
        title=titles.get(row.incident, row.incident),
        region=force.region if force else NATIONAL,
        requester=names.get(row.requester, row.requester),
        asks=", ".join(said(ask, request_words.ASKS) for ask in row.asks),
        queued=queued,
        standing=standing(stands) if stands else "",
        drivers=[driver(row, factor) for factor in stands.drivers] if stands else (),
        triggers=[TRIGGERS[trigger] for trigger in row.triggers],
        override=override,
        override_by=names.get(override.by, override.by) if override else "",
        restricted=row.marking != Marking.OFFICIAL,
    )


def driver(row: Asked, factor: Factor) -> str:
    return f"{FACTORS[factor]} {row.anchors[factor]} of 4"


def overridden(system: System, row: Asked) -> Override | None:
    """Who set the band by hand and why: that is text, so no view keeps it."""
    if row.override is None:
        return None
    return system.store.load(SupportRequest, row.ref).override


def sentence_of(lines: Sequence[Line], which: str, now: datetime) -> str:
    if which != WAITING:
        return count(len(lines), "request")
    late = sum(1 for line in lines if line.decide_by and line.decide_by < now)
    waits = f"{count(len(lines), 'request waits', 'requests wait')} for a decision"
    return f"{waits}, {late} overdue." if late else f"{waits}."
