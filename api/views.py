"""Every view as this program knows it, and the database that they are kept in."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine

from api.settings import Settings
from api.storage import Storage, database_of
from domain.incident import OpenKind
from domain.incident.decisions import StakeholderContacted
from domain.lessons import Circumstances
from projections.base import Current
from projections.board import Board
from projections.board_row import BoardRow
from projections.capacity import Capacity
from projections.checkpoints import Standing, standing_of, standings
from projections.database import open_views, sweep, writing
from projections.feedback import Feedback
from projections.forgetting import Erased
from projections.lessons import Lessons
from projections.register import Register
from projections.requests import Requests
from projections.search import Search
from projections.sight import Sight
from projections.suggesting import suggestable
from projections.timeline import Timeline
from projections.work import Work

MOST_OVERDUE = 500


@dataclass(frozen=True)
class Views:
    """Every view, and the database that they are kept in."""

    engine: Engine
    board: Current[Board]
    timeline: Current[Timeline]
    work: Current[Work]
    register: Current[Register]
    search: Current[Search]
    requests: Current[Requests]
    capacity: Current[Capacity]
    lessons: Current[Lessons]
    feedback: Current[Feedback]

    @property
    def by_name(self) -> dict[str, Current[Any]]:
        views: tuple[Current[Any], ...] = (
            self.board,
            self.timeline,
            self.work,
            self.register,
            self.search,
            self.requests,
            self.capacity,
            self.lessons,
            self.feedback,
        )
        return {view.key.rpartition("_v")[0]: view for view in views}

    def prepare(self) -> None:
        with writing(self.engine).begin() as connection:
            for view in self.by_name.values():
                view.prepare(connection)

    def alike(
        self, title: str, pfa: str | None, happened_at: datetime, sight: Sight
    ) -> list[BoardRow]:
        """Incidents of the same title, force and day: perhaps the same one, raised twice."""
        with self.engine.connect() as connection:
            board, _ = self.board.resolve(connection)
            return board.alike(connection, title, pfa, happened_at, sight)

    def in_touch(self, stakeholders: Collection[str], since: datetime) -> list[str]:
        """The incidents in which anybody was in touch with any of these since a time."""
        with self.engine.connect() as connection:
            timeline, _ = self.timeline.resolve(connection)
            topic = StakeholderContacted.TOPIC
            return timeline.streams_touching(connection, stakeholders, topic, since)

    def suggestable(self, now_in: Circumstances, now: datetime) -> list[str]:
        """The lessons that would be suggested in such circumstances now, the best first."""
        with self.engine.connect() as connection:
            lessons, _ = self.lessons.resolve(connection)
            return suggestable(connection, lessons, now_in, now)

    def overdue_commitments(self, now: datetime) -> list[tuple[str, str]]:
        """The incident and the commitment of each that was due before now."""
        with self.engine.connect() as connection:
            work, _ = self.work.resolve(connection)
            page = work.open(
                connection, kinds=(OpenKind.COMMITMENT,), overdue_at=now, limit=MOST_OVERDUE
            )
        return [(item.ref, item.id) for item in page.rows]

    def forget(self, erased: Sequence[Erased]) -> None:
        """Keep nothing that can no longer be read, in what answers now."""
        if not erased:
            return
        with writing(self.engine).begin() as connection:
            for current in self.by_name.values():
                standing_of(connection, current.key, claim=True)
                view, _ = current.resolve(connection)
                for one in erased:
                    view.forget(connection, one.subject, one.stream, one.on)
        sweep(self.engine)

    def restrict(self, who: str, streams: Collection[str]) -> None:
        """Keep what these records say about somebody to those who may read it, from now on."""
        with writing(self.engine).begin() as connection:
            for key in (self.board.key, self.register.key):
                standing_of(connection, key, claim=True)
            self.board.resolve(connection)[0].restrictions.put(connection, who, streams)
            self.register.resolve(connection)[0].restrict(connection, who, streams)

    def restricted_in(self, stream: str) -> frozenset[str]:
        """About whom nothing that a record says is open to all who may read it."""
        with self.engine.connect() as connection:
            board, _ = self.board.resolve(connection)
            return board.restrictions.within(connection, stream)

    def forget_opened(self) -> None:
        """Drop what was read and kept beside the tables, because a key is gone; from any thread."""
        for current in self.by_name.values():
            current.forget_opened()

    def standings(self) -> dict[str, Standing]:
        """Where each view stands, by name."""
        with self.engine.connect() as connection:
            kept = standings(connection)
        return {name: kept[view.key] for name, view in self.by_name.items() if view.key in kept}


@contextmanager
def open_the_views(settings: Settings, storage: Storage) -> Iterator[Views]:
    """The views as this program knows them; their tables are made where they are missing."""
    engine = open_views(database_of(settings, "views.db"), storage.vault.secret("views"))
    decode, incidents, stakeholders = storage.decode, storage.incident, storage.stakeholder
    views = Views(
        engine,
        board=Current(
            partial(Board, decode=decode, incidents=incidents, stakeholders=stakeholders)
        ),
        timeline=Current(partial(Timeline, history=incidents)),
        work=Current(partial(Work, decode=decode, incidents=incidents)),
        register=Current(partial(Register, decode=decode, stakeholders=stakeholders)),
        search=Current(
            partial(Search, decode=decode, incidents=incidents, stakeholders=stakeholders)
        ),
        requests=Current(
            partial(Requests, decode=decode, requests=storage.support_request, incidents=incidents)
        ),
        capacity=Current(partial(Capacity, decode=decode, officers=storage.officer)),
        lessons=Current(partial(Lessons, decode=decode, insights=storage.insight)),
        feedback=Current(partial(Feedback, decode=decode)),
    )
    storage.vault.on_forgotten(views.forget_opened)
    try:
        views.prepare()
        yield views
    finally:
        engine.dispose()
