"""Readers see one state throughout; writers what was committed; the file nothing but ciphertext."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from projections.database import ViewsUnreadable, open_views, sweep, writing
from projections.fulltext import WordIndex
from tests.projections.conftest import KEY

ASKED = text("SHOW transaction_isolation")
NAME = "Amina Begum"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "views.db"


@pytest.fixture
def own(file: Path) -> Iterator[Engine]:
    """Views in a file, that say a name."""
    engine = open_views(f"sqlite:///{file}", KEY)
    with writing(engine).begin() as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
        connection.execute(text("INSERT INTO said VALUES (:name)"), {"name": NAME})
    yield engine
    engine.dispose()


def test_readers_and_writers_are_isolated_as_each_needs_on_postgresql(postgres_url: str) -> None:
    engine = open_views(postgres_url, KEY)
    with writing(engine).begin() as writes, engine.begin() as reads:
        assert writes.execute(ASKED).scalar() == "read committed"
        assert reads.execute(ASKED).scalar() == "repeatable read"
    engine.dispose()


def test_the_file_opens_with_its_key_again(own: Engine, file: Path) -> None:
    own.dispose()
    again = open_views(f"sqlite:///{file}", KEY)
    with again.connect() as connection:
        assert connection.execute(text("SELECT words FROM said")).scalar_one() == NAME
    again.dispose()


def test_no_file_beside_it_holds_plain_text(own: Engine, file: Path) -> None:
    kept = [each for each in file.parent.iterdir() if each.name.startswith(file.name)]
    assert {"views.db", "views.db-wal"} <= {each.name for each in kept}
    for each in kept:
        content = each.read_bytes()
        assert NAME.encode() not in content
        assert b"CREATE TABLE" not in content
        assert b"SQLite format 3" not in content


def test_without_its_key_the_file_is_not_a_database(own: Engine, file: Path) -> None:
    own.dispose()
    connection = sqlite3.connect(file)
    with pytest.raises(sqlite3.DatabaseError, match="file is not a database"):
        connection.execute("SELECT * FROM said")
    connection.close()


def test_with_another_key_it_says_what_to_do(own: Engine, file: Path) -> None:
    own.dispose()
    other = open_views(f"sqlite:///{file}", b"x" * 32)
    with pytest.raises(ViewsUnreadable, match="Delete it"):
        other.connect()
    other.dispose()


def test_what_is_removed_leaves_the_write_ahead_log_too(own: Engine, file: Path) -> None:
    log = file.with_name("views.db-wal")
    with writing(own).begin() as connection:
        connection.execute(text("DELETE FROM said"))
    assert log.stat().st_size > 0
    sweep(own)

    assert log.stat().st_size == 0


def test_who_reads_meanwhile_is_not_disturbed_by_a_sweep(own: Engine, file: Path) -> None:
    with own.connect() as reading:
        assert reading.execute(text("SELECT words FROM said")).scalar_one() == NAME
        with writing(own).begin() as connection:
            connection.execute(text("DELETE FROM said"))
        sweep(own)
        assert reading.execute(text("SELECT words FROM said")).scalar_one() == NAME
    sweep(own)

    assert file.with_name("views.db-wal").stat().st_size == 0


def test_views_from_before_they_were_encrypted_are_dropped(file: Path) -> None:
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("CREATE TABLE said (words TEXT)")
    plain.execute("INSERT INTO said VALUES (?)", (NAME,))
    plain.commit()
    engine = open_views(f"sqlite:///{file}", KEY)
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master")).all()
    plain.close()
    engine.dispose()

    assert tables == []
    assert [each.name for each in file.parent.iterdir() if NAME.encode() in each.read_bytes()] == []


def test_a_removed_document_leaves_no_word_in_the_index(own: Engine) -> None:
    index = WordIndex("said_words")
    documents = [{"number": 1, "words": "amina begum"}, {"number": 2, "words": "vigil"}]
    with writing(own).begin() as connection:
        index.make(connection)
        index.put(connection, documents)
    assert traces(own, b"amina")
    with writing(own).begin() as connection:
        index.remove(connection, [1])

    assert not traces(own, b"amina")
    assert traces(own, b"vigil")


def traces(engine: Engine, word: bytes) -> bool:
    """Whether a word is anywhere within the index, found or not."""
    with engine.connect() as connection:
        tables = connection.execute(
            text("SELECT name FROM sqlite_master WHERE name LIKE 'said_words_%' AND type = 'table'")
        ).scalars()
        rows = [row for name in tables for row in connection.execute(text(f"SELECT * FROM {name}"))]
    return any(word in (_bytes(value)) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
