"""The addresses of those who asked to be forgotten: known again when they are seen, never read."""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from sqlalchemy import Column, Engine, MetaData, Table, Text, select
from sqlalchemy.dialects import postgresql, sqlite

SECRET = "suppression"
INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
NUMBER = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")

metadata = MetaData()
suppressed = Table(
    "suppressed_addresses",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("since", Text, nullable=False),
)


class Suppression:
    """A list of keyed hashes: whoever has it, and not the key, learns no address from it."""

    def __init__(
        self, engine: Engine, secret: Callable[[str], bytes], clock: Callable[[], datetime]
    ) -> None:
        self._engine, self._make_secret, self._clock = engine, secret, clock

    def prepare(self) -> None:
        metadata.create_all(self._engine)

    def add(self, addresses: Iterable[str]) -> None:
        """Put addresses on the list; those that stand on it already stay as they are."""
        since = self._clock().date().isoformat()
        rows = [{"digest": self._digest(one), "since": since} for one in addresses if plain(one)]
        if not rows:
            return
        with self._engine.begin() as connection:
            insert = INSERT[connection.dialect.name]
            connection.execute(insert(suppressed).on_conflict_do_nothing(), rows)

    def holds(self, address: str) -> bool:
        """Whether somebody who asked to be forgotten used this address."""
        if not plain(address):
            return False
        query = select(suppressed.c.digest).where(suppressed.c.digest == self._digest(address))
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def _digest(self, address: str) -> str:
        return hmac.new(self._secret, plain(address).encode(), sha256).hexdigest()

    @cached_property
    def _secret(self) -> bytes:
        return self._make_secret(SECRET)


def plain(address: str) -> str:
    """An address as it is compared: in small letters, a telephone number by its digits alone."""
    folded = " ".join(normalize("NFKC", address).casefold().split())
    if not NUMBER.fullmatch(folded):
        return folded.removeprefix("mailto:")
    digits = re.sub(r"\D", "", folded.replace("(0)", ""))
    for country in ("0044", "44") if len(digits) > 11 else ():
        if digits.startswith(country):
            return "0" + digits.removeprefix(country)
    return digits
