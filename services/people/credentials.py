"""Sessions, tokens, devices, calendar addresses: secrets that stand for somebody until they end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, bindparam, delete, func, insert, select, update

from services.people.person import WRITE, Must, Person
from services.people.sealed_words import SealedWords
from services.people.tables import aware, credentials, hashed, naive, people

SHOWN = 16  # so much of a hash names a credential, and is no secret
IDLE, LONGEST_SESSION = timedelta(minutes=30), timedelta(hours=12)
HALF_SIGNED_IN = timedelta(minutes=5)
DEVICE_KNOWN = timedelta(days=180)
SEEN_EVERY = timedelta(minutes=1)
TOKEN_DAYS, MOST_TOKEN_DAYS = 90, 366


class Kind(StrEnum):
    """What a secret is good for. HALF has the password behind it, and awaits the second factor."""

    SESSION = "session"
    HALF = "half"
    TOKEN = "token"
    DEVICE = "device"
    CALENDAR = "calendar"


LASTING = frozenset({Kind.TOKEN, Kind.CALENDAR})
"""They may be without an end."""


@dataclass(frozen=True, kw_only=True)
class Credential:
    """A session or a token as its owner sees it listed; `id` is no secret."""

    id: str
    person: str
    label: str
    began: datetime
    last_seen: datetime
    ends: datetime | None
    scope: str
    purpose: str


class Credentials:
    """Only hashes of secrets are stored, so nobody who reads the database can use one."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        words: SealedWords,
        *,
        demanding: bool = False,
    ) -> None:
        """`demanding` where a password alone is not enough to do anything with."""
        self._engine, self._clock, self._words = engine, clock, words
        self._demanding = demanding

    def issue(
        self,
        kind: Kind,
        ref: str,
        lasts: timedelta | None,
        *,
        label: str = "",
        scope: str = WRITE,
        purpose: str = "",
    ) -> str:
        """A new secret, told once."""
        secret, now = token_urlsafe(32), naive(self._clock())
        row = {
            "secret_sha256": hashed(secret),
            "kind": kind.value,
            "person": ref,
            "last_seen": now,
            "began": now,
            "ends": now + lasts if lasts else None,
            "label": self._words.over(ref, label),
            "scope": scope,
            "purpose": self._words.over(ref, purpose),
        }
        with self._engine.begin() as connection:
            connection.execute(delete(credentials).where(credentials.c.ends <= now))
            connection.execute(insert(credentials), row)
        return secret

    def recognise(self, kind: Kind, secret: str, *, in_use: bool = True) -> Person | None:
        """Looked up for every request, so that what changes holds from the next one on."""
        now = naive(self._clock())
        with self._engine.connect() as connection:
            row = connection.execute(_WHO, {"secret": hashed(secret), "kind": kind.value}).first()
        if row is None or _over(row, kind, now):
            return None
        if in_use and now - row.last_seen > SEEN_EVERY:
            self._touch(secret, now)
        return replace(
            person_of(row),
            credential=hashed(secret)[:SHOWN],
            program=kind == Kind.TOKEN,
            scope=row.scope or WRITE,
            standing_purpose=self._words.under(row.ref, row.purpose),
            must=self._must(row) if kind == Kind.SESSION else None,
        )

    def _must(self, row: Row[Any]) -> Must | None:
        """Whoever signs in with their organisation has no password here, and nothing to do."""
        if not row.has_password:
            return None
        if row.first_until is not None:
            return Must.CHOOSE_PASSWORD
        return Must.ADD_SECOND_FACTOR if self._demanding and row.one_factor else None

    def known(self, kind: Kind, secret: str, ref: str) -> str | None:
        """The id of a secret that is this person's, where it is."""
        person = self.recognise(kind, secret) if secret else None
        return person.credential if person is not None and person.ref == ref else None

    def of(self, ref: str, kind: Kind) -> list[Credential]:
        """Somebody's, the last used first."""
        query = select(credentials).where(
            credentials.c.person == ref, credentials.c.kind == kind.value
        )
        now = naive(self._clock())
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(credentials.c.last_seen.desc())).all()
        return [self._listed(row) for row in rows if not _over(row, kind, now)]

    def end(self, secret: str) -> None:
        self._end(credentials.c.secret_sha256 == hashed(secret))

    def end_one(self, ref: str, id: str) -> bool:
        """End one of somebody's by its id; whether there was one."""
        named = func.substr(credentials.c.secret_sha256, 1, SHOWN) == id
        return self._end(credentials.c.person == ref, named) > 0

    def end_all(self, ref: str, *kinds: Kind, but: str = "") -> None:
        """End all of somebody's of these kinds, but for the one with this id."""
        named = func.substr(credentials.c.secret_sha256, 1, SHOWN) == but
        these = credentials.c.kind.in_([kind.value for kind in kinds])
        self._end(credentials.c.person == ref, these, ~named)

    def _listed(self, row: Row[Any]) -> Credential:
        return Credential(
            id=row.secret_sha256[:SHOWN],
            person=row.person,
            label=self._words.under(row.person, row.label),
            began=aware(row.began or row.last_seen),
            last_seen=aware(row.last_seen),
            ends=aware(row.ends) if row.ends is not None else None,
            scope=row.scope or WRITE,
            purpose=self._words.under(row.person, row.purpose),
        )

    def _end(self, *which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(credentials).where(*which)).rowcount

    def _touch(self, secret: str, now: datetime) -> None:
        seen = update(credentials).where(credentials.c.secret_sha256 == hashed(secret))
        with self._engine.begin() as connection:
            connection.execute(seen.values(last_seen=now))


def person_of(row: Row[Any]) -> Person:
    return Person(row.ref, row.name, row.role, row.region, row.officer)


def _over(row: Row[Any], kind: Kind, now: datetime) -> bool:
    """A session of an earlier box1 without an end is over."""
    if kind == Kind.SESSION and now - row.last_seen > IDLE:
        return True
    return row.ends <= now if row.ends is not None else kind not in LASTING


def _who() -> Any:
    columns = ("ref", "name", "role", "region", "officer", "first_until")
    came = ("last_seen", "ends", "scope", "purpose")
    return (
        select(
            *(people.c[name] for name in columns),
            *(credentials.c[name] for name in came),
            people.c.password.is_not(None).label("has_password"),
            people.c.second_factor.is_(None).label("one_factor"),
        )
        .join(credentials, credentials.c.person == people.c.ref)
        .where(
            credentials.c.secret_sha256 == bindparam("secret"),
            credentials.c.kind == bindparam("kind"),
            people.c.left_at.is_(None),
        )
    )


_WHO = _who()
