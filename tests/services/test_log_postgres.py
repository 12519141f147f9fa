"""The log in PostgreSQL is made by whichever process comes first, with others beside it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.log_postgres import PostgresLog
from tests import postgres

PROCESSES, ROUNDS = 6, 5


def prepared(url: str) -> None:
    log = PostgresLog(url)
    try:
        log.prepare()
        assert log.changes() == 0
    finally:
        log.close()


@pytest.mark.postgres
def test_processes_that_start_at_once_make_it_one_after_another(postgres_server: str) -> None:
    for _ in range(ROUNDS):
        with (
            postgres.database(postgres_server) as url,
            ThreadPoolExecutor(PROCESSES) as processes,
        ):
            assert [*processes.map(prepared, [url] * PROCESSES)] == [None] * PROCESSES
