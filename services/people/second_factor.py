"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

from collections.abc import Callable
from datetime import date, datetime
from hmac import compare_digest
from typing import Protocol

from pyotp import TOTP, random_base32
from sqlalchemy import Engine, delete, insert, or_, select, update

from services.people.passwords import Cost, Passwords, readable
from services.people.tables import people, recovery_codes

ISSUER, PERIOD_SECONDS = "box1", 30
CODES, GROUPS = 10, 2


class Sealer(Protocol):
    """Where secrets that must be read again are sealed, under a key for each person."""

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes: ...

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | date | None: ...


class SecondFactor:
    """One shared secret a person. A code holds once: neither it nor an earlier one again."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], sealer: Sealer, cost: Cost
    ) -> None:
        self._engine, self._clock, self._sealer = engine, clock, sealer
        self._hashes = Passwords(cost)

    def in_use(self, ref: str) -> bool:
        return self._read(ref, "second_factor") is not None

    def offer(self, ref: str) -> str:
        """A new secret to be put into an app; it counts once a code of it was given."""
        secret = random_base32()
        self._set(ref, second_factor_offered=self._sealer.seal((ref,), secret.encode()))
        return secret

    def offered(self, ref: str) -> str | None:
        return self._open(ref, "second_factor_offered")

    def address(self, ref: str, secret: str) -> str:
        """What the square picture says to an app."""
        return TOTP(secret).provisioning_uri(name=ref, issuer_name=ISSUER)

    def confirm(self, ref: str, code: str) -> list[str] | None:
        """Take the offered secret into use: the recovery codes, or None where the code is wrong."""
        secret = self.offered(ref)
        step = self._step(secret, code) if secret else None
        if secret is None or step is None:
            return None
        sealed = self._sealer.seal((ref,), secret.encode())
        self._set(ref, second_factor=sealed, second_factor_offered=None, last_step=step)
        return self.new_recovery_codes(ref)

    def remove(self, ref: str) -> None:
        self._set(ref, second_factor=None, second_factor_offered=None, last_step=None)
        with self._engine.begin() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.person == ref))

    def new_recovery_codes(self, ref: str) -> list[str]:
        """Ten new codes in place of those before; told once."""
        codes = [readable(GROUPS) for _ in range(CODES)]
        rows = [{"person": ref, "code": self._hashes.hash(_plain(code))} for code in codes]
        with self._engine.begin() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.person == ref))
            connection.execute(insert(recovery_codes), rows)
        return codes

    def recovery_codes_left(self, ref: str) -> int:
        return len(self._codes(ref))

    def accepts(self, ref: str, code: str) -> bool:
        """Whether this is the code of now, or one of the recovery codes; either only once."""
        typed = _plain(code)
        return self._use_code(ref, typed) if typed.isdigit() else self._use_recovery(ref, typed)

    def _use_code(self, ref: str, code: str) -> bool:
        secret = self._open(ref, "second_factor")
        step = self._step(secret, code) if secret else None
        if step is None:
            return False
        unused = or_(people.c.last_step.is_(None), people.c.last_step < step)
        taken = update(people).where(people.c.ref == ref, unused).values(last_step=step)
        with self._engine.begin() as connection:
            return connection.execute(taken).rowcount == 1

    def _use_recovery(self, ref: str, typed: str) -> bool:
        kept = next((each for each in self._codes(ref) if self._hashes.matches(typed, each)), "")
        used = recovery_codes.c.person == ref, recovery_codes.c.code == kept
        with self._engine.begin() as connection:
            return connection.execute(delete(recovery_codes).where(*used)).rowcount == 1

    def _step(self, secret: str, code: str) -> int | None:
        """Which half minute a code belongs to: this one, or the one before or after it."""
        now, typed = int(self._clock().timestamp()) // PERIOD_SECONDS, _plain(code)
        codes = TOTP(secret, interval=PERIOD_SECONDS)
        steps = (now + aside for aside in (-1, 0, 1))
        return next((step for step in steps if _alike(codes.generate_otp(step), typed)), None)

    def _codes(self, ref: str) -> list[str]:
        query = select(recovery_codes.c.code).where(recovery_codes.c.person == ref)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def _open(self, ref: str, column: str) -> str | None:
        sealed = self._read(ref, column)
        plain = self._sealer.open((ref,), sealed) if sealed is not None else None
        return plain.decode() if isinstance(plain, bytes) else None

    def _read(self, ref: str, column: str) -> bytes | None:
        with self._engine.connect() as connection:
            return connection.scalar(select(people.c[column]).where(people.c.ref == ref))

    def _set(self, ref: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(people).where(people.c.ref == ref).values(**values))


def _plain(code: str) -> str:
    """As it was meant: without the spaces and dashes that make it easier to read."""
    return "".join(each for each in code.casefold() if each.isalnum())[:64]


def _alike(expected: str, typed: str) -> bool:
    return compare_digest(expected.encode(), typed.encode())
