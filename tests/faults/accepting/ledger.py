"""The same hours counted a second time: from what was asked, without any of box1's own rules."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tests.faults.accepting.journal import Sent
from tests.faults.accepting.work import ENDS, THIS_WEEK

Pair: TypeAlias = tuple[str, str]
Expected: TypeAlias = Counter[tuple[str, str]]

OWN: Final = {
    "raise": "incident.raised",
    "join": "officer.joined",
    "request": "support-request.requested",
    "score": "support-request.scored",
    "accept": "support-request.accepted",
    "accept-in-part": "support-request.partly-accepted",
    "withdraw": "support-request.withdrawn",
    "fulfil": "support-request.fulfilled",
    "decline": "support-request.declined",
    "defer": "support-request.deferred",
}
ALLOCATED, CHANGED, ENDED = (
    f"officer.{what}" for what in ("allocated", "allocation-changed", "allocation-ended")
)


@dataclass
class Ledger:
    """What each officer owes to each request: open weeks, and those kept of what has ended."""

    owed: dict[Pair, dict[str, int]] = field(default_factory=dict)
    kept: dict[Pair, dict[str, int]] = field(default_factory=dict)
    ever: set[Pair] = field(default_factory=set)

    def carry_out(self, sent: Sent, ref: str) -> Expected:
        """What was asked of `ref` was done: the events it should have left, by stream."""
        if sent.collection == "officers" and sent.verb != "join":
            return self._ask_officer(sent, ref)
        expected = Counter({(ref, OWN[sent.verb]): 1})
        if sent.verb in ("accept", "accept-in-part"):
            for one in sent.body["officers"]:
                expected += self._take((one["id"], ref), one["minutes_by_week"])
        elif sent.verb in ENDS:
            for pair in [pair for pair in self.owed if pair[1] == ref]:
                expected += self._end(pair)
        return expected

    def total(self, pair: Pair) -> dict[str, int]:
        return {**self.kept.get(pair, {}), **self.owed.get(pair, {})}

    def _ask_officer(self, sent: Sent, ref: str) -> Expected:
        pair = (ref, sent.body["request"])
        if sent.verb == "end-allocation":
            return self._end(pair)
        return self._owe(pair, sent.body["by_week"])

    def _take(self, pair: Pair, minutes: Mapping[str, int]) -> Expected:
        """Accepting again with what is owed already changes nothing."""
        if pair in self.owed and self.total(pair) == minutes:
            return Counter()
        return self._owe(pair, minutes)

    def _owe(self, pair: Pair, minutes: Mapping[str, int]) -> Expected:
        topic = CHANGED if pair in self.owed else ALLOCATED
        self.owed[pair] = dict(minutes)
        self.ever.add(pair)
        return Counter({(pair[0], topic): 1})

    def _end(self, pair: Pair) -> Expected:
        """What was worked stays; weeks to come are free again."""
        total = self.total(pair)
        self.owed.pop(pair, None)
        self.kept[pair] = {week: spent for week, spent in total.items() if week <= THIS_WEEK}
        return Counter({(pair[0], ENDED): 1})
