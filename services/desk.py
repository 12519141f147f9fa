"""The way of every command: read it, load the aggregate, let it decide, record all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from time import perf_counter
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

import orjson

from domain.base import (
    Aggregate,
    Malformed,
    NotFound,
    Overtaken,
    Provenance,
    Recorded,
    Refusal,
    Rules,
    Value,
)
from domain.forces import Force
from domain.incident import Facts
from domain.incident.decisions import IncidentKeysDestroyed
from domain.incident.record import require_registered
from domain.stakeholder import ProcessingRestricted, RestrictionLifted, SubjectKeyDestroyed
from domain.vocabulary import Marking
from services.body import Envelope, read_body
from services.erasure import Erasure
from services.people import Person
from services.staffing import Alongside
from services.store import Store
from services.uninterrupted import uninterrupted
from services.verbs import Collection, Verb, facts_for
from services.withholding import Decision, Knowledge, act
from services.writer import Writer

FORGETS: Final = frozenset(
    kind.__name__
    for kind in (
        SubjectKeyDestroyed,
        ProcessingRestricted,
        RestrictionLifted,
        IncidentKeysDestroyed,
    )
)
"""Events that are not over when they are recorded: others must forget, or hide, what they hold."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command as it was sent: which verb, of what, with which body, by whom.

    `may_know` says whether they may know of the record at all, and of which entries in it: where
    not, they are not there.
    `warnings` go into the answer, and with it into the receipt.
    """

    collection: str
    verb: str
    ref: str | None = None
    body: Mapping[str, Any]
    who: Person
    may_know: Knowledge
    key: UUID | None = None
    if_match: int | None = None
    warnings: Sequence[dict[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was recorded, and where; the same again for the same idempotency key."""

    ref: str
    version: int
    position: int
    events: list[dict[str, Any]]
    warnings: Sequence[dict[str, str]] = ()
    replayed: bool = False


@dataclass
class Spent:
    """How long commands took, in seconds, for the metrics."""

    commands: int = 0
    refused: int = 0
    seconds: float = 0.0


class Forgetting(Protocol):
    """Makes what was decided about forgetting somebody true everywhere, once it is recorded."""

    @property
    def erasure(self) -> Erasure: ...

    def forget(self, ref: str) -> None: ...


class Desk:
    """Carries out commands. Everything it refuses is a Refusal; what it answers is on disk."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        clock: Callable[[], datetime],
        collections: Mapping[str, Collection],
        forces: Mapping[str, Force],
        forgetting: "Forgetting | None" = None,
    ) -> None:
        self._store, self._writer, self._clock = store, writer, clock
        self._collections, self._forces = collections, forces
        self._forgetting = forgetting
        self.spent = Spent()

    async def carry_out(self, order: Order) -> Answer:
        """Record what the command decides; Refusal (see domain.base) or StoreUnavailable."""
        started = perf_counter()
        collection = self._collections[order.collection]
        verb = collection.verbs[order.verb]
        envelope, proposed = read_body(verb.body, order.body)
        sent = _Sent(collection, verb, order, envelope, proposed)
        forgetting = self._forgetting
        erasure = forgetting.erasure if forgetting else None
        job = _Job(self._store, self._clock, self._forces, sent, erasure)
        try:
            answer = await self._writer.run(job.run)
            if forgetting and FORGETS.intersection(event["type"] for event in answer.events):
                await uninterrupted(partial(forgetting.forget, answer.ref))
            return answer
        except Refusal:
            self.spent.refused += 1
            raise
        finally:
            self.spent.commands += 1
            self.spent.seconds += perf_counter() - started


@dataclass(frozen=True)
class _Sent:
    """A command as it was read: whatever is malformed is out of the way."""

    collection: Collection
    verb: Verb
    order: Order
    envelope: Envelope
    proposed: Value

    @property
    def key(self) -> str:
        return f"{self.order.who.ref} {self.order.key}"

    @property
    def fingerprint(self) -> str:
        order = self.order
        said = [order.collection, order.ref, order.verb, dict(order.body)]
        return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True)
class _Job:
    """One command on the writer's thread, inside the batch that commits it."""

    store: Store
    clock: Callable[[], datetime]
    forces: Mapping[str, Force]
    sent: _Sent
    erasure: Erasure | None = None

    def run(self) -> Answer:
        if self.sent.order.key is None:
            return self._answer()
        receipt = self.store.receipt(self.sent.key)
        if receipt is not None:
            return _again(receipt, self.sent.fingerprint)
        answer = self._answer()
        said = orjson.dumps(answer).decode()
        self.store.keep_receipt(self.sent.key, self.sent.fingerprint, said)
        return answer

    def _answer(self) -> Answer:
        return replace(self._decide(), warnings=self.sent.order.warnings)

    def _decide(self) -> Answer:
        by = self._provenance()
        alongside = Alongside(self.store.latest)
        facts = facts_for(self.store, self.forces, alongside, self.erasure)
        _check_named(by.about, facts)
        if self.sent.order.ref is None:
            aggregate = self._open(by, facts)
        else:
            aggregate = self.store.latest(self.sent.collection.kind, self.sent.order.ref)
            alongside.take(aggregate)
            _check_known(aggregate, self.sent.order)
            _check_version(aggregate, self.sent.order.if_match)
            hidden = self.sent.order.may_know.withheld(aggregate)
            act(Decision(self.sent.verb, self.sent.proposed, by, facts), aggregate, hidden)
        others = [each for each in alongside.changed if each is not aggregate]
        recorded = [self.store.record(each) for each in (aggregate, *others)]
        return _answer(aggregate, [event for each in recorded for event in each])

    def _open(self, by: Provenance, facts: Facts) -> Aggregate:
        collection, proposed = self.sent.collection, self.sent.proposed
        ref = self.store.next_ref(collection.series(by.recorded_at), collection.digits)
        aggregate: Aggregate = self.sent.verb.act(ref, proposed, by, facts)
        whole = collection.belongs_to(proposed)
        if whole is not None:
            self.store.belong(whole, ref)
        return aggregate

    def _provenance(self) -> Provenance:
        order, envelope, now = self.sent.order, self.sent.envelope, self.clock()
        command_id = order.key or uuid4()
        return Provenance(
            actor=order.who.actor,
            role=order.who.role,
            command_id=command_id,
            correlation_id=command_id,
            occurred_at=envelope.occurred_at or now,
            recorded_at=now,
            marking=envelope.marking or Marking.OFFICIAL,
            about=envelope.about,
        )


def _check_named(about: Sequence[str], facts: Facts) -> None:
    rules = Rules()
    require_registered(rules, about, facts.register, "about")
    rules.check()


def _check_known(aggregate: Aggregate, order: Order) -> None:
    if not order.may_know(aggregate):
        raise NotFound.because("NotFound", f"There is no {aggregate.ref}.")


def _check_version(aggregate: Aggregate, expected: int | None) -> None:
    if expected is not None and expected != aggregate.version:
        raise Overtaken.because(
            "Overtaken",
            f"{aggregate.ref} was changed after you opened it: you saw version {expected},"
            f" it is now at version {aggregate.version}. Look at what changed, then send it again.",
        )


def _again(receipt: tuple[str, str], body_sha256: str) -> Answer:
    recorded_sha256, answer = receipt
    if recorded_sha256 != body_sha256:
        raise Malformed.because(
            "IdempotencyKeyReused",
            "This Idempotency-Key was used for another command. Send a new key with a new command.",
        )
    return Answer(**{**orjson.loads(answer), "replayed": True})


def _answer(aggregate: Aggregate, recorded: Any) -> Answer:
    events = [_told(event, position) for event, position in recorded]
    return Answer(
        ref=aggregate.ref,
        version=aggregate.version,
        position=events[-1]["position"] if events else 0,
        events=events,
    )


def _told(event: Recorded[Any], position: int) -> dict[str, Any]:
    return {
        "type": type(event.decision).__name__,
        "ref": event.ref,
        "version": event.version,
        "position": position,
        "event_id": str(event.event_id),
    }
