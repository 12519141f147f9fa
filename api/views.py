"""Every view as this program knows it, and the database that they are kept in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine

from api.settings import Settings
from api.storage import Storage, database_of
from domain.incident import OpenKind
from projections.base import Current
from projections.board import Board
from projections.board_row import BoardRow
from projections.checkpoints import Standing, standings
from projections.database import open_views, writing
from projections.register import Register
from projections.search import Search
from projections.sight import Sight
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

    @property
    def by_name(self) -> dict[str, Current[Any]]:
        views: tuple[Current[Any], ...] = (
            self.board,
            self.timeline,
            self.work,
            self.register,
            self.search,
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

    def overdue_commitments(self, now: datetime) -> list[tuple[str, str]]:
        """The incident and the commitment of each that was due before now."""
        with self.engine.connect() as connection:
            work, _ = self.work.resolve(connection)
            page = work.open(
                connection, kinds=(OpenKind.COMMITMENT,), overdue_at=now, limit=MOST_OVERDUE
            )
        return [(item.ref, item.id) for item in page.rows]

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
    )
    try:
        views.prepare()
        yield views
    finally:
        engine.dispose()
