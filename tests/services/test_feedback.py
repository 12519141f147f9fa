"""Nobody who holds the database, the stream and the list of links can say who gave which answer.

A thousand people answer, each by a link of their own, and each with an answer that nobody else
gives; so every link there is between a person and an answer could be found. The attacker reads
everything in the clear but the key of the waiting answers, and tries what can be tried: the order
of the log, the order of the tables, hashes, event ids, times, batches. Where they also watched who
answered when, the answers of ten and more people still come at once, in another order.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from domain.base import Provenance, Refusal
from domain.feedback import FeedbackRound, Measure, ResponseReceived
from domain.feedback.decisions import ROUND_DECISIONS, RoundClosed, RoundOpened, TokensIssued
from domain.feedback.facts import FeedbackFacts
from domain.registry import Registry
from domain.vocabulary import Ladder
from services.feedback import FLUSHED_AT, Answers, Reception
from services.log import EventLog
from services.mapper import EventMapper
from services.store import Store
from services.vault import Vault
from services.writer import Writer
from tests.services.conftest import NOON

PEOPLE = 1000
REF = "FB-0001"


class Round:
    """One round with a link for each of many people, and the way in for their answers."""

    def __init__(self, store: Store, writer: Writer, answers: Answers) -> None:
        self.store, self.answers, self.now = store, answers, NOON
        self.reception = Reception(store, writer, answers, lambda: self.now)

    def by(self) -> Provenance:
        command = UUID(int=int(self.now.timestamp()))
        who = {"actor": "OFC-01", "role": "duty_officer"}
        at = {"occurred_at": self.now, "recorded_at": self.now}
        return Provenance(command_id=command, correlation_id=command, **who, **at)

    def open(self, count: int) -> list[str]:
        """The tokens, in the order of the list."""
        feedback = FeedbackRound(REF)
        opened = RoundOpened(
            ref="INC-1",
            questions=(Measure.AWARE, Measure.OPEN),
            questions_version="1",
            closes_at=NOON + timedelta(days=28),
            level=Ladder.CONSULT,
            can_change="Something. Fictional.",
        )
        feedback.decide(opened, self.by())
        feedback.issue_tokens(TokensIssued(count=count), self.by(), FeedbackFacts())
        self.record(feedback)
        return self.answers.links(feedback, 1)

    def record(self, feedback: FeedbackRound) -> None:
        with self.store.batch():
            for event, _ in self.store.record(feedback):
                self.answers.keep_up(REF, event.decision)

    def close(self) -> None:
        feedback = self.store.load(FeedbackRound, REF)
        facts = FeedbackFacts(waiting=self.answers.waiting)
        feedback.close(RoundClosed(), self.by(), facts)
        self.record(feedback)

    async def answer(self, token: str, said: str) -> bool:
        self.now += timedelta(minutes=1)
        given = ResponseReceived(answers={Measure.AWARE: "yes"}, free_text=said)
        return await self.reception.take(token, given)

    def told(self) -> list[tuple[str, datetime]]:
        """What each answer says, in the order of the log, and when it was recorded."""
        return [
            (str(event.decision.free_text), event.recorded_at)
            for event in self.store.history(REF)
            if isinstance(event.decision, ResponseReceived)
        ]


@pytest.fixture
def feedback(log: EventLog, vault: Vault) -> Iterator[Round]:
    store = Store(log, EventMapper(Registry(*ROUND_DECISIONS), vault))
    answers = Answers(store, vault.secret)
    answers.prepare()
    writer = Writer(store)
    writer.start()
    yield Round(store, writer, answers)
    writer.stop()


async def test_none_of_a_thousand_people_is_joined_to_their_answer(feedback: Round) -> None:
    tokens = feedback.open(PEOPLE)
    come = [*range(PEOPLE)]
    Random(20261124).shuffle(come)
    for person in come:
        assert await feedback.answer(tokens[person], f"person {person}")
    feedback.close()
    told = [int(said.split()[1]) for said, _ in feedback.told()]

    assert sorted(told) == [*range(PEOPLE)]
    by_hash = sorted(range(PEOPLE), key=lambda one: sha256(tokens[one].encode()).hexdigest())
    history = feedback.store.history(REF)
    answered = [event for event in history if isinstance(event.decision, ResponseReceived)]
    pairs = zip((str(event.event_id) for event in answered), told, strict=True)
    by_event_id = [person for _, person in sorted(pairs)]
    tried = {
        "the list's order": zip(told, range(PEOPLE), strict=True),
        "the hashes' order": zip(told, by_hash, strict=True),
        "the event ids' order": zip(by_event_id, range(PEOPLE), strict=True),
    }
    right = {name: sum(one == other for one, other in guess) for name, guess in tried.items()}
    # Of a thousand guesses at random one is right on average, and more than eight hardly ever.
    assert all(count <= 8 for count in right.values()), right
    assert {"batch"} == {
        name
        for event in history
        if event.decision.TOPIC == "feedback-round.token-redeemed"
        for name in type(event.decision).model_fields
    }
    assert {event.by.actor for event in answered} == {"public"}


async def test_whoever_watched_them_come_still_has_ten_to_choose_from(feedback: Round) -> None:
    tokens = feedback.open(PEOPLE)
    for person in range(PEOPLE):
        assert await feedback.answer(tokens[person], f"person {person}")
    feedback.close()
    told = feedback.told()
    together: dict[datetime, list[int]] = {}
    for said, at in told:
        together.setdefault(at, []).append(int(said.split()[1]))

    assert min(map(len, together.values())) >= FLUSHED_AT
    # They came in the order of the list. One in ten is right by chance; 150 is five deviations off.
    right = sum(int(said.split()[1]) == place for place, (said, _) in enumerate(told))
    assert right < 150


async def test_what_waits_lies_in_no_order_and_cannot_be_read(feedback: Round) -> None:
    tokens = feedback.open(FLUSHED_AT - 1)
    last_is_last = 0
    for number, token in enumerate(tokens, 1):
        assert await feedback.answer(token, f"person {number}")
        rows = feedback.store.log.read("SELECT id, sealed FROM feedback_waiting")
        assert len(rows) == 2 * number
        assert not any("person" in row[1] for row in rows)
        said = [one.free_text for one in feedback.answers.waiting(REF).responses]
        last_is_last += said[-1] == f"person {number}"

    assert feedback.told() == []
    assert last_is_last < FLUSHED_AT - 1
    feedback.close()
    assert len(feedback.told()) == FLUSHED_AT - 1
    assert feedback.store.log.read("SELECT * FROM feedback_waiting") == []
    assert feedback.store.log.read("SELECT * FROM feedback_tokens") == []


async def test_a_token_is_good_once_and_only_while_its_round_is_open(feedback: Round) -> None:
    first, second, third = feedback.open(3)

    assert await feedback.answer(first, "once")
    assert not await feedback.answer(first, "twice")
    with pytest.raises(Refusal):
        await feedback.reception.take(second, ResponseReceived())
    assert feedback.reception.invited(second) is not None
    feedback.now = NOON + timedelta(days=29)
    assert not await feedback.answer(third, "too late")
    assert feedback.reception.invited(third) is None
    feedback.close()
    assert [said for said, _ in feedback.told()] == ["once"]


async def test_no_token_is_in_the_database(feedback: Round, tmp_path: Path) -> None:
    tokens = feedback.open(3)
    assert await feedback.answer(tokens[0], "once")
    kept = feedback.store.log.read("SELECT digest FROM feedback_tokens")

    assert {row[0] for row in kept} == {sha256(token.encode()).hexdigest() for token in tokens[1:]}
    if (path := tmp_path / "events.db").exists():
        with sqlite3.connect(path) as connection:
            dump = "\n".join(connection.iterdump())
        assert not any(token in dump for token in tokens)


async def test_links_that_stopped_being_good_a_month_ago_are_taken_away(feedback: Round) -> None:
    """Also where nobody closes the round: what was answered in it waits on."""
    tokens = feedback.open(3)
    assert await feedback.answer(tokens[0], "Fictional.")
    count = "SELECT COUNT(*) FROM feedback_tokens"

    feedback.now = NOON + timedelta(days=28 + 29)
    assert (await feedback.reception.lapse(), feedback.store.log.read(count)) == (0, [(2,)])
    feedback.now = NOON + timedelta(days=28 + 30)
    assert (await feedback.reception.lapse(), feedback.store.log.read(count)) == (1, [(0,)])
    assert feedback.answers.round_of(tokens[1]) is None
    feedback.close()
    assert [said for said, _ in feedback.told()] == ["Fictional."]
