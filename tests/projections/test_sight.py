"""Whether somebody may see an incident or an entry: the same answer of a record and of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, create_engine, select

from domain.vocabulary import Marking
from projections.sight import Sight, Within

metadata = MetaData()
incidents = Table(
    "incidents",
    metadata,
    Column("ref", Text, primary_key=True),
    *(Column(name, Text) for name in ("marking", "lead", "duty", "lead_investigator", "raised_by")),
)
entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    *(Column(name, Text) for name in ("ref", "marking", "author", "subjects")),
)
restricted = Table("restricted", metadata, Column("stream", Text), Column("who", Text))

ME = ("me", "OFC-1")
SIGHTS = [
    Sight(),
    Sight(own=ME, sensitive=False),
    Sight(sensitive=False),
    Sight(own=ME, official=False, sensitive=False),
    Sight(investigates=ME, official=False, sensitive=False),
    Sight(official=False, sensitive=False),
]


@dataclass(frozen=True)
class Incident:
    ref: str
    marking: str
    lead: str | None
    duty: str | None
    lead_investigator: str | None
    raised_by: str


PARTS = product(Marking, (None, "OFC-1", "x"), (None, "me", "x"), (None, "me", "x"), ("OFC-1", "x"))
INCIDENTS = [Incident(f"INC-{number}", *parts) for number, parts in enumerate(PARTS)]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(incidents.insert(), [vars(one) for one in INCIDENTS])
        connection.execute(
            entries.insert(),
            [
                {
                    "id": f"{one.ref} {marking} {author}",
                    "ref": one.ref,
                    "marking": marking,
                    "author": author,
                    "subjects": " STK-1 ",
                }
                for one in INCIDENTS
                for marking, author in product(Marking, ("OFC-1", "x"))
            ],
        )
        connection.execute(restricted.insert(), {"stream": "INC-0", "who": "STK-1"})
        yield connection


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    url = "sqlite://"
    if request.param == "postgresql":
        address: str = request.getfixturevalue("postgres_url")
        url = f"postgresql+psycopg://{address.partition('://')[2]}"
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_a_list_holds_what_may_be_known_of(connection: Connection, sight: Sight) -> None:
    listed = connection.scalars(Within.sight(sight, incidents, restricted).incidents)

    assert set(listed) == {one.ref for one in INCIDENTS if sight.covers(one)}


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_a_list_of_entries_holds_what_may_be_read(connection: Connection, sight: Sight) -> None:
    c, within = entries.c, Within.sight(sight, incidents, restricted)
    listed = connection.scalars(select(c.id).where(within.shows(c.ref, c.marking, c.author)))

    assert set(listed) == {
        f"{one.ref} {marking} {author}"
        for one in INCIDENTS
        for marking, author in product(Marking, ("OFC-1", "x"))
        if sight.covers(one) and sight.reads(one, marking, author)
    }


def test_what_is_restricted_is_listed_for_those_who_may_read_it(connection: Connection) -> None:
    c = entries.c
    open_to = {
        may: set(
            connection.scalars(
                select(c.ref).where(
                    Within.sight(Sight(restricted=may), incidents, restricted).open_to(
                        c.ref, c.subjects
                    )
                )
            )
        )
        for may in (True, False)
    }

    assert open_to[True] - open_to[False] == {"INC-0"}
