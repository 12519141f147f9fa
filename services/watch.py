"""The watch on promises: marks a commitment as missed once its time has passed."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias
from uuid import uuid4

from domain.base import Provenance, Refusal
from domain.incident import Facts, Incident
from domain.incident.decisions import CommitmentMissed
from services.log import StoreUnavailable
from services.store import Store
from services.writer import Writer

EVERY_SECONDS = 20.0
ACTOR, ROLE = "box1", "system"

Overdue: TypeAlias = Callable[[datetime], Sequence[tuple[str, str]]]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watch:
    """Looks for overdue commitments in a view; the incident itself decides, so twice is harmless.

    `overdue` gives the incident and the commitment of each that was due before a time (UTC).
    """

    store: Store
    writer: Writer
    clock: Callable[[], datetime]
    overdue: Overdue

    async def run(self) -> None:
        """Look again and again, for ever."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("missed commitments are not marked now: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> int:
        """Mark what has been missed by now; how many that were."""
        now = self.clock()
        found = await asyncio.to_thread(self.overdue, now)
        marked = [await self.writer.run(partial(self._mark, *one, now)) for one in found]
        return sum(marked)

    def _mark(self, ref: str, commitment: str, now: datetime) -> bool:
        incident = self.store.latest(Incident, ref)
        missed = CommitmentMissed(commitment=commitment, noticed_at=now)
        try:
            incident.mark_missed(missed, _provenance(now), Facts())
        except Refusal:
            return False
        self.store.record(incident)
        return True


def _provenance(now: datetime) -> Provenance:
    command_id = uuid4()
    return Provenance(
        actor=ACTOR,
        role=ROLE,
        command_id=command_id,
        correlation_id=command_id,
        occurred_at=now,
        recorded_at=now,
    )
