"""The way to the mail server: TLS where it is offered, and a password over TLS alone."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

PATIENCE: Final = 10.0
PORTS: Final = {"smtp": 25, "smtps": 465}
PERMANENT: Final = range(500, 600)


class Refused(Exception):
    """The server takes this message never."""


class Postponed(Exception):
    """The server does not take this message now."""


@dataclass(frozen=True, repr=False)
class MailServer:
    """Where mail is handed in, read from its address; what signs in there is never printed."""

    host: str
    port: int
    encrypted: bool
    user: str | None = None
    password: str | None = None


def read_server(url: str) -> MailServer:
    """ValueError where `smtp://user:password@host:port` cannot be read."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("must be smtp://host:port or smtps://host:port")
    user, password = parts.username, parts.password
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        encrypted=parts.scheme == "smtps",
        user=unquote(user) if user else None,
        password=unquote(password) if password else None,
    )


class Post:
    """An open connection to the mail server."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def at(cls, server: MailServer) -> Iterator["Post"]:
        """OSError where it is away, or does not let us in."""
        connection = _connected(server)
        try:
            yield cls(connection)
        finally:
            with suppress(OSError):
                connection.quit()
            connection.close()

    def hand_in(self, message: EmailMessage) -> None:
        """Refused or Postponed where the server says so; OSError where it goes away."""
        try:
            self._connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _), *_] = error.recipients.values()
            raise (Refused if code in PERMANENT else Postponed)(code) from None
        except smtplib.SMTPDataError as error:
            code = error.smtp_code
            raise (Refused if code in PERMANENT else Postponed)(code) from None


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.encrypted:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        connection.ehlo()
        encrypted = server.encrypted
        if not encrypted and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            encrypted = True
        if server.user is not None:
            _sign_in(connection, server, encrypted=encrypted)
    except BaseException:
        connection.close()
        raise
    return connection


def _sign_in(connection: smtplib.SMTP, server: MailServer, *, encrypted: bool) -> None:
    if not encrypted:
        raise ConnectionError("the mail server offers no TLS: no password is sent to it")
    connection.login(server.user or "", server.password or "")
