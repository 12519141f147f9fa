"""The way of every command: read it, load the aggregate, let it decide, record all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Final, Protocol

from domain.base import Refusal
from domain.incident.decisions import IncidentKeysDestroyed
from domain.stakeholder import ProcessingRestricted, RestrictionLifted, SubjectKeyDestroyed
from services.body import read_body
from services.carrying_out import Answer, Job, Order, Sent, World
from services.erasure import Erasure
from services.store import Store
from services.uninterrupted import uninterrupted
from services.verbs import Collection
from services.writer import Writer

__all__ = ["Answer", "Desk", "Order", "Spent", "World"]

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
        world: World,
        forgetting: "Forgetting | None" = None,
    ) -> None:
        self._store, self._writer, self._clock = store, writer, clock
        self._collections, self._world = collections, world
        self._forgetting = forgetting
        self.spent = Spent()

    async def carry_out(self, order: Order) -> Answer:
        """Record what the command decides; Refusal (see domain.base) or StoreUnavailable."""
        started = perf_counter()
        collection = self._collections[order.collection]
        verb = collection.verbs[order.verb]
        envelope, proposed = read_body(verb.body, order.body)
        sent = Sent(collection, verb, order, envelope, proposed)
        forgetting = self._forgetting
        erasure = forgetting.erasure if forgetting else None
        job = Job(self._store, self._clock, self._world, sent, erasure)
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
