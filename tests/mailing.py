"""A real mail server for the tests: it keeps what it takes, and refuses whom it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class MailRoom:
    """What arrived, by address; `answers` says what else than 250 an address is answered."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _ in self.arrived)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        message: Any = message_from_bytes(content, policy=default)
        self.arrived += [(address, message) for address in envelope.rcpt_tos]
        return "250 taken"


@contextmanager
def mail_server(room: MailRoom, port: int | None = None) -> Iterator[str]:
    """Its address; it is away again when the block ends."""
    controller = Controller(room, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()
