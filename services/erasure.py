"""Forgetting somebody for good: what two people decided is carried out, once it is recorded."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from domain.base import GOVERNANCE
from domain.feedback import FeedbackRound
from domain.incident import Incident
from domain.incident.decisions import IncidentKeysDestroyed
from domain.incident.facts import Held
from domain.insight import Insight
from domain.officer import Officer
from domain.stakeholder import Stakeholder, SubjectKeyDestroyed
from domain.support_request import SupportRequest
from services.store import Store
from services.suppression import Suppression
from services.uninterrupted import uninterrupted
from services.vault import Vault

LOOK_EVERY = 5.0
INCIDENTS = f"{Incident.SERIES}-"
SPEAK = tuple(
    f"{kind.SERIES}-"
    for kind in (Incident, Stakeholder, SupportRequest, Officer, Insight, FeedbackRound)
)
"""How the references of records begin whose texts may be about somebody."""

READS = "ACCESS"
"""The stream of the reasons that people gave for reading a record."""

Destroyed: TypeAlias = tuple[str, str]
log = logging.getLogger(__name__)


@dataclass
class Erasure:
    """Destroys the keys that recorded decisions name. Doing it again changes nothing.

    Every process that meets such a decision does it before it goes on, so that nothing is shown
    or kept that another process has already forgotten, and nothing is left undone by a crash.
    """

    store: Store
    vault: Vault
    suppression: Suppression
    _finished: int = 0

    def carry_out(self, stream: str, subject: str) -> None:
        """Forget what a stream says about somebody; with their entry go the ways to reach them.

        What an incident says about itself is all that it says: nobody's key to it is left.
        """
        if stream == subject and stream.startswith(INCIDENTS):
            self._dispose(stream)
            return
        if stream == subject:
            self.suppression.add(self._addresses(subject))
        self.vault.destroy(stream, subject)
        if not any(self._streams(subject).values()):
            self.vault.destroy(READS, subject)

    def finish(self) -> Sequence[Destroyed]:
        """Carry out whatever was recorded since the last look; that is what it returns."""
        end, decided = self.store.position(), []
        for subject, state in self.store.of_topic(SubjectKeyDestroyed.TOPIC, self._finished):
            stream = orjson.loads(state)["decision"]["stream"]
            if self.vault.streams_of(subject).get(stream):
                self.carry_out(stream, subject)
                decided.append((stream, subject))
        for ref, _ in self.store.of_topic(IncidentKeysDestroyed.TOPIC, self._finished):
            if self.subjects_in(ref):
                self.carry_out(ref, ref)
                decided.append((ref, ref))
        self._finished = end
        return decided

    async def watch(self, forgotten: Callable[[Sequence[Destroyed]], None]) -> None:
        """Finish what a crash left undone, at once and again and again."""
        while True:
            try:
                await uninterrupted(lambda: forgotten(self.finish()))
            except Exception as error:
                log.warning("erasures cannot be finished now: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

    def streams_about(self, subject: str) -> Mapping[str, Held]:
        """The records in which something about somebody can still be read, and how each stands."""
        there = (stream for stream, key in self._streams(subject).items() if key)
        return {stream: self._held(stream) for stream in there}

    def kept_and_destroyed(self, subject: str) -> tuple[int, int]:
        """In how many records they can still be read about, and in how many never again."""
        streams = self._streams(subject).values()
        return sum(streams), len(streams) - sum(streams)

    def subjects_in(self, stream: str) -> Sequence[str]:
        """Under whose keys a record can still be read, but for why it was disposed of."""
        there = self.vault.subjects_of(stream).items()
        return [who for who, key in there if key and who != GOVERNANCE]

    def _dispose(self, stream: str) -> None:
        """Leave nothing of a record that can be read; nor why it was read, or those in it alone."""
        streams = [*self.store.parts_of(stream, SupportRequest.SERIES), stream]
        people = {who for each in streams for who in self.vault.subjects_of(each)} - {GOVERNANCE}
        for each in streams:
            self.vault.destroy_all(each, besides=GOVERNANCE)
        for who in sorted(people):
            if not any(self._streams(who).values()):
                self.vault.destroy(READS, who)

    def _streams(self, subject: str) -> dict[str, bool]:
        known = self.vault.streams_of(subject).items()
        return {stream: there for stream, there in known if stream.startswith(SPEAK)}

    def _held(self, stream: str) -> Held:
        """A request for support is held as its incident is, and so is what was learned there."""
        if stream.startswith(FeedbackRound.SERIES):
            return self._held(self.store.load(FeedbackRound, stream).opened.ref)
        if stream.startswith(Insight.SERIES):
            learned_in = self.store.load(Insight, stream).recorded.incident
            return self._held(learned_in) if learned_in else Held(closed=True)
        if stream.startswith(SupportRequest.SERIES):
            request = self.store.load(SupportRequest, stream)
            return self._held(request.requested.incident)
        if stream.startswith(Incident.SERIES):
            response = self.store.load(Incident, stream).response
            return Held(on_hold=response.hold is not None, closed=response.closed)
        if stream.startswith(Officer.SERIES):
            return Held(closed=self.store.load(Officer, stream).hours.left_on is not None)
        return Held(closed=not self.store.load(Stakeholder, stream).active)

    def _addresses(self, subject: str) -> set[str]:
        """Every way to reach them that was ever recorded and can still be read."""
        decisions = (event.decision for event in self.store.history(subject))
        points = (getattr(decision, "contact_points", ()) for decision in decisions)
        return {point.value.text for some in points for point in some if point.value.text}
