"""One command in its transaction: the records it needs, its decision, all that it recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Any, Final
from uuid import UUID, uuid4

import orjson

from domain.base import (
    Aggregate,
    Malformed,
    NotFound,
    Overtaken,
    Provenance,
    Recorded,
    Rules,
    Value,
)
from domain.forces import Force
from domain.incident import Facts
from domain.incident.record import require_registered
from domain.lessons import Circumstances
from domain.ruleset import RULESET_V1, Ruleset
from domain.support_request import RequestFacts, SupportRequest
from domain.vocabulary import Marking
from services.body import Envelope
from services.erasure import Erasure
from services.feedback import Answers
from services.people import Person
from services.staffing import Alongside, Staff, Touching, elsewhere, whole_of
from services.store import Store
from services.suggesting import CHANGES, Suggesting, suggest
from services.verbs import Collection, Verb, facts_for
from services.withholding import Decision, Knowledge, act

ASK_GUARDS: Final = frozenset(
    ("move-to-restoring", "escalate", "stand-down", "start-review", "close", "reopen")
)
"""The verbs of an incident that ask what other records have established."""


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


def _first_rules() -> Ruleset:
    return RULESET_V1


def _in_touch_nowhere(stakeholders: object, since: datetime) -> Sequence[str]:
    return ()


def _nothing_learned(now_in: Circumstances, now: datetime) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class World:
    """What the rules may ask of what is not in the log, or is found elsewhere."""

    forces: Mapping[str, Force]
    ruleset: Callable[[], Ruleset] = field(default=_first_rules)
    touching: Touching = field(default=_in_touch_nowhere)
    suggesting: Suggesting = field(default=_nothing_learned)
    answers: Answers | None = None


@dataclass(frozen=True)
class Sent:
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
class Job:
    """One command on the writer's thread, inside the batch that commits it."""

    store: Store
    clock: Callable[[], datetime]
    world: World
    sent: Sent
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
        order, alongside = self.sent.order, Alongside(self.store.latest)
        facts = self._facts(by, alongside)
        _check_named(by.about, facts)
        if order.ref is None:
            aggregate = self._open(by, facts)
        else:
            aggregate = self.store.latest(self.sent.collection.kind, order.ref)
            alongside.take(aggregate)
            _check_known(aggregate, order, facts)
            order.may_know.require_own(aggregate)
            _check_version(aggregate, order.if_match)
            hidden = order.may_know.withheld(aggregate)
            act(Decision(self.sent.verb, self.sent.proposed, by, facts), aggregate, hidden)
        if order.collection == "incidents" and order.verb in CHANGES:
            suggest(aggregate, by, alongside, self.world.suggesting, self.world.forces)
        others = [each for each in alongside.changed if each is not aggregate]
        return _answer(aggregate, [*self._record(aggregate), *chain(*map(self._record, others))])

    def _facts(self, by: Provenance, alongside: Alongside) -> RequestFacts:
        order, world = self.sent.order, self.world
        staff = Staff(
            self.store,
            alongside,
            world.forces,
            world.ruleset(),
            by.recorded_at,
            order.may_know,
            world.touching,
        )
        facts = facts_for(staff, self.erasure)
        if world.answers is not None:
            facts = replace(facts, waiting=world.answers.waiting)
        if order.collection != "incidents" or order.verb not in ASK_GUARDS or not order.ref:
            return facts
        return replace(facts, outside=elsewhere(self.store, order.ref, alongside))

    def _record(self, aggregate: Aggregate) -> Sequence[tuple[Recorded[Any], int]]:
        """What it decided, on record, together with what it belongs to from now on."""
        recorded = self.store.record(aggregate)
        for event, _ in recorded:
            whole = whole_of(event.decision)
            if whole is not None:
                self.store.belong(whole, aggregate.ref)
            if self.world.answers is not None:
                self.world.answers.keep_up(aggregate.ref, event.decision)
        return recorded

    def _open(self, by: Provenance, facts: Facts) -> Aggregate:
        collection, proposed = self.sent.collection, self.sent.proposed
        ref = self.store.next_ref(collection.series(by.recorded_at), collection.digits)
        opened: Aggregate = self.sent.verb.act(ref, proposed, by, facts)
        return opened

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


def _check_known(aggregate: Aggregate, order: Order, facts: RequestFacts) -> None:
    """A request for support is known to those who may know of its incident."""
    known = order.may_know(aggregate)
    if isinstance(aggregate, SupportRequest):
        incident = facts.incidents.get(aggregate.requested.incident)
        known = incident is not None and order.may_know.of_request(aggregate, incident)
    if not known:
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
