"""Master keys: the few secrets that lie outside every database and outside their backups."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LENGTH = 32
NONCE = 12
READ_AGAIN = 3
BEGIN_BY_HAND = "Put a new first line into it where it is kept, in every copy, then rotate again."
END_BY_HAND = (
    "Every key is wrapped under the new master. Now take every line but the first out of it where"
    " it is kept, in every copy."
)


class MasterKeyWrong(Exception):
    """A master key is missing, cannot be read, or cannot be changed from here; says which."""


class KeyWrapper(Protocol):
    """What holds the master keys and wraps others under them, as a key management service does.

    Each master has an epoch, its name. The newest one wraps; the others still unwrap until
    they are retired. The name of what is wrapped is bound to it: it opens under no other.
    """

    @property
    def epochs(self) -> tuple[str, ...]:
        """The masters that there are, the newest first."""

    def wrap(self, key: bytes, name: str) -> tuple[str, bytes]:
        """The epoch of the newest master, and the key wrapped under it."""

    def unwrap(self, epoch: str, wrapped: bytes, name: str) -> bytes:
        """The inverse of `wrap`; epoch "" is for keys from before there were epochs."""

    def reload(self) -> None:
        """See what was changed elsewhere, and forget masters that are no more."""

    def renew(self) -> None:
        """Make a new master beside the others; MasterKeyWrong where that is done elsewhere."""

    def retire(self) -> None:
        """Destroy every master but the newest; MasterKeyWrong where that is done elsewhere."""


class Masters:
    """Master keys in the memory of this process, the newest first."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._ciphers: dict[str, AESGCM] = {}
        self._hold(keys)

    @property
    def epochs(self) -> tuple[str, ...]:
        return tuple(self._ciphers)

    def wrap(self, key: bytes, name: str) -> tuple[str, bytes]:
        epoch, cipher = next(iter(self._ciphers.items()))
        nonce = os.urandom(NONCE)
        return epoch, nonce + cipher.encrypt(nonce, key, name.encode())

    def unwrap(self, epoch: str, wrapped: bytes, name: str) -> bytes:
        if epoch not in ("", *self._ciphers):
            self.reload()
        for known, cipher in self._ciphers.items():
            if epoch in ("", known):
                try:
                    return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
                except InvalidTag:
                    continue
        raise MasterKeyWrong(
            f"A key is wrapped under the master {epoch or 'of long ago'}, and that is not among the"
            f" master keys given ({', '.join(self._ciphers)})."
        )

    def reload(self) -> None:
        """Nothing changes elsewhere."""

    def renew(self) -> None:
        raise MasterKeyWrong(
            "The master key was given in the environment and cannot be changed from here: put a new"
            " one before it (new,old), start every process again, then rotate."
        )

    def retire(self) -> None:
        if len(self._ciphers) > 1:
            raise MasterKeyWrong(
                "Every key is wrapped under the new master. Now take the old one out of"
                " BOX1_MASTER_KEY, wherever it is kept, and start every process again."
            )

    def _hold(self, keys: Iterable[bytes]) -> None:
        self._ciphers = {epoch_of(key): AESGCM(key) for key in keys}


class MasterKeyFile(Masters):
    """Master keys in a file, one a line, the newest first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(_read(path))

    def reload(self) -> None:
        self._hold(_read(self._path))

    def renew(self) -> None:
        self._write([os.urandom(LENGTH), *_read(self._path)], otherwise=BEGIN_BY_HAND)

    def retire(self) -> None:
        if len(keys := _read(self._path)) > 1:
            self._write(keys[:1], otherwise=END_BY_HAND)

    def _write(self, keys: list[bytes], otherwise: str) -> None:
        try:
            _replace(self._path, "".join(b64encode(key).decode() + "\n" for key in keys).encode())
        except OSError as error:
            why = f"{self._path} cannot be changed from here ({error.strerror})."
            raise MasterKeyWrong(f"{why} {otherwise}") from None
        self._hold(keys)


def epoch_of(key: bytes) -> str:
    """The name of a master, which tells nothing about it."""
    return sha256(b"box1 master key\n" + key).hexdigest()[:16]


def keys_in(words: str, where: str) -> list[bytes]:
    """The master keys in lines or between commas; MasterKeyWrong says what is the matter."""
    keys = []
    for number, word in enumerate(words.replace(",", "\n").split(), start=1):
        try:
            key = b64decode(word, validate=True)
        except (NotBase64, ValueError) as error:
            raise MasterKeyWrong(f"Key {number} in {where} is not base64: {error}") from None
        if len(key) != LENGTH:
            raise MasterKeyWrong(
                f"Key {number} in {where} has {len(key)} bytes; a master key has {LENGTH}"
            )
        keys.append(key)
    if not keys:
        raise MasterKeyWrong(f"There is no master key in {where}")
    return keys


def make_master_key(path: Path) -> None:
    """Write a new key where there is none, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _write_durably(path, b64encode(os.urandom(LENGTH)) + b"\n", os.O_EXCL)
    except FileExistsError:
        return


def _read(path: Path) -> list[bytes]:
    """The keys in a file; once more where it was replaced in the middle of being read."""
    for last in (False,) * (READ_AGAIN - 1) + (True,):
        try:
            return keys_in(path.read_text(), str(path))
        except MasterKeyWrong:
            if last:
                raise
        except (OSError, UnicodeDecodeError) as error:
            raise MasterKeyWrong(f"{path} cannot be read as a master key: {error}") from None
    raise AssertionError


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the old one's place at once, and zeros where the old one lay."""
    fresh = path.with_name(f"{path.name}.new")
    with path.open("r+b") as old:
        known = os.fstat(old.fileno())
        try:
            _write_durably(fresh, content, os.O_TRUNC, known)
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        old.write(bytes(known.st_size))
        old.flush()
        os.fsync(old.fileno())


def _write_durably(
    path: Path, content: bytes, flags: int, like: os.stat_result | None = None
) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if like is not None:
            os.fchown(descriptor, like.st_uid, like.st_gid)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
