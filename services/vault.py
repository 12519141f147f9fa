"""The keys of personal data: one per subject and stream, wrapped by a master key kept elsewhere."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from os import urandom
from threading import Lock, local
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Engine

from domain.sealing import key_ref
from services.key_table import NO_DAY, Key, KeyTable
from services.master_key import KeyWrapper
from services.uninterrupted import uninterrupted

NONCE = 12
KEEP_STREAMS = 2_000
LOOK_EVERY = 1.0
KEY_MISSING: Final = NO_DAY
"""What `open` answers where there is no key, and none was destroyed: an old backup of the keys."""

Of: TypeAlias = tuple[str, tuple[str, ...]]
Cipher: TypeAlias = AESGCM | date

log = logging.getLogger(__name__)


class KeyGone(Exception):
    """New personal data was offered about somebody whose key was destroyed."""


@dataclass(frozen=True)
class StreamVault:
    """The vault as one stream sees it."""

    vault: "Vault"
    stream: str

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        cipher, nonce = self.vault.cipher(self.stream, about), urandom(NONCE)
        if isinstance(cipher, date):
            raise KeyGone(self.stream)
        return nonce + cipher.encrypt(nonce, plain, None)

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | date:
        """The plain text, or the day (UTC) on which the key of somebody it is about was lost."""
        cipher = self.vault.cipher(self.stream, about, create=False)
        return cipher if isinstance(cipher, date) else _opened(cipher, sealed)


@dataclass
class _Together:
    """What one thread makes and finds in a block, and the generation that it began in."""

    seen: int | None
    keys: dict[tuple[str, str], bytes] = field(default_factory=dict)
    ciphers: dict[Of, Cipher] = field(default_factory=dict)
    loaded: dict[str, dict[str, Key]] = field(default_factory=dict)


class Vault:
    """Gives each (subject, stream) a key of its own; a key that is destroyed never comes back.

    Text about several subjects is sealed under all of their keys together: when one is gone,
    the text is gone. Keys commit before the events that need them, so no event is ever unreadable.
    Every process that holds keys runs `watch`, and so forgets them soon after any destroys one.
    """

    def __init__(
        self,
        engine: Engine,
        masters: KeyWrapper,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.table, self._clock, self._lock = KeyTable(engine, masters), clock, Lock()
        self._streams: OrderedDict[str, dict[str, Key]] = OrderedDict()
        self._ciphers: dict[Of, Cipher] = {}
        self._mine = local()
        self._listeners: list[Callable[[], None]] = []
        self._seen: int | None = None

    def prepare(self) -> None:
        self.table.prepare()
        self.refresh()

    def of_stream(self, stream: str) -> StreamVault:
        return StreamVault(self, stream)

    def secret(self, name: str) -> bytes:
        """32 bytes for a use of box1's own; they stay the same when masters are rotated."""
        keys = self.table.load(name)
        key = keys.get(name) or self.table.keep_or_take(name, name, AESGCM.generate_key(256))
        if isinstance(key, date):
            raise KeyGone(name)
        return HKDF(SHA256(), 32, salt=None, info=b"box1 secret\n" + name.encode()).derive(key)

    @contextmanager
    def together(self) -> Iterator[None]:
        """New keys of this thread commit together where the block ends, or none of them.

        For the writer, which ends it before its events commit, and is alone in making keys for
        the streams that it writes.
        """
        block = self._mine.block = _Together(self._seen)
        try:
            yield
            if block.keys:
                self.table.keep(block.keys)
            self._take_over(block)
        finally:
            self._mine.block = None

    def cipher(self, stream: str, about: tuple[str, ...], *, create: bool = True) -> Cipher:
        """The cipher of these subjects together, or the day on which one of their keys was lost."""
        known = self._ciphers.get((stream, about))
        return self._look((stream, about), create) if known is None else known

    def destroy(self, stream: str, subject: str) -> str | None:
        """Destroy a key for ever, here and in every process; what names it from then on.

        None where there never was one. Doing it again changes nothing.
        """
        found = self.table.destroy(stream, subject, self._clock())
        self.refresh()
        return key_ref(stream, subject) if found else None

    def destroy_all(self, stream: str, besides: str) -> None:
        """Destroy every key of a stream for ever, but one subject's; again changes nothing."""
        self.table.destroy_all(stream, besides, self._clock())
        self.refresh()

    def streams_of(self, subject: str) -> dict[str, bool]:
        """The streams that have, or had, a key for a subject, and whether it is still there.

        With those that this thread has made and not kept yet.
        """
        block: _Together | None = getattr(self._mine, "block", None)
        made = [stream for stream, who in block.keys if who == subject] if block else []
        return {**self.table.streams_of(subject), **dict.fromkeys(made, True)}

    def subjects_of(self, stream: str) -> dict[str, bool]:
        """The subjects that have, or had, a key in a stream, and whether it is still there."""
        return self.table.subjects_of(stream)

    @property
    def generation(self) -> int:
        """How often a key was destroyed, or all were wrapped under another master."""
        return self.table.state().generation

    def on_forgotten(self, listener: Callable[[], None]) -> None:
        """Call this after keys were forgotten, from whichever thread: it drops opened text."""
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Forget every key if one was destroyed anywhere since the last look, or nobody can say."""
        if not self.table.swept:
            self.table.sweep()
        try:
            generation = self.generation
            if generation == self._seen:
                return
            self.table.masters.reload()
        except Exception:
            self._forget(None)
            raise
        self._forget(generation)

    async def watch(self, every: float = LOOK_EVERY) -> None:
        """Refresh for ever."""
        while True:
            try:
                await uninterrupted(self.refresh)
            except Exception as error:
                log.warning("the vault cannot be asked for news: %s", type(error).__name__)
            await asyncio.sleep(every)

    def _forget(self, seen: int | None) -> None:
        with self._lock:
            self._streams.clear()
            self._ciphers.clear()
            self._seen = seen
        for listener in self._listeners:
            listener()

    def _take_over(self, block: _Together) -> None:
        """Go on with what a block found and made, unless something was forgotten meanwhile."""
        with self._lock:
            if block.seen == self._seen:
                for (stream, subject), key in block.keys.items():
                    self._streams.setdefault(stream, {})[subject] = key
                self._remembered().update(block.ciphers)

    def _look(self, of: Of, create: bool) -> Cipher:
        block: _Together | None = getattr(self._mine, "block", None)
        known = block.ciphers.get(of) if block is not None else None
        if known is not None:
            return known
        with self._lock:
            return self._derive(of, create, block)

    def _derive(self, of: Of, create: bool, block: _Together | None) -> Cipher:
        stream, about = of
        keys = self._keys(stream, about, block)
        missing = [who for who in about if who not in keys]
        if create and not _lost(keys, about):
            keys |= {who: self._make(stream, who, block) for who in missing}
        if lost := _lost(keys, about):
            return self._ciphers.setdefault(of, min(lost))
        if missing and not create:
            return KEY_MISSING
        together = b"".join(key for who in about if isinstance(key := keys[who], bytes))
        info = "\n".join((stream, *about)).encode()
        cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(together))
        (self._remembered() if block is None else block.ciphers)[of] = cipher
        return cipher

    def _keys(self, stream: str, about: tuple[str, ...], block: _Together | None) -> dict[str, Key]:
        """What is known of the keys of a stream, looked up where that is not enough."""
        kept = block.keys if block is not None else {}
        made = {who: kept[stream, who] for who in about if (stream, who) in kept}
        known = self._streams.get(stream, {})
        if not {*about} <= known.keys() | made.keys():
            known = self._load(stream) if block is None else self._loaded(stream, block)
        return {**known, **made}

    def _load(self, stream: str) -> dict[str, Key]:
        keys = self._streams[stream] = self.table.load(stream)
        if len(self._streams) > KEEP_STREAMS:
            self._streams.popitem(last=False)
        return keys

    def _loaded(self, stream: str, block: _Together) -> dict[str, Key]:
        """As the block found them: it is alone in making keys for the streams that it writes."""
        if stream not in block.loaded:
            block.loaded[stream] = self._load(stream)
        return block.loaded[stream]

    def _make(self, stream: str, subject: str, block: _Together | None) -> Key:
        made = AESGCM.generate_key(256)
        if block is not None:
            block.keys[stream, subject] = made
            return made
        key = self._streams[stream][subject] = self.table.keep_or_take(stream, subject, made)
        return key

    def _remembered(self) -> dict[Of, Cipher]:
        if len(self._ciphers) > KEEP_STREAMS * 8:
            self._ciphers.clear()
        return self._ciphers


def _opened(cipher: AESGCM, sealed: bytes) -> bytes:
    return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)


def _lost(keys: dict[str, Key], about: tuple[str, ...]) -> list[date]:
    return [day for who in about if isinstance(day := keys.get(who), date)]
