"""Vaults as several processes have them, on one database and one master key."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event

from services.master_key import MasterKeyFile, make_master_key
from services.vault import Vault

DAY = datetime(2030, 4, 14, 23, 30, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["services.key_rotation", "tests.services.keepers"])


def engine_of(url: str) -> Engine:
    """As box1 opens it."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wal)
    return engine


def vault_of(url: str, master: Path, *, at: datetime = DAY) -> Vault:
    """A vault of its own on the keys at `url`, under the masters in a file."""
    make_master_key(master)
    vault = Vault(engine_of(url), MasterKeyFile(master), lambda: at)
    vault.prepare()
    return vault


@contextmanager
def beside(work: Callable[..., None], *given: Any) -> Iterator[tuple[Connection, BaseProcess]]:
    """Another process that does `work(pipe, *given)`, and is ended with the block."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(theirs, *given), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours, process
    finally:
        process.kill()
        process.join()
        ours.close()


def _wal(connection: Any, record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
