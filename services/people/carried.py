"""What a browser must bring back from another page: sealed here under a secret that it keeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from os import urandom
from secrets import token_urlsafe

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, delete, insert, select

from services.people.tables import carried, hashed, naive

LASTS = timedelta(minutes=10)
NONCE = 12


class Carried:
    """Held for ten minutes, read once, by whichever process; unreadable without the secret."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def keep(self, plain: bytes) -> str:
        """The secret with which it can be taken out again, once."""
        secret, nonce, now = token_urlsafe(32), urandom(NONCE), naive(self._clock())
        sealed = nonce + _cipher(secret).encrypt(nonce, plain, None)
        row = {"secret_sha256": hashed(secret), "sealed": sealed, "ends": now + LASTS}
        with self._engine.begin() as connection:
            connection.execute(delete(carried).where(carried.c.ends <= now))
            connection.execute(insert(carried), row)
        return secret

    def take(self, secret: str) -> bytes | None:
        now, this = naive(self._clock()), carried.c.secret_sha256 == hashed(secret)
        with self._engine.begin() as connection:
            sealed = connection.scalar(select(carried.c.sealed).where(this, carried.c.ends > now))
            gone = connection.execute(delete(carried).where(this)).rowcount
        if sealed is None or not gone:
            return None
        return _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], None)


def _cipher(secret: str) -> AESGCM:
    return AESGCM(sha256(f"box1 carried {secret}".encode()).digest())
