"""People are recognised by secrets of which only hashes are kept, until they end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from services.people import People, Person, TooManyAttempts
from services.vault import Vault

AMINA = Person("amina", "Amina Example", "duty_officer", "north-west", "OFC-01")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock, vault: Vault) -> People:
    people = People(
        create_engine(f"sqlite:///{tmp_path}/people.db"), clock, vault.of_stream("ACCOUNT")
    )
    people.prepare()
    people.enrol(AMINA, "correct horse")
    return people


def session(people: People) -> str:
    entry = people.sign_in("amina", "correct horse")
    assert entry is not None
    return entry.secret


def test_the_right_password_opens_a_session(people: People) -> None:
    assert people.by_session(session(people)) == AMINA


@pytest.mark.parametrize(("name", "password"), [("amina", "wrong"), ("nobody", "correct horse")])
def test_a_wrong_name_or_password_opens_none(people: People, name: str, password: str) -> None:
    assert people.sign_in(name, password) is None


def test_five_wrong_passwords_in_a_minute_must_wait(people: People, clock: Clock) -> None:
    for _ in range(5):
        people.sign_in("amina", "wrong")
    with pytest.raises(TooManyAttempts):
        people.sign_in("amina", "correct horse")
    clock.now += timedelta(minutes=1)

    assert people.sign_in("amina", "correct horse") is not None


def test_somebody_without_a_password_cannot_sign_in(people: People) -> None:
    people.enrol(Person("import", "A program", "duty_officer"))

    assert people.sign_in("import", "") is None


def test_half_an_hour_of_nothing_ends_a_session(people: People, clock: Clock) -> None:
    secret = session(people)
    clock.now += timedelta(minutes=31)

    assert people.by_session(secret) is None


def test_a_session_in_use_goes_on(people: People, clock: Clock) -> None:
    secret = session(people)
    for _ in range(4):
        clock.now += timedelta(minutes=20)
        assert people.by_session(secret) == AMINA


def test_a_page_left_open_keeps_nobody_signed_in(people: People, clock: Clock) -> None:
    secret = session(people)
    for _ in range(4):
        clock.now += timedelta(minutes=7)
        assert people.by_session(secret, in_use=False) == AMINA
    clock.now += timedelta(minutes=7)

    assert people.by_session(secret, in_use=False) is None


def test_signing_out_ends_a_session_at_once(people: People) -> None:
    secret = session(people)
    people.by_session(secret)
    people.sign_out(secret)

    assert people.by_session(secret) is None


def test_a_token_is_no_session_and_a_session_no_token(people: People) -> None:
    token, secret = people.issue_token("amina"), session(people)

    assert people.by_token(token) == AMINA
    assert people.by_session(token) is None
    assert people.by_token(secret) is None


def test_no_secret_is_stored(people: People, tmp_path: Path) -> None:
    secret, token = session(people), people.issue_token("amina")
    with create_engine(f"sqlite:///{tmp_path}/people.db").connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for written in (secret, token, "correct horse"):
        assert written.encode() not in stored


def test_saved_views_are_each_persons_own(people: People) -> None:
    other = Person("ben", "Ben Example", "duty_officer")
    people.save_view(AMINA, "mine", "state=ACTIVE")
    people.save_view(AMINA, "mine", "state=REVIEW")

    assert people.views_of(AMINA) == {"mine": "state=REVIEW"}
    assert people.views_of(other) == {}
    people.drop_view(AMINA, "mine")
    assert people.views_of(AMINA) == {}
