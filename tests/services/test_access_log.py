"""Whatever was noted stays as it was, on both databases and from any number of processes."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from api.settings import Settings, read_settings
from api.storage import Storage, open_storage
from services.access_log import Access, AccessLog, Action, Head, NotNoted

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
GUARDS = {
    "sqlite": (
        "DROP TRIGGER access_log_keeps_on_update",
        "DROP TRIGGER access_log_keeps_on_delete",
    ),
    "postgresql": ("DROP TRIGGER access_log_keeps ON access_log",),
}
Tampering: TypeAlias = Callable[[str], None]


def access(number: int, **changed: Any) -> Access:
    """The access with this number: ten people, three records, one a second."""
    known = Access(
        at=NOON + timedelta(seconds=number),
        who=f"person-{number % 10}",
        role="duty_officer",
        action=Action.CONSULT,
        record=f"INC-2030-000{number % 3}",
        marking="OFFICIAL-SENSITIVE",
        purpose="respond",
        credential="0123456789abcdef",
    )
    return replace(known, **changed)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return read_settings(data=tmp_path)
    key = tmp_path / "master.key"
    key.write_text("A" * 43 + "=\n")
    url = request.getfixturevalue("postgres_url")
    return read_settings(data=tmp_path, database_url=url, master_key_file=key)


@pytest.fixture
def storage(settings: Settings) -> Iterator[Storage]:
    with open_storage(settings) as storage:
        storage.prepare()
        yield storage


@pytest.fixture
def log(storage: Storage) -> AccessLog:
    return storage.access_log


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database of the log, as somebody has it who is not box1."""
    url = settings.database_url or ""
    address = f"postgresql+psycopg://{url.partition('://')[2]}" if url else ""
    engine = create_engine(address or f"sqlite:///{settings.data}/access.db")
    yield engine
    engine.dispose()


@pytest.fixture
def tamper(engine: Engine) -> Tampering:
    """Runs a statement as somebody does who first takes the guards away."""

    def run(statement: str) -> None:
        with engine.begin() as connection:
            for guard in GUARDS[engine.dialect.name]:
                connection.execute(text(guard))
            connection.execute(text(statement))

    return run


def note_many(settings: Settings, first: int, many: int) -> list[int]:
    """What another process does."""
    with open_storage(settings) as storage:
        return [storage.access_log.note(access(first + each)) for each in range(many)]


def test_what_was_noted_is_read_as_it_was_noted(log: AccessLog) -> None:
    noted = access(1, shown=("STK-0001", "STK-0002"), recipients=("HM Coroner",), note="Asked for.")

    assert log.note(noted) == 1
    [read] = log.entries()
    assert {name: getattr(read, name) for name in noted.__dict__} == noted.__dict__
    assert (read.number, log.verify().whole) == (1, True)


def test_entries_are_found_by_record_person_and_action_newest_first(log: AccessLog) -> None:
    for number in range(1, 7):
        log.note(access(number))
    log.note(access(7, record="register", action=Action.EXPORT, shown=("INC-2030-0001",)))

    assert [entry.number for entry in log.entries(record="INC-2030-0001")] == [7, 4, 1]
    assert [entry.number for entry in log.entries(who="person-2")] == [2]
    assert [entry.number for entry in log.entries(action="export")] == [7]
    assert [entry.number for entry in log.entries(before=4, limit=2)] == [3, 2]


def test_a_note_is_sealed_under_the_record_it_is_about(log: AccessLog, engine: Engine) -> None:
    log.note(access(1, record="STK-0001", note="Her sister rang about it."))

    with engine.connect() as connection:
        [stored] = connection.execute(text("SELECT note FROM access_log")).scalars()
    assert stored
    assert "sister" not in stored


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET who = 'nobody' WHERE number = 2",
        "DELETE FROM access_log WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_or_to_forget_an_entry(
    log: AccessLog, engine: Engine, statement: str
) -> None:
    for number in range(1, 4):
        log.note(access(number))

    with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(text(statement))
    assert log.verify().whole


def test_several_processes_write_one_chain(settings: Settings, log: AccessLog) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        given = pool.map(note_many, [settings] * 4, range(0, 1000, 250), [250] * 4)
        numbers = [number for each in given for number in each]

    assert sorted(numbers) == list(range(1, 1001))
    assert (log.verify().whole, log.verify().head.number) == (True, 1000)


COLUMNS = (
    *("at", "who", "role", "action", "record", "marking", "purpose"),
    *("note", "recipients", "shown", "credential", "hash"),
)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_any_change_of_any_entry_is_found(
    log: AccessLog, tamper: Tampering, column: str, number: int
) -> None:
    for each in range(1, 6):
        log.note(access(each))

    tamper(f"UPDATE access_log SET {column} = {column} || 'x' WHERE number = {number}")
    verdict = log.verify()

    assert (verdict.whole, verdict.at) == (False, number)


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("DELETE FROM access_log WHERE number = 1", 2),
        ("DELETE FROM access_log WHERE number = 3", 4),
        ("DELETE FROM access_log WHERE number = 5", 4),
        ("DELETE FROM access_log WHERE number > 2", 2),
        ("DELETE FROM access_log", 0),
        ("UPDATE access_log SET number = 8 WHERE number = 2", 3),
        ("UPDATE access_log SET number = 6 WHERE number = 5", 4),
        ("INSERT INTO access_log SELECT 6, at, who, role, action, record, marking, purpose, note,"
         " recipients, shown, credential, hash FROM access_log WHERE number = 5", 6),
        ("UPDATE access_log SET who = 'other', record = (SELECT record FROM access_log AS one"
         " WHERE one.number = 4) WHERE number = 2", 2),
    ],
)  # fmt: skip
def test_what_was_dropped_moved_added_or_cut_off_is_found(
    log: AccessLog, tamper: Tampering, statement: str, at: int
) -> None:
    for number in range(1, 6):
        log.note(access(number))

    tamper(statement)
    verdict = log.verify()

    assert (verdict.whole, verdict.at) == (False, at)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM access_head",
        "UPDATE access_head SET sealed = ''",
        "UPDATE access_head SET sealed = 'bm90aGluZw=='",
    ],
)
def test_what_is_written_after_the_seal_was_broken_does_not_mend_it(
    log: AccessLog, tamper: Tampering, statement: str
) -> None:
    for number in range(1, 4):
        log.note(access(number))
    tamper(statement)
    assert not log.verify().whole

    log.note(access(4))

    assert not log.verify().whole
    assert [entry.number for entry in log.entries()] == [4, 3, 2, 1]


def test_what_is_written_after_the_end_was_cut_off_does_not_hide_it(
    log: AccessLog, tamper: Tampering
) -> None:
    for number in range(1, 4):
        log.note(access(number))
    tamper("DELETE FROM access_log WHERE number = 3")

    log.note(access(4))

    assert log.verify().at == 4


def test_a_log_put_back_as_it_once_was_shows_against_a_head_noted_elsewhere(
    log: AccessLog, engine: Engine, tamper: Tampering
) -> None:
    log.note(access(1))
    with engine.connect() as connection:
        sealed = connection.execute(text("SELECT sealed FROM access_head")).scalar_one()
    log.note(access(2))
    noted = log.verify().head
    tamper("DELETE FROM access_log WHERE number = 2")
    with engine.begin() as connection:
        connection.execute(text("UPDATE access_head SET sealed = :sealed"), {"sealed": sealed})

    assert log.verify().whole
    assert not log.verify(noted).whole
    log.note(access(3))
    assert log.verify(noted).at == 2


def test_a_head_that_was_noted_is_part_of_the_log_as_it_grows(log: AccessLog) -> None:
    log.note(access(1))
    noted = log.verify().head
    log.note(access(2))

    assert log.verify(noted).whole
    assert not log.verify(Head(noted.number, "0" * 64)).whole


def test_a_log_that_cannot_be_written_says_so(log: AccessLog, tamper: Tampering) -> None:
    tamper("ALTER TABLE access_log RENAME TO elsewhere")

    with pytest.raises(NotNoted):
        log.note(access(1))


def test_anybody_can_follow_the_chain_with_a_small_script(log: AccessLog, engine: Engine) -> None:
    log.note(access(1, record="STK-0001", recipients=('Ysgol "Bryn" Tŷ\n\x1f\x7f\u2028 €',)))
    log.note(access(2))
    previous = ""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM access_log ORDER BY number"))
        for row in rows.mappings():
            told = {name: value for name, value in row.items() if name != "hash"}
            said = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            previous = sha256((previous + said).encode()).hexdigest()
            assert row["hash"] == previous
