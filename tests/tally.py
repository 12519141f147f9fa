"""The smallest view there can be: which events it took, in which order."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Connection, Engine, Integer, String, insert, select

from projections.base import Current, Entry, View
from projections.checkpoints import Standing
from projections.database import writing


class Tally(View):
    """Remembers the position and the ref of each event, except that it cannot take some."""

    name = "tally"

    def __init__(self, build: int, poison: frozenset[int] = frozenset()) -> None:
        super().__init__(build)
        self.poison = poison
        self.taken = self.table(
            "taken",
            Column("id", Integer, primary_key=True),
            Column("position", BigInteger, unique=True),
            Column("ref", String, index=True),
        )

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.position in self.poison:
                raise KeyError(f"what {entry.ref} said in confidence")
        rows = [{"position": entry.position, "ref": entry.ref} for entry in entries]
        connection.execute(insert(self.taken), rows)


class Other(Tally):
    """The same question under another name."""

    name = "other"


def taken(engine: Engine, view: Current[Tally]) -> list[int]:
    """The positions that the current build took, in the order it took them."""
    with engine.begin() as connection:
        tally, _ = view.resolve(connection)
        query = select(tally.taken.c.position).order_by(tally.taken.c.id)
        return list(connection.execute(query).scalars())


def standing(engine: Engine, view: Current[Tally]) -> Standing:
    with engine.begin() as connection:
        return view.resolve(connection)[1]


def prepared(engine: Engine, view: Current[Tally]) -> Current[Tally]:
    with writing(engine).begin() as connection:
        view.prepare(connection)
    return view
