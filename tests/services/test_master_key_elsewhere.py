"""A master key that another process keeps, as a key management service would: the same port."""

import secrets
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

import pytest
from sqlalchemy import Engine

from services.key_rotation import Rotation, standing_of
from services.master_key import LENGTH, KeyWrapper, MasterKeyWrong, Masters
from services.vault import Vault
from tests.services.keepers import DAY, beside, engine_of

STREAM, THEM, OTHER = "INC-2030-0001", "STK-0001", "STK-0002"


class Service:
    """Keeps masters in its own memory; it hands out what it wrapped or unwrapped, never them."""

    def __init__(self) -> None:
        self._keys = [secrets.token_bytes(LENGTH)]

    def epochs(self) -> tuple[str, ...]:
        return Masters(self._keys).epochs

    def wrap(self, key: bytes, name: str) -> tuple[str, bytes]:
        return Masters(self._keys).wrap(key, name)

    def unwrap(self, epoch: str, wrapped: bytes, name: str) -> bytes:
        return Masters(self._keys).unwrap(epoch, wrapped, name)

    def renew(self) -> None:
        self._keys.insert(0, secrets.token_bytes(LENGTH))

    def retire(self) -> None:
        del self._keys[1:]


def serving(pipe: Connection) -> None:
    """The other process: answers until it is ended."""
    service = Service()
    while True:
        called, given = pipe.recv()
        try:
            pipe.send(getattr(service, called)(*given))
        except MasterKeyWrong as error:
            pipe.send(error)


class Elsewhere:
    """The port over a pipe: nothing of a master is ever in this process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    @property
    def epochs(self) -> tuple[str, ...]:
        epochs: tuple[str, ...] = self._ask("epochs")
        return epochs

    def wrap(self, key: bytes, name: str) -> tuple[str, bytes]:
        wrapped: tuple[str, bytes] = self._ask("wrap", key, name)
        return wrapped

    def unwrap(self, epoch: str, wrapped: bytes, name: str) -> bytes:
        key: bytes = self._ask("unwrap", epoch, wrapped, name)
        return key

    def reload(self) -> None:
        """Every question is asked anew."""

    def renew(self) -> None:
        self._ask("renew")

    def retire(self) -> None:
        self._ask("retire")

    def _ask(self, called: str, *given: Any) -> Any:
        self._pipe.send((called, given))
        answer = self._pipe.recv()
        if isinstance(answer, MasterKeyWrong):
            raise answer
        return answer


@pytest.fixture
def masters() -> Iterator[KeyWrapper]:
    with beside(serving) as (pipe, _):
        yield Elsewhere(pipe)


@pytest.fixture
def engine(keys_url: str) -> Engine:
    return engine_of(keys_url)


def vault_on(engine: Engine, masters: KeyWrapper) -> Vault:
    vault = Vault(engine, masters, lambda: DAY)
    vault.prepare()
    return vault


def test_a_vault_seals_opens_and_destroys(engine: Engine, masters: KeyWrapper) -> None:
    stream = vault_on(engine, masters).of_stream(STREAM)
    mine, other = stream.seal((THEM,), b"a secret"), stream.seal((OTHER,), b"another")
    later = vault_on(engine, masters)
    assert later.of_stream(STREAM).open((THEM,), mine) == b"a secret"
    later.destroy(STREAM, THEM)

    assert later.of_stream(STREAM).open((THEM,), mine) == DAY.date()
    assert later.of_stream(STREAM).open((OTHER,), other) == b"another"


def test_its_master_is_rotated(engine: Engine, masters: KeyWrapper) -> None:
    vault = vault_on(engine, masters)
    sealed, [old] = vault.of_stream(STREAM).seal((THEM,), b"a secret"), masters.epochs
    assert Rotation(vault.table).run() == 1

    assert vault_on(engine, masters).of_stream(STREAM).open((THEM,), sealed) == b"a secret"
    assert standing_of(vault.table).wrapped == {masters.epochs[0]: 1}
    assert len(masters.epochs) == 1
    assert old not in masters.epochs


def test_what_it_wrapped_is_of_no_use_without_it(engine: Engine, masters: KeyWrapper) -> None:
    vault_on(engine, masters).of_stream(STREAM).seal((THEM,), b"a secret")
    with beside(serving) as (pipe, _), pytest.raises(MasterKeyWrong):
        Vault(engine, Elsewhere(pipe)).of_stream(STREAM).open((THEM,), b"x" * 40)
