"""The postman: takes what waits in the outbox to the mail server, again and again."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Final, TypeAlias

from services.mail.outbox import Due, Outbox, Sent
from services.mail.smtp import MailServer, Post, Postponed, Refused

EVERY_SECONDS: Final = 5.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
Compose: TypeAlias = Callable[[Due], EmailMessage | None]

log = logging.getLogger(__name__)


@dataclass
class Mailer:
    """Several may run: each message is claimed before it is sent.

    `compose` writes a message when it is sent; None where nobody is to get it any more. Without a
    server nothing is queued. Nothing that is logged names anybody.
    """

    outbox: Outbox
    server: MailServer | None
    compose: Compose
    clock: Callable[[], datetime]
    _again_at: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)
    _pause: timedelta = field(default=FIRST_PAUSE, init=False)

    async def run(self) -> None:
        """Look again and again, for ever."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:
                log.warning("mail waits: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    def look(self) -> int:
        """Queue what was published, and send what is due; how many messages were sent."""
        now = self.clock()
        self.outbox.fill(now, queue=self.server is not None)
        if self.server is None or now < self._again_at:
            return 0
        due = self.outbox.due(now)
        return self._send(self.server, due, now) if due else 0

    def _send(self, server: MailServer, due: list[Due], now: datetime) -> int:
        sent = 0
        try:
            with Post.at(server) as post:
                for one in due:
                    sent += self._hand_in(post, one, now)
        except OSError as error:
            log.warning("the mail server does not answer: %s", type(error).__name__)
            self._again_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        else:
            self._pause = FIRST_PAUSE
        return sent

    def _hand_in(self, post: Post, due: Due, now: datetime) -> bool:
        if not self.outbox.claim(due, now):
            return False
        message = self.compose(due)
        if message is None:
            self.outbox.settle(due, Sent.DROPPED)
            return False
        try:
            post.hand_in(message)
        except Refused as error:
            code = int(error.args[0])
            log.warning("a message was refused for good: %s", code)
            self.outbox.settle(due, Sent.REFUSED)
            return False
        except (Postponed, OSError) as error:
            self.outbox.later(due, now)
            if isinstance(error, OSError):
                raise
            return False
        self.outbox.settle(due, Sent.SENT)
        return True
