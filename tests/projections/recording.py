"""A small log in memory: decisions stored as the service stores them, sealed by a real vault."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from os import urandom
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, StaticPool, create_engine, text

from domain.base import Aggregate, Decision, Provenance, Recorded
from domain.briefing import BRIEFING_DECISIONS
from domain.feedback import ROUND_DECISIONS
from domain.incident import INCIDENT_DECISIONS
from domain.insight import INSIGHT_DECISIONS
from domain.officer import OFFICER_DECISIONS
from domain.personal import Personal
from domain.registry import Registry
from domain.stakeholder import STAKEHOLDER_DECISIONS
from domain.support_request import REQUEST_DECISIONS
from projections.base import Entry, View
from services.mapper import EventMapper
from services.master_key import Masters
from services.vault import Vault

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)
DECISIONS = (
    *INCIDENT_DECISIONS,
    *STAKEHOLDER_DECISIONS,
    *OFFICER_DECISIONS,
    *REQUEST_DECISIONS,
    *INSIGHT_DECISIONS,
    *ROUND_DECISIONS,
    *BRIEFING_DECISIONS,
)
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Recording:
    """Each decision is recorded a minute after the one before, unless it says when."""

    def __init__(self) -> None:
        vault = Vault(create_engine("sqlite://", poolclass=StaticPool), Masters([urandom(32)]))
        vault.prepare()
        self._mapper = EventMapper(Registry(*DECISIONS), vault)
        self._hashes: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.now = BEGINNING

    def record(
        self,
        ref: str,
        decision: Decision,
        *,
        at: datetime | None = None,
        happened: datetime | None = None,
        actor: str = "PER-01",
        marking: str = "OFFICIAL",
    ) -> UUID:
        """Append one decision to the stream `ref`; the answer is its event id."""
        self.now = at or self.now + timedelta(minutes=1)
        by = _provenance(actor, happened or self.now, self.now, marking)
        version = self._versions[ref] = self._versions.get(ref, 0) + 1
        event_id = by.event_id(ref, version)
        event = Recorded(ref=ref, version=version, event_id=event_id, decision=decision, by=by)
        stored = self._mapper.chained(event, self._hashes.get(ref, ""))
        position = len(self.entries) + 1
        entry = Entry(position, ref, version, decision.TOPIC, stored.state)
        self.entries.append(entry)
        return event_id

    def decode(self, entry: Entry) -> Recorded[Any]:
        stored = StoredEvent(entry.ref, entry.version, entry.topic, entry.state)
        event: Recorded[Any] = self._mapper.to_domain_event(stored)
        return event

    def history(self, kind: type[A]) -> Callable[[str, int], A]:
        """Folds a stream of this log up to and with a version."""

        def folded(ref: str, version: int) -> A:
            own = [e for e in self.entries if e.ref == ref and e.version <= version]
            aggregate = kind.project(None, map(self.decode, own))
            assert aggregate is not None
            return aggregate

        return folded


def about(text: str, *subjects: str) -> Personal:
    return Personal(text=text).of(*subjects)


def build(connection: Connection, view: V, entries: Sequence[Entry] = ()) -> V:
    """The view with its tables made and these entries applied in one go."""
    view.create(connection)
    if entries:
        view.apply(connection, entries)
    return view


def rows_of(connection: Connection, view: View) -> dict[str, list[Any]]:
    """Everything in the tables of a view, by the table's name without its build."""
    tables = [*view.metadata.tables, *getattr(view, "other_tables", ())]
    return {
        name.removeprefix(view.prefix): sorted(
            map(repr, connection.execute(text(f"SELECT * FROM {name}")))
        )
        for name in tables
    }


def batches(entries: Sequence[Entry], seed: int) -> list[Sequence[Entry]]:
    """The entries in batches of random sizes."""
    random, cut = Random(seed), [0]
    while cut[-1] < len(entries):
        cut.append(cut[-1] + random.randint(1, 6))
    return [entries[start:end] for start, end in pairwise(cut)]


def _provenance(actor: str, happened: datetime, now: datetime, marking: str) -> Provenance:
    return Provenance(
        actor=actor,
        role="se_officer",
        command_id=uuid4(),
        correlation_id=uuid4(),
        occurred_at=happened,
        recorded_at=now,
        marking=marking,
    )
