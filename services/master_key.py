"""The master key: the one secret that lies outside every database and outside their backups."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path

LENGTH = 32


class MasterKeyWrong(Exception):
    """The file cannot be read, or does not hold 32 bytes in base64."""


def read_master_key(path: Path) -> bytes:
    """The key in a file; MasterKeyWrong says what to do where it cannot be used."""
    try:
        key = b64decode(path.read_text().strip(), validate=True)
    except (OSError, NotBase64, ValueError) as error:
        raise MasterKeyWrong(f"{path} cannot be read as a master key: {error}") from None
    if len(key) != LENGTH:
        raise MasterKeyWrong(f"{path} holds {len(key)} bytes; a master key has {LENGTH}")
    return key


def make_master_key(path: Path) -> None:
    """Write a new key where there is none, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(b64encode(os.urandom(LENGTH)))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return
