"""Who may sign in: local accounts, sessions that can be ended, tokens for programs, saved views."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    MetaData,
    Row,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

metadata = MetaData()
people = Table(
    "people",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("region", Text),
    Column("officer", Text),
    Column("password", Text),
)
credentials = Table(
    "credentials",
    metadata,
    Column("secret_sha256", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("last_seen", DateTime, nullable=False),
)
saved_views = Table(
    "saved_views",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)

SESSION, TOKEN = "session", "token"
SHOWN = 16  # so much of a hash names a credential, and is no secret
IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
WRONG_WITHIN, MOST_WRONG = timedelta(minutes=1), 5


class TooManyAttempts(Exception):
    """Somebody tried too many wrong passwords for one name; wait a minute."""


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. `officer` is their reference on the rota, where they have one.

    The rest says how they came with this request; it does not make them anybody else.
    """

    ref: str
    name: str
    role: str
    region: str | None = None
    officer: str | None = None
    credential: str = field(default="", compare=False)
    program: bool = field(default=False, compare=False)
    standing_purpose: str = field(default="", compare=False)
    scope: str = field(default="write", compare=False)
    attended: bool = field(default=True, compare=False)
    asked: bool = field(default=False, compare=False)

    @property
    def actor(self) -> str:
        """The reference under which their decisions are recorded."""
        return self.officer or self.ref


class People:
    """Accounts and how they are recognised. Only hashes of secrets are stored."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._wrong: dict[str, list[datetime]] = {}

    @cached_property
    def _nobody(self) -> str:
        """A hash that no password has, so that an unknown name takes as long as a known one."""
        return self._hasher.hash(token_urlsafe(16))

    def prepare(self) -> None:
        metadata.create_all(self._engine)

    def enrol(self, person: Person, password: str | None = None) -> None:
        """Add an account, or replace what is known of it; without a password it cannot sign in."""
        row = {
            "ref": person.ref,
            "name": person.name,
            "role": person.role,
            "region": person.region,
            "officer": person.officer,
            "password": self._hasher.hash(password) if password else None,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(people).where(people.c.ref == person.ref))
            connection.execute(insert(people), row)

    def everyone(self) -> list[Person]:
        with self._engine.connect() as connection:
            return [_person(row) for row in connection.execute(select(people).order_by("ref"))]

    def find(self, ref: str) -> Person | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.ref == ref)).first()
        return _person(row) if row is not None else None

    def sign_in(self, ref: str, password: str) -> str | None:
        """A new session's secret, or None; takes as long for a name that nobody has.

        TooManyAttempts after five wrong passwords for a name within a minute.
        """
        self._slow_down(ref)
        with self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.ref == ref)).first()
        expected = row.password if row is not None and row.password else self._nobody
        matches = self._hasher.verify(password, expected)
        if matches and row is not None:
            return self._issue(SESSION, ref)
        self._wrong.setdefault(ref, []).append(self._clock())
        return None

    def issue_token(self, ref: str) -> str:
        """A new token with which a program acts as this person."""
        return self._issue(TOKEN, ref)

    def by_session(self, secret: str, *, in_use: bool = True) -> Person | None:
        """The person of a session, unless it was idle for half an hour.

        A page that asks by itself is not use: an open page keeps nobody signed in.
        """
        return self._recognise(SESSION, secret, in_use)

    def by_token(self, secret: str) -> Person | None:
        return self._recognise(TOKEN, secret)

    def sign_out(self, secret: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                delete(credentials).where(credentials.c.secret_sha256 == _sha256(secret))
            )

    def views_of(self, person: Person) -> dict[str, str]:
        """The filters that a person saved: name to query string."""
        query = select(saved_views.c.name, saved_views.c.query).where(
            saved_views.c.person == person.ref
        )
        with self._engine.connect() as connection:
            return {name: saved for name, saved in connection.execute(query.order_by("name"))}

    def save_view(self, person: Person, name: str, query: str) -> None:
        self.drop_view(person, name)
        with self._engine.begin() as connection:
            row = {"person": person.ref, "name": name, "query": query}
            connection.execute(insert(saved_views), row)

    def drop_view(self, person: Person, name: str) -> None:
        chosen = (saved_views.c.person == person.ref) & (saved_views.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(delete(saved_views).where(chosen))

    def _issue(self, kind: str, ref: str) -> str:
        secret = token_urlsafe(32)
        row = {
            "secret_sha256": _sha256(secret),
            "kind": kind,
            "person": ref,
            "last_seen": _naive(self._clock()),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(credentials), row)
        return secret

    def _recognise(self, kind: str, secret: str, in_use: bool = True) -> Person | None:
        """Looked up for every request, so that what changes holds from the next one on."""
        now, hashed = _naive(self._clock()), _sha256(secret)
        query = (
            select(people, credentials.c.last_seen)
            .join(credentials, credentials.c.person == people.c.ref)
            .where(credentials.c.secret_sha256 == hashed, credentials.c.kind == kind)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or (kind == SESSION and now - row.last_seen > IDLE):
            return None
        if in_use and now - row.last_seen > SEEN_EVERY:
            self._touch(secret, now)
        return replace(_person(row), credential=hashed[:SHOWN], program=kind == TOKEN)

    def _slow_down(self, ref: str) -> None:
        since = self._clock() - WRONG_WITHIN
        recent = [moment for moment in self._wrong.pop(ref, []) if moment > since]
        if recent:
            self._wrong[ref] = recent
        if len(recent) >= MOST_WRONG:
            raise TooManyAttempts(ref)

    def _touch(self, secret: str, now: datetime) -> None:
        seen = update(credentials).where(credentials.c.secret_sha256 == _sha256(secret))
        with self._engine.begin() as connection:
            connection.execute(seen.values(last_seen=now))


def _person(row: Row[Any]) -> Person:
    return Person(row.ref, row.name, row.role, row.region, row.officer)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _sha256(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
