"""What has been kept long enough, found in the views and confirmed by the records themselves."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from api.london import local
from api.wiring import System
from domain.incident import Incident
from domain.stakeholder import Stakeholder
from domain.vocabulary import StakeholderKind, State
from projections import board, register
from projections.paging import Page
from projections.timeline import Sought
from services.retention import PERSON_YEARS, RECORD_YEARS, Kept, is_due

AT_ONCE = 200
MOST_SHOWN = 50


def records_due(system: System, today: date) -> Iterator[Kept]:
    """Responses that were closed long enough ago."""
    wanted = board.Wanted(states=(State.CLOSED, State.NOT_TAKEN))
    with system.views.engine.connect() as connection:
        view, _ = system.views.board.resolve(connection)

        def page(after: str | None) -> Page[Any]:
            sort = board.Sort.LATEST
            return view.rows(connection, wanted, sort=sort, after=after, limit=AT_ONCE)

        for row in _all(page):
            if is_due(Kept(row.ref, row.title, _day(row.last_at)), RECORD_YEARS, today):
                yield from _due_record(system, row.ref, today)


def _due_record(system: System, ref: str, today: date) -> Iterator[Kept]:
    response = system.store.load(Incident, ref).response
    closed = response.closed_at or response.last_event_at
    on_hold = response.hold is not None
    kept = Kept(ref, response.title, _day(closed), response.keep_until, on_hold)
    if is_due(kept, RECORD_YEARS, today):
        yield kept


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
