"""A long log, written through the store in bulk: incidents raised, mapped and spoken about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from uuid import uuid4

from api.settings import Settings
from api.storage import Storage, open_storage
from domain.base import Aggregate, Provenance
from domain.incident import Facts, Incident, Known
from domain.incident.decisions import CommunityMapped, IncidentRaised, StakeholderContacted
from domain.stakeholder import Stakeholder, StakeholderRegistered
from domain.vocabulary import Role
from tests.benchmarks.commands import CONTACT, MAP, REGISTER, raising

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
SERIES, DIGITS = "INC-2026", 4
STAKEHOLDER = "STK-0001"
FACTS = Facts(register={STAKEHOLDER: Known(registered_at=BEGINNING)})
TOGETHER = 50


@contextmanager
def storage_in(folder: Path) -> Iterator[tuple[Settings, Storage]]:
    """The storage of a box1 on its defaults in this folder, its tables made."""
    settings = Settings(data=folder, database_url=None, nats_url=None, master_key_file=None)
    with open_storage(settings) as storage:
        storage.prepare()
        yield settings, storage


def write(storage: Storage, incidents: int, entries: int) -> list[str]:
    """So many incidents of so many entries each (two at least); their references."""
    by = map(_provenance, count())
    streams = _streams(storage, incidents, entries, by)
    refs = []
    while some := list(islice(streams, 1)):
        with storage.store.batch():
            for aggregate in (*some, *islice(streams, TOGETHER - 1)):
                storage.store.record(aggregate)
                refs.append(aggregate.ref)
    return refs[1:]


def _streams(
    storage: Storage, incidents: int, entries: int, by: Iterator[Provenance]
) -> Iterator[Aggregate]:
    registered = StakeholderRegistered.model_validate(REGISTER)
    yield Stakeholder.register(storage.store.next_ref("STK", DIGITS), registered, next(by), FACTS)
    for _ in range(incidents):
        yield _incident(storage.store.next_ref(SERIES, DIGITS), entries, by)


def _incident(ref: str, entries: int, by: Iterator[Provenance]) -> Incident:
    incident = Incident.raise_(ref, IncidentRaised.model_validate(raising()), next(by), FACTS)
    incident.map_community(CommunityMapped.model_validate(MAP), next(by), FACTS)
    for _ in range(entries - 2):
        incident.record_contact(StakeholderContacted.model_validate(CONTACT), next(by), FACTS)
    return incident


def _provenance(number: int) -> Provenance:
    command, moment = uuid4(), BEGINNING + timedelta(seconds=number)
    return Provenance(
        actor="OFC-01",
        role=Role.HEAD_OF_SE,
        command_id=command,
        correlation_id=command,
        occurred_at=moment,
        recorded_at=moment,
    )
