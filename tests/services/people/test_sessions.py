"""Sessions are recognised by secrets of which only hashes are kept, until they end."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from services.people import Credential, Kind, Origin, People, Person
from services.vault import Vault
from tests.services.people.conftest import AMINA, NOWHERE, PASSWORD, Clock


def session(people: People, origin: Origin = NOWHERE) -> str:
    entry = people.sign_in("amina", PASSWORD, origin)
    assert entry is not None
    return entry.secret


def sessions(people: People) -> list[Credential]:
    return people.credentials.of("amina", Kind.SESSION)


def test_the_right_password_opens_a_session(people: People) -> None:
    person = people.by_session(session(people))

    assert person == AMINA
    assert person is not None
    assert (len(person.credential), person.program, person.scope) == (16, False, "write")


@pytest.mark.parametrize(("name", "password"), [("amina", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_or_password_opens_none(people: People, name: str, password: str) -> None:
    assert people.sign_in(name, password) is None


def test_somebody_without_a_password_cannot_sign_in(people: People) -> None:
    people.enrol(Person("import", "A program", "duty_officer"))

    assert people.sign_in("import", "") is None


def test_half_an_hour_of_nothing_ends_a_session(people: People, clock: Clock) -> None:
    secret = session(people)
    clock.now += timedelta(minutes=31)

    assert people.by_session(secret) is None
    assert sessions(people) == []


def test_a_session_in_use_goes_on(people: People, clock: Clock) -> None:
    secret = session(people)
    for _ in range(4):
        clock.now += timedelta(minutes=20)
        assert people.by_session(secret) == AMINA


def test_twelve_hours_end_a_session_in_use(people: People, clock: Clock) -> None:
    secret = session(people)
    for _ in range(35):
        clock.now += timedelta(minutes=20)
        assert people.by_session(secret) == AMINA
    clock.now += timedelta(minutes=20)

    assert people.by_session(secret) is None


def test_a_page_left_open_keeps_nobody_signed_in(people: People, clock: Clock) -> None:
    secret = session(people)
    for _ in range(4):
        clock.now += timedelta(minutes=7)
        assert people.by_session(secret, in_use=False) == AMINA
    clock.now += timedelta(minutes=7)

    assert people.by_session(secret, in_use=False) is None


def test_signing_out_ends_a_session_at_once_in_every_process(
    people: People, elsewhere: People
) -> None:
    secret = session(people)
    assert elsewhere.by_session(secret) == AMINA
    people.sign_out(secret)

    assert elsewhere.by_session(secret) is None


def test_ones_sessions_are_listed_with_when_and_on_what(people: People, clock: Clock) -> None:
    started = clock.now
    session(people, Origin(browser="Firefox on Windows", place="192.0.2.1"))
    clock.now += timedelta(minutes=5)
    session(people, Origin(browser="Safari on an iPhone"))

    listed = sessions(people)
    assert [each.label for each in listed] == ["Safari on an iPhone", "Firefox on Windows"]
    assert listed[1].began == started
    assert "192.0.2.1" not in repr(listed)


def test_one_session_is_ended_by_its_id_and_only_ones_own(people: People) -> None:
    people.enrol(Person("ben", "Ben Example", "duty_officer"))
    first, second = session(people), session(people)
    person = people.by_session(first)
    assert person is not None

    assert not people.credentials.end_one("ben", person.credential)
    assert people.credentials.end_one("amina", person.credential)
    assert people.by_session(first) is None
    assert people.by_session(second) == AMINA


def test_signing_out_everywhere_else_keeps_this_one(people: People) -> None:
    first, second = session(people), session(people)
    person = people.by_session(second)
    assert person is not None
    people.end_others(person)

    assert people.by_session(first) is None
    assert people.by_session(second) == AMINA


def test_a_new_role_and_region_count_from_the_next_request_in_every_process(
    people: People, elsewhere: People
) -> None:
    secret, token = session(people), people.issue_token("amina")
    assert elsewhere.by_session(secret) == AMINA
    changed = Person("amina", "Amina Example", "auditor", "wales", "OFC-01")
    people.change(changed)

    assert elsewhere.by_session(secret) == changed
    assert elsewhere.by_token(token) == changed


def test_whoever_leaves_is_out_with_the_next_request_in_every_process(
    people: People, elsewhere: People
) -> None:
    secret, token = session(people), people.issue_token("amina")
    assert elsewhere.by_session(secret) == AMINA
    people.leave("amina")

    assert elsewhere.by_session(secret) is None
    assert elsewhere.by_token(token) is None
    assert elsewhere.sign_in("amina", PASSWORD) is None
    assert elsewhere.everyone() == [AMINA], "what they did still has a name"
    assert elsewhere.present() == [], "and nobody gives them work"


def test_whoever_comes_back_starts_without_old_sessions(people: People) -> None:
    secret = session(people)
    people.leave("amina")
    people.enrol(AMINA, PASSWORD)

    assert people.by_session(secret) is None
    assert people.by_session(session(people)) == AMINA


def test_no_secret_is_stored(vault: Vault, clock: Clock, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/people.db")
    people = People(engine, clock, vault.of_stream("ACCOUNT"))
    people.prepare()
    people.enrol(AMINA, PASSWORD)
    entry = people.sign_in("amina", PASSWORD, Origin(place="192.0.2.77"))
    assert entry is not None
    factor = people.second_factor.offer("amina")
    carried = people.carried.keep(b"what was typed")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    secrets = (entry.secret, entry.device, people.issue_token("amina"), carried, factor)
    for written in (*secrets, PASSWORD, "192.0.2.77", "what was typed"):
        assert written.encode() not in stored


def test_accounts_of_an_earlier_box1_go_on(engine: Engine, clock: Clock, vault: Vault) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE people (ref TEXT PRIMARY KEY, name TEXT NOT NULL,"
                " role TEXT NOT NULL, region TEXT, officer TEXT, password TEXT)"
            )
        )
        connection.execute(
            text(
                "CREATE TABLE credentials (secret_sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL,"
                " person TEXT NOT NULL, last_seen TIMESTAMP NOT NULL)"
            )
        )
        connection.execute(
            text("INSERT INTO people VALUES ('amina', 'Amina Example', 'auditor', 'wales', '', '')")
        )
    people = People(engine, clock, vault.of_stream("ACCOUNT"))
    people.prepare()
    people.prepare()

    assert people.by_token(people.issue_token("amina")) is not None


def test_what_is_carried_is_taken_out_once_and_for_ten_minutes(
    people: People, elsewhere: People, clock: Clock
) -> None:
    once, late = people.carried.keep(b"typed"), people.carried.keep(b"typed")

    assert elsewhere.carried.take(once) == b"typed"
    assert people.carried.take(once) is None
    assert people.carried.take("") is None
    clock.now += timedelta(minutes=10)
    assert people.carried.take(late) is None


def test_saved_views_are_each_persons_own(people: People) -> None:
    other = Person("ben", "Ben Example", "duty_officer")
    people.save_view(AMINA, "mine", "state=ACTIVE")
    people.save_view(AMINA, "mine", "state=REVIEW")

    assert people.views_of(AMINA) == {"mine": "state=REVIEW"}
    assert people.views_of(other) == {}
    people.drop_view(AMINA, "mine")
    assert people.views_of(AMINA) == {}
