"""Answers of the public: links that are good once, and a wait that nobody can see through.

A link's token is worked out from a secret of the vault, so nobody has to keep it. Only its hash is
kept, outside the log, until it is used. What was answered waits, sealed, until ten answers do or
the round closes; everything that waits is written anew, in another order, whenever something is
added, so that neither an order nor a row's age tells which came last.
"""

import asyncio
import hmac
import logging
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from os import urandom
from random import SystemRandom
from typing import Any, Final
from uuid import uuid4

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.base import NotFound, Provenance, Rules
from domain.feedback import FeedbackRound, Mode, ResponseReceived, Waiting
from domain.feedback.decisions import RoundClosed, RoundOpened, TokensIssued
from domain.feedback.round import PUBLIC
from services.log import StoreUnavailable
from services.store import Store
from services.writer import Writer

SECRET: Final = "feedback"
TOKEN_BYTES: Final = 16
NONCE_BYTES: Final = 12
FLUSHED_AT: Final = 10
KEPT_AFTER: Final = timedelta(days=30)
EVERY_SECONDS: Final = 3600.0
TO_ALL: Final = 0
"""The batch of the one link of a round that is open to all."""

log = logging.getLogger(__name__)


class Answers:
    """Tokens and waiting answers of every round, in the transaction that the thread has open."""

    def __init__(self, store: Store, secret: Callable[[str], bytes]) -> None:
        self._store, self._make_secret = store, secret
        self._secret: bytes = b""
        self._random = SystemRandom()

    def prepare(self) -> None:
        """Have the secret before it is needed: the vault makes keys outside a transaction."""
        self._secret = self._make_secret(SECRET)

    def token(self, ref: str, batch: int, number: int) -> str:
        """The token of one link, always the same."""
        said = f"{ref} {batch} {number}".encode()
        digest = hmac.new(self._secret, said, sha256).digest()
        return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")

    def links(self, feedback: FeedbackRound, batch: int) -> list[str]:
        """The tokens of a batch, as they were handed out; those that are used too."""
        if not feedback.by_token:
            return [self.token(feedback.ref, TO_ALL, 0)]
        return [self.token(feedback.ref, batch, one) for one in range(feedback.issued[batch])]

    def keep_up(self, ref: str, decision: Any) -> None:
        """What a recorded decision means for tokens and for what waits."""
        match decision:
            case RoundOpened(mode=Mode.OPEN):
                self._add_token(_digest(self.token(ref, TO_ALL, 0)), ref, TO_ALL)
            case TokensIssued(batch=batch, count=count):
                digests = sorted(_digest(self.token(ref, batch, one)) for one in range(count))
                for digest in digests:
                    self._add_token(digest, ref, batch)
            case RoundClosed():
                self._store.log.execute("DELETE FROM feedback_tokens WHERE round = ?", ref)
                self._store.log.execute("DELETE FROM feedback_waiting WHERE round = ?", ref)

    def round_of(self, token: str) -> tuple[str, int] | None:
        """The round that a token is good for, and its batch; None once it is used, or never was."""
        rows = self._store.log.read(
            "SELECT round, batch FROM feedback_tokens WHERE digest = ?", _digest(token)
        )
        return (str(rows[0][0]), int(rows[0][1])) if rows else None

    def waiting(self, ref: str) -> Waiting:
        """Everything that waits, answers and tokens each in an order of their own."""
        opened = [orjson.loads(one) for one in self._opened(ref)]
        answers = [one["answer"] for one in opened if "answer" in one]
        batches = [one["batch"] for one in opened if "batch" in one]
        self._random.shuffle(answers)
        self._random.shuffle(batches)
        responses = tuple(ResponseReceived.model_validate(one) for one in answers)
        return Waiting(responses=responses, batches=tuple(batches))

    def add(self, ref: str, token: str, batch: int, given: ResponseReceived) -> int:
        """Keep an answer and use its token up; how many answers wait now."""
        things = [*self._opened(ref), orjson.dumps({"answer": given.model_dump(mode="json")})]
        if batch != TO_ALL:
            things.append(orjson.dumps({"batch": batch}))
            self._store.log.execute("DELETE FROM feedback_tokens WHERE digest = ?", _digest(token))
        self._keep(ref, things)
        return sum(b'"answer"' in one[:12] for one in things)

    def clear(self, ref: str) -> None:
        self._store.log.execute("DELETE FROM feedback_waiting WHERE round = ?", ref)

    def lapse(self, now: datetime) -> int:
        """Take away the hashes of links that stopped being good 30 days ago; of how many rounds.

        A round that was closed has none. What waits in one that nobody closes stays until it is.
        """
        rounds = self._store.log.read("SELECT DISTINCT round FROM feedback_tokens")
        lapsed = [ref for (ref,) in rounds if self._lapsed(ref, now)]
        for ref in lapsed:
            self._store.log.execute("DELETE FROM feedback_tokens WHERE round = ?", ref)
        return len(lapsed)

    def _lapsed(self, ref: str, now: datetime) -> bool:
        feedback = self._store.load(FeedbackRound, ref)
        return feedback.opened.closes_at + KEPT_AFTER <= now

    def _add_token(self, digest: str, ref: str, batch: int) -> None:
        self._store.log.execute(
            "INSERT INTO feedback_tokens (digest, round, batch) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            digest,
            ref,
            batch,
        )

    def _opened(self, ref: str) -> list[bytes]:
        rows = self._store.log.read("SELECT sealed FROM feedback_waiting WHERE round = ?", ref)
        return [self._open(ref, row[0]) for row in rows]

    def _keep(self, ref: str, things: list[bytes]) -> None:
        self.clear(ref)
        self._random.shuffle(things)
        for thing in things:
            self._store.log.execute(
                "INSERT INTO feedback_waiting (id, round, sealed) VALUES (?, ?, ?)",
                uuid4().hex,
                ref,
                self._seal(ref, thing),
            )

    def _seal(self, ref: str, thing: bytes) -> str:
        nonce = urandom(NONCE_BYTES)
        sealed = AESGCM(self._secret).encrypt(nonce, thing, ref.encode())
        return b64encode(nonce + sealed).decode()

    def _open(self, ref: str, sealed: str) -> bytes:
        raw = b64decode(sealed)
        return AESGCM(self._secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], ref.encode())


@dataclass(frozen=True)
class Reception:
    """Takes answers in, one after another with everything else that is recorded."""

    store: Store
    writer: Writer
    answers: Answers
    clock: Callable[[], datetime]

    def invited(self, token: str) -> FeedbackRound | None:
        """The round that a token opens now; None where it is used, over, or never was one."""
        found = self.answers.round_of(token)
        if found is None:
            return None
        try:
            feedback = self.store.load(FeedbackRound, found[0])
        except NotFound:
            return None
        return feedback if feedback.takes_answers(self.clock()) else None

    async def take(self, token: str, given: ResponseReceived) -> bool:
        """Whether the answer was kept: not where its token is used, over, or never was one.

        Refusal where an answer is none of the round's, or nothing is answered.
        """
        return await self.writer.run(lambda: self._take(token, given))

    async def run(self) -> None:
        """Let links lapse, again and again, for ever."""
        while True:
            try:
                await self.lapse()
            except StoreUnavailable as error:
                log.warning("old links are not taken away now: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def lapse(self) -> int:
        """Take away the links that stopped being good long ago; of how many rounds."""
        return await self.writer.run(lambda: self.answers.lapse(self.clock()))

    def _take(self, token: str, given: ResponseReceived) -> bool:
        found = self.answers.round_of(token)
        if found is None:
            return False
        ref, batch = found
        feedback = self.store.latest(FeedbackRound, ref)
        if not feedback.takes_answers(self.clock()):
            return False
        rules = Rules()
        feedback.require_answers(rules, given)
        rules.check()
        if self.answers.add(ref, token, batch, feedback.answered(given)) >= FLUSHED_AT:
            self._flush(feedback)
        return True

    def _flush(self, feedback: FeedbackRound) -> None:
        command, now = uuid4(), self.clock()
        by = Provenance(
            actor=PUBLIC,
            role=PUBLIC,
            command_id=command,
            correlation_id=command,
            occurred_at=now,
            recorded_at=now,
        )
        feedback.take_in(self.answers.waiting(feedback.ref), by)
        self.store.record(feedback)
        self.answers.clear(feedback.ref)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
