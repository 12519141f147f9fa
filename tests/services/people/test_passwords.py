"""Which passwords may be set, how they are kept, and what changing one ends."""

import pytest
from sqlalchemy import Engine, text

from domain.base import Malformed
from services.people import People, Person, TooManyAttempts
from services.people.passwords import check_new
from services.vault import Vault
from tests.services.people.conftest import AMINA, PASSWORD, Clock


def why_not(password: str) -> str:
    with pytest.raises(Malformed) as refused:
        check_new(password, "amina", "Amina Example")
    return refused.value.reasons[0].code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "PasswordTooShort"),
        ("elevenchars", "PasswordTooShort"),
        ("x9" * 65, "PasswordTooLong"),
        ("leavemealone", "PasswordKnown"),
        ("LeaveMeAlone", "PasswordKnown"),
        ("password1234", "PasswordKnown"),
        ("aaaaaaaaaaaaaaaa", "PasswordKnown"),
        ("123456789012", "PasswordKnown"),
        ("amina and seven kettles", "PasswordNamesYou"),
        ("EXAMPLE seven kettles", "PasswordNamesYou"),
        ("box1 seven blue kettles", "PasswordNamesYou"),
    ],
)
def test_a_password_is_refused_with_the_one_reason(password: str, code: str) -> None:
    assert why_not(password) == code


@pytest.mark.parametrize(
    "password",
    ["correct horse", "seven blue kettles", "   twelve blanks", "ÿ🫖 kettles blue", "x7Q_-kPz9vRt"],
)
def test_no_rule_asks_for_kinds_of_letters(password: str) -> None:
    check_new(password, "amina", "Amina Example")


def test_a_refused_password_makes_no_account(people: People) -> None:
    with pytest.raises(Malformed):
        people.enrol(Person("ben", "Ben Example", "auditor"), "password1234")

    assert people.find("ben") is None


def test_it_is_kept_as_argon2id_with_at_least_nineteen_mebibytes(
    engine: Engine, clock: Clock, vault: Vault
) -> None:
    people = People(engine, clock, vault.of_stream("ACCOUNT"))
    people.prepare()
    people.enrol(AMINA, PASSWORD)
    people.second_factor.new_recovery_codes("amina")
    with engine.connect() as connection:
        kept = str(connection.scalar(text("SELECT password FROM people")))
        code = str(connection.scalar(text("SELECT code FROM recovery_codes")))

    for hashed in (kept, code):
        _, kind, _, cost, _, _ = hashed.split("$")
        assert kind == "argon2id"
        assert int(cost.split(",")[0].removeprefix("m=")) >= 19 * 1024


def test_changing_it_asks_for_the_old_one_and_ends_other_sessions(people: People) -> None:
    first, second = people.sign_in("amina", PASSWORD), people.sign_in("amina", PASSWORD)
    assert first is not None
    assert second is not None
    here = people.by_session(second.secret)
    assert here is not None
    with pytest.raises(Malformed, match="PasswordWrong"):
        people.change_password(here, "wrong", "nine green lanterns")
    people.change_password(here, PASSWORD, "nine green lanterns")

    assert people.by_session(first.secret) is None
    assert people.by_session(second.secret) == AMINA
    assert people.sign_in("amina", PASSWORD) is None
    assert people.sign_in("amina", "nine green lanterns") is not None


def test_whoever_found_an_open_session_cannot_guess_the_password(people: People) -> None:
    for _ in range(5):
        assert not people.is_password("amina", "wrong")
    with pytest.raises(TooManyAttempts):
        people.is_password("amina", PASSWORD)

    assert people.sign_in("amina", PASSWORD) is not None, "the way in is counted apart"


def test_an_unknown_name_costs_as_much_as_a_known_one(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    hasher = people._passwords._hasher
    verify = hasher.verify

    def noted(password: str, kept: str) -> bool:
        compared.append(kept)
        return verify(password, kept)

    monkeypatch.setattr(hasher, "verify", noted)
    people.sign_in("amina", "wrong")
    people.sign_in("nobody", "wrong")
    known, unknown = (kept.split("$")[:4] for kept in compared)

    assert known == unknown
