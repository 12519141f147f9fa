"""What every view is made of: entries in, tables of its own, and a checkpoint beside them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

import orjson
from sqlalchemy import Connection, MetaData, Table

from domain.base import Recorded
from projections.checkpoints import Standing, open_bookkeeping, open_build, standing_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as views receive it; `state` is the stored JSON with personal fields sealed."""

    position: int
    ref: str
    version: int
    topic: str
    state: bytes

    @property
    def event_id(self) -> str:
        return str(orjson.loads(self.state)["event_id"])


Decode: TypeAlias = Callable[[Entry], Recorded[Any]]


class View(ABC):
    """One question's answer, kept up to date from events, in tables that can be thrown away.

    A subclass sets `name`, raises `version` whenever its tables or their meaning change,
    and makes its tables in `__init__` with `self.table`. The queries stand beside it as its
    methods or as functions that take it.

    A view may exist in several builds at once: `box1 rebuild` fills a fresh build beside the
    one that answers, then makes it current. So an instance is one build, knows its tables
    by it, and readers ask `Current` which instance answers now.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1

    def __init__(self, build: int) -> None:
        self.build = build
        self.metadata = MetaData()

    @property
    def key(self) -> str:
        return f"{self.name}_v{self.version}"

    @property
    def prefix(self) -> str:
        """Opens the name of every table and index of this build: `board_v1_b3_`."""
        return f"{self.key}_b{self.build}_"

    def table(self, name: str, *parts: Any) -> Table:
        """A table of this build. An explicitly named Index among `parts` needs `self.prefix`."""
        return Table(self.prefix + name, self.metadata, *parts)

    @abstractmethod
    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Change the tables as `entries` say.

        Entries come in order and each exactly once; the checkpoint is written in the same
        transaction. An exception stops this view, and its page says so.
        """

    def forget(self, connection: Connection, subject: str, stream: str, on: date) -> None:
        """Keep nothing that a stream says about a subject whose key was destroyed on a day."""
        return

    def forget_opened(self) -> None:
        """Drop what was read and kept beside the tables, because a key is gone; from any thread."""
        return

    def create(self, connection: Connection) -> None:
        """Make what is missing. Extend it for what SQLAlchemy cannot declare (FTS5)."""
        self.metadata.create_all(connection)

    def start_filling(self, connection: Connection) -> None:
        """Make the tables for a rebuild, which may leave to the end what only slows it down."""
        self.create(connection)

    def finish_filling(self, connection: Connection) -> bool:
        """Do some of what a rebuild left to the end; whether there is more of it to do."""
        return False

    def drop(self, connection: Connection) -> None:
        self.metadata.drop_all(connection)


V = TypeVar("V", bound=View)


class Current(Generic[V]):
    """A view as readers meet it: whichever of its builds is current.

    `make` builds the view for a build number: the class itself, or a partial that adds what
    it needs (`partial(Board, decode=decode)`).
    """

    def __init__(self, make: Callable[[int], V]) -> None:
        self._make = make
        self._builds: dict[int, V] = {}
        self.key = make(0).key

    def build(self, number: int) -> V:
        if number not in self._builds:
            self._builds[number] = self._make(number)
        return self._builds[number]

    def forget_opened(self) -> None:
        """Drop what any build has read and kept beside its tables; from any thread."""
        for view in [*self._builds.values()]:
            view.forget_opened()

    def prepare(self, connection: Connection) -> None:
        """Make the tables of the current build, where there is none yet, or do nothing."""
        open_bookkeeping(connection)
        if standing_of(connection, self.key) is None:
            open_build(connection, self.key, build=1, current=True)
        self.resolve(connection)[0].create(connection)

    def resolve(self, connection: Connection) -> tuple[V, Standing]:
        """The build that answers now, and where it stands; LookupError before `prepare`."""
        standing = standing_of(connection, self.key)
        if standing is None:
            raise LookupError(f"the view {self.key} has not been prepared")
        return self.build(standing.build), standing
