"""People who ask for support, decide, allocate and end, several at once, as they know the state."""

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from api.examples import BODIES
from domain.base import Refusal
from services.desk import Desk
from tests.faults.accepting.journal import Journal, Sent, Told

NOW: Final = datetime(2026, 3, 2, 10, tzinfo=UTC)
THIS_WEEK: Final = "2026-W10"
WEEKS: Final = (THIS_WEEK, *(f"2026-W{number}" for number in range(11, 16)))
REGIONS: Final = ("north-west",) * 8 + ("london",) * 4
OFFICERS: Final = tuple(f"OFC-{number:02}" for number in range(1, len(REGIONS) + 1))
REASON: Final = "What was asked for is not needed any more."
CLIENTS: Final = 6
SENT_TWICE: Final = 0.1
FEWEST_WAITING: Final = 4

DECIDES: Final = {
    "accept": 8,
    "accept-in-part": 4,
    "withdraw": 2,
    "fulfil": 2,
    "decline": 1,
    "defer": 1,
    "allocate": 4,
    "change-allocation": 4,
    "end-allocation": 1,
}
"""What is done with a request that has a score, and how often of all."""
OF_OFFICERS: Final = ("allocate", "change-allocation", "end-allocation")
ENDS: Final = ("withdraw", "fulfil", "decline", "defer")


@dataclass
class Board:
    """What people believe: some of it is over when they act on it, as it is with people."""

    unscored: list[str] = field(default_factory=list)
    scored: list[str] = field(default_factory=list)
    allocated: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, sent: Sent, answer: dict[str, Any]) -> None:
        if sent.verb == "request":
            self.unscored.append(answer["ref"])
        elif sent.verb == "score":
            self.scored.append(str(sent.ref))
        elif sent.verb in OF_OFFICERS:
            self._hold(str(sent.ref), sent.body["request"], sent.verb != "end-allocation")
        elif sent.verb in ("accept", "accept-in-part"):
            for one in sent.body["officers"]:
                self._hold(one["id"], str(sent.ref), True)
        elif sent.verb in ENDS:
            self.allocated = {pair for pair in self.allocated if pair[1] != sent.ref}
            if sent.verb != "defer":
                self.scored = [ref for ref in self.scored if ref != sent.ref]

    def _hold(self, officer: str, request: str, held: bool) -> None:
        pair = {(officer, request)}
        self.allocated = self.allocated | pair if held else self.allocated - pair

    def next(self) -> Sent:
        """What somebody does now."""
        if len(self.unscored) + len(self.scored) < FEWEST_WAITING or random.random() < 0.15:
            return asks()
        if self.unscored:
            ref = self.unscored.pop(random.randrange(len(self.unscored)))
            return command("support-requests", "score", ref, BODIES["support-requests"]["score"])
        return self._decides()

    def _decides(self) -> Sent:
        [verb] = random.choices([*DECIDES], weights=[*DECIDES.values()])
        request, officer = random.choice(self.scored), random.choice(OFFICERS)
        if verb not in OF_OFFICERS:
            return command("support-requests", verb, request, decision(verb))
        if verb != "allocate" and self.allocated:
            officer, request = random.choice(sorted(self.allocated))
        body: dict[str, Any] = {"request": request}
        if verb != "end-allocation":
            body["by_week"] = minutes()
        return command("officers", verb, officer, body)


def command(collection: str, verb: str, ref: str | None, body: dict[str, Any]) -> Sent:
    return Sent(str(uuid4()), collection, verb, ref, body)


def asks() -> Sent:
    return command("support-requests", "request", None, BODIES["support-requests"]["request"])


def minutes() -> dict[str, int]:
    return {week: random.randint(1, 600) for week in random.sample(WEEKS, random.randint(1, 3))}


def decision(verb: str) -> dict[str, Any]:
    if verb == "fulfil":
        return {"outcome": "Every family was reached."}
    if verb == "defer":
        return {"until": "2026-03-20T09:00:00Z", "reason": REASON}
    if verb in ENDS:
        return {"reason": REASON}
    come = random.sample(OFFICERS, random.randint(1, 4))
    body: dict[str, Any] = {
        "officers": [{"id": ref, "minutes_by_week": minutes()} for ref in come],
        "start": "2026-03-02",
    }
    if verb == "accept-in-part":
        body |= {"not_provided": ["the reference group"], "reason": REASON}
    return body


def beginning() -> list[Sent]:
    """An incident, and a dozen officers of two regions."""
    raised = command("incidents", "raise", None, BODIES["incidents"]["raise"])
    join = BODIES["officers"]["join"]
    return [
        raised,
        *(
            command("officers", "join", None, {**join, "name": f"Officer {number} [F]", **where})
            for number, where in enumerate({"region": region} for region in REGIONS)
        ),
    ]


class People:
    """Send commands to a desk, write down every answer, and send some of them again."""

    def __init__(self, desk: Desk, journal: Journal, told: Told) -> None:
        self._desk, self._journal = desk, journal
        self._board = Board()
        for key, answer in told.answers.items():
            self._board.learn(told.sent[key], answer)

    async def send(self, commands: Iterable[Sent]) -> None:
        """All of these at once."""
        await asyncio.gather(*map(self._send, commands))

    async def work(self, working: Callable[[], bool]) -> None:
        await asyncio.gather(*(self._client(working) for _ in range(CLIENTS)))

    async def _client(self, working: Callable[[], bool]) -> None:
        while working():
            await self._send(self._board.next())

    async def _send(self, sent: Sent) -> None:
        self._journal.sends(sent)
        for _ in range(2 if random.random() < SENT_TWICE else 1):
            try:
                answer = await self._desk.carry_out(sent.order)
            except Refusal as refusal:
                self._journal.refused(sent.key, [reason.code for reason in refusal.reasons])
                return
            told = asdict(answer)
            self._journal.answered(sent.key, told)
        self._board.learn(sent, told)
