"""The keys of personal data: one per subject and stream, wrapped by a master key kept elsewhere."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import urandom
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Engine, LargeBinary, MetaData, Table, Text, insert, select

NONCE = 12
KEEP_STREAMS = 2_000

metadata = MetaData()
subject_keys = Table(
    "subject_keys",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("wrapped", LargeBinary),
)


class KeyGone(Exception):
    """New personal data was offered about somebody whose key was destroyed."""


@dataclass(frozen=True)
class StreamVault:
    """The vault as one stream sees it."""

    vault: "Vault"
    stream: str

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        nonce = urandom(NONCE)
        return nonce + self.vault.cipher(self.stream, about).encrypt(nonce, plain, None)

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | None:
        try:
            cipher = self.vault.cipher(self.stream, about, create=False)
        except KeyGone:
            return None
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)


class Vault:
    """Gives each (subject, stream) a key of its own; a key that is destroyed never comes back.

    Text about several subjects is sealed under all of their keys together: when one is gone,
    the text is gone. Keys commit before the events that need them, so no event is ever unreadable.
    """

    def __init__(self, engine: Engine, master: bytes) -> None:
        self._engine, self._master, self._lock = engine, AESGCM(master), Lock()
        self._streams: OrderedDict[str, dict[str, bytes | None]] = OrderedDict()
        self._ciphers: dict[tuple[str, tuple[str, ...]], AESGCM] = {}
        self._waiting: list[dict[str, Any]] | None = None

    def prepare(self) -> None:
        metadata.create_all(self._engine)

    def of_stream(self, stream: str) -> StreamVault:
        return StreamVault(self, stream)

    @contextmanager
    def together(self) -> Iterator[None]:
        """New keys commit together where the block ends; one that fails leaves none behind.

        For the writer, which ends it before its events commit, and is alone in making keys.
        """
        self._waiting = []
        try:
            yield
            self._keep(*self._waiting)
        except BaseException:
            self._forget({row["stream"] for row in self._waiting})
            raise
        finally:
            self._waiting = None

    def cipher(self, stream: str, about: tuple[str, ...], *, create: bool = True) -> AESGCM:
        """The cipher of these subjects together; KeyGone where one of their keys is missing."""
        with self._lock:
            known = self._ciphers.get((stream, about))
            return known or self._derive(stream, about, create)

    def _derive(self, stream: str, about: tuple[str, ...], create: bool) -> AESGCM:
        keys = self._streams.get(stream, {})
        if not keys.keys() >= {*about}:
            keys = self._remember(stream, self._load(stream))
        together = b"".join(self._key(keys, stream, subject, create) for subject in about)
        info = "\n".join((stream, *about)).encode()
        cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(together))
        if len(self._ciphers) > KEEP_STREAMS * 8:
            self._ciphers.clear()
        self._ciphers[stream, about] = cipher
        return cipher

    def _key(self, keys: dict[str, bytes | None], stream: str, subject: str, create: bool) -> bytes:
        key = keys.get(subject)
        if key is None and (subject in keys or not create):
            raise KeyGone(stream)
        if key is None:
            key = keys[subject] = self._new_key(stream, subject)
        return key

    def _remember(self, stream: str, keys: dict[str, bytes | None]) -> dict[str, bytes | None]:
        self._streams[stream] = keys
        if len(self._streams) > KEEP_STREAMS:
            self._streams.popitem(last=False)
        return keys

    def _load(self, stream: str) -> dict[str, bytes | None]:
        query = select(subject_keys.c.subject, subject_keys.c.wrapped).where(
            subject_keys.c.stream == stream
        )
        with self._engine.connect() as connection:
            rows = {subject: wrapped for subject, wrapped in connection.execute(query)}
        waiting = (row for row in self._waiting or () if row["stream"] == stream)
        rows |= {row["subject"]: row["wrapped"] for row in waiting}
        return {who: self._unwrap(stream, who, wrapped) for who, wrapped in rows.items()}

    def _new_key(self, stream: str, subject: str) -> bytes:
        key, nonce = AESGCM.generate_key(256), urandom(NONCE)
        wrapped = nonce + self._master.encrypt(nonce, key, f"{stream}\n{subject}".encode())
        row = {"stream": stream, "subject": subject, "wrapped": wrapped}
        if self._waiting is None:
            self._keep(row)
        else:
            self._waiting.append(row)
        return key

    def _keep(self, *rows: dict[str, Any]) -> None:
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(subject_keys), rows)

    def _forget(self, streams: set[str]) -> None:
        with self._lock:
            for stream in streams:
                self._streams.pop(stream, None)
            self._ciphers = {of: c for of, c in self._ciphers.items() if of[0] not in streams}

    def _unwrap(self, stream: str, subject: str, wrapped: bytes | None) -> bytes | None:
        if wrapped is None:
            return None
        name = f"{stream}\n{subject}".encode()
        return self._master.decrypt(wrapped[:NONCE], wrapped[NONCE:], name)
