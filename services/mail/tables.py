"""The tables of mail: who is written to, what waits, and how far the log was read."""

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, Table, Text

metadata = MetaData()
recipients = Table(
    "mail_recipients",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)
outbox = Table(
    "mail_outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ref", Text, nullable=False, index=True),
    Column("audience", Text, nullable=False),
    Column("recipient", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", DateTime, nullable=False),
    Index("mail_outbox_due", "state", "next_at"),
)
progress = Table(
    "mail_progress",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)
