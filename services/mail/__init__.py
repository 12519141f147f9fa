"""Mail: to whom, what waits to be sent, and the way to the server that takes it."""

from services.mail.outbox import Due, Outbox, Sent
from services.mail.recipients import Recipient, Recipients, is_address
from services.mail.sending import Mailer
from services.mail.smtp import MailServer, Post, Refused, read_server

__all__ = [
    "Due",
    "MailServer",
    "Mailer",
    "Outbox",
    "Post",
    "Recipient",
    "Recipients",
    "Refused",
    "Sent",
    "is_address",
    "read_server",
]
