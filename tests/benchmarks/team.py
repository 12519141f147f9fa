"""A team of officers with requests on their hands for half a year, written through the store."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from uuid import uuid4

from api.storage import Storage
from domain.base import Provenance
from domain.officer import Officer, OfficerFacts, monday_of, week_of
from domain.officer.decisions import Allocated, OfficerJoined
from domain.officer.words import Region
from domain.personal import Personal
from domain.vocabulary import Role

FIRST = "2026-W06"
WEEKS = tuple(week_of(monday_of(FIRST) + timedelta(weeks=number)) for number in range(26))
BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
CONTRACTED = 2220
LASTS, A_WEEK = 6, 120
TOGETHER = 20


def write_team(storage: Storage, officers: int, allocations: int) -> None:
    """So many officers, spread over the regions, with so many allocations between them."""
    by = map(_provenance, count())
    everybody = _officers(storage, officers, allocations // officers, by)
    while some := list(islice(everybody, 1)):
        with storage.store.batch():
            for officer in (*some, *islice(everybody, TOGETHER - 1)):
                storage.store.record(officer)


def _officers(
    storage: Storage, officers: int, each: int, by: Iterator[Provenance]
) -> Iterator[Officer]:
    regions: Sequence[Region] = list(Region)
    for number in range(officers):
        region = regions[number % len(regions)]
        yield _officer(storage.store.next_ref(Officer.SERIES, 2), region, each, by)


def _officer(ref: str, region: Region, each: int, by: Iterator[Provenance]) -> Officer:
    joined = OfficerJoined(
        name=Personal(text=f"Officer {ref} [F]"),
        region=region,
        contracted=CONTRACTED,
        role=Role.SE_OFFICER,
        start=date(2026, 1, 5),
    )
    facts = OfficerFacts(region_of=lambda request: region)
    officer = Officer.join(ref, joined, next(by), facts)
    for number in range(each):
        first = number * len(WEEKS) // each
        weeks = (WEEKS[(first + later) % len(WEEKS)] for later in range(LASTS))
        allocated = Allocated(
            request=f"SR-2026-{number + 1:04}", by_week=dict.fromkeys(weeks, A_WEEK)
        )
        officer.allocate(allocated, next(by), facts)
    return officer


def _provenance(number: int) -> Provenance:
    command, moment = uuid4(), BEGINNING + timedelta(seconds=number)
    return Provenance(
        actor="PER-01",
        role=Role.HEAD_OF_SE,
        command_id=command,
        correlation_id=command,
        occurred_at=moment,
        recorded_at=moment,
    )
