"""What has been kept long enough, found in the views and confirmed by the records themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from api.london import local
from api.wiring import System
from domain.incident import Incident
from domain.incident.decisions import DisposalDecided, IncidentKeysDestroyed
from domain.incident.parts import Disposal
from domain.stakeholder import Stakeholder
from domain.vocabulary import StakeholderKind, State
from projections import board, register
from projections.paging import Page
from projections.timeline import Sought
from services.retention import (
    PERSON_YEARS,
    RECORD_YEARS,
    Kept,
    is_due,
    is_record_over,
    years_after,
)

AT_ONCE = 200
MOST_SHOWN = 50


def records_due(system: System, now: datetime) -> Iterator[Kept]:
    """Responses that were closed long enough ago."""
    wanted = board.Wanted(states=(State.CLOSED, State.NOT_TAKEN))
    with system.views.engine.connect() as connection:
        view, _ = system.views.board.resolve(connection)

        def page(after: str | None) -> Page[Any]:
            sort = board.Sort.LATEST
            return view.rows(connection, wanted, sort=sort, after=after, limit=AT_ONCE)

        for row in _all(page):
            if years_after(_day(row.raised_at), RECORD_YEARS) <= _day(now):
                yield from _due_record(system, row.ref, now)


def _due_record(system: System, ref: str, now: datetime) -> Iterator[Kept]:
    """It, where its time is over and nothing was decided about its text yet."""
    response = system.store.load(Incident, ref).response
    closed = response.closed_since
    settled = response.disposal or response.disposed_on or response.hold
    if closed and not settled and is_record_over(closed, response.keep_until, now):
        yield Kept(ref, response.title, _day(closed), response.keep_until)


@dataclass(frozen=True)
class Waiting:
    """A record about whose text one person decided, and another has not confirmed it yet."""

    ref: str
    title: str
    disposal: Disposal
    on_hold: bool


def disposals_waiting(system: System) -> Iterator[Waiting]:
    """The newest decision first."""
    rows = system.store.of_topic(DisposalDecided.TOPIC, 0)
    for ref in dict.fromkeys(row[0] for row in reversed(rows)):
        response = system.store.load(Incident, ref).response
        if response.disposal is not None:
            yield Waiting(ref, response.title, response.disposal, response.hold is not None)


@dataclass(frozen=True)
class Disposed:
    """A record without its text: since when, and from when on in no backup either."""

    ref: str
    on: date
    backups_gone_by: date | None


def disposed(system: System) -> Iterator[Disposed]:
    """The newest first."""
    rows = system.store.of_topic(IncidentKeysDestroyed.TOPIC, 0)
    for ref in dict.fromkeys(row[0] for row in reversed(rows)):
        response = system.store.load(Incident, ref).response
        if response.disposed_on is not None:
            yield Disposed(ref, response.disposed_on, response.backups_gone_by)


def people_due(system: System, today: date) -> Iterator[Kept]:
    """People of the register with whom nobody has been in touch for long enough."""
    wanted = register.Wanted(kind=StakeholderKind.PERSON, interested=False)
    with system.views.engine.connect() as connection:
        view, _ = system.views.register.resolve(connection)
        for row in _all(lambda after: view.rows(connection, wanted, after, AT_ONCE)):
            long_known = is_due(Kept(row.ref, "", _day(row.registered_at)), PERSON_YEARS, today)
            if long_known and row.erased_on is None:
                yield from _due_person(system, connection, row.ref, today)


def _due_person(system: System, connection: Connection, ref: str, today: date) -> Iterator[Kept]:
    timeline, _ = system.views.timeline.resolve(connection)
    [*latest] = timeline.activity(connection, Sought(touching=[ref]), limit=1).rows
    stakeholder = system.store.load(Stakeholder, ref)
    since = max((entry.occurred_at for entry in latest), default=stakeholder.registered_at)
    keep_until = stakeholder.keep.keep_until if stakeholder.keep else None
    kept = Kept(ref, stakeholder.described.name.words, _day(since), keep_until)
    if is_due(kept, PERSON_YEARS, today) and not stakeholder.case.open:
        yield kept


def _all(page: Callable[[str | None], Page[Any]]) -> Iterator[Any]:
    """Every row of a list, page after page."""
    after: str | None = None
    while True:
        found = page(after)
        yield from found.rows
        if found.after is None:
            return
        after = found.after


def _day(moment: datetime) -> date:
    return local(moment).date()
