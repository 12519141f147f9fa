"""A password that was made for somebody is random, ends soon, and has to be replaced."""

from datetime import timedelta

import pytest

from domain.base import Malformed
from services.people import Kind, Must, People
from tests.services.people.conftest import AMINA, PASSWORD, Clock

OWN = "nine green lanterns"


def must(people: People, password: str) -> Must | None:
    """What somebody has to do first who signs in with this password."""
    entry = people.sign_in("amina", password)
    assert entry is not None
    person = people.by_session(entry.secret)
    assert person is not None
    return person.must


def test_it_is_random_and_none_of_it_is_kept(people: People) -> None:
    made = {people.enrol_anew(AMINA) for _ in range(3)}

    assert len(made) == 3
    assert {len(password.replace("-", "")) for password in made} == {20}


def test_its_only_use_is_to_choose_ones_own(people: People) -> None:
    first = people.enrol_anew(AMINA)
    assert must(people, first) is Must.CHOOSE_PASSWORD
    people.change_password(AMINA, first, OWN)

    assert must(people, OWN) is None
    assert people.sign_in("amina", first) is None


def test_it_is_no_ones_own(people: People) -> None:
    first = people.enrol_anew(AMINA)
    with pytest.raises(Malformed, match="PasswordNotNew"):
        people.change_password(AMINA, first, first)

    assert must(people, first) is Must.CHOOSE_PASSWORD


def test_it_works_for_seven_days(people: People, clock: Clock) -> None:
    first = people.enrol_anew(AMINA)
    clock.now += timedelta(days=7, seconds=-1)
    assert must(people, first) is Must.CHOOSE_PASSWORD
    clock.now += timedelta(seconds=1)

    assert people.sign_in("amina", first) is None
    assert not people.is_password("amina", first), "nor where somebody signed in before that"


def test_what_was_chosen_has_no_end(people: People, clock: Clock) -> None:
    people.change_password(AMINA, people.enrol_anew(AMINA), OWN)
    clock.now += timedelta(days=400)

    assert must(people, OWN) is None


def test_whoever_knew_the_password_before_is_out(people: People) -> None:
    entry, token = people.sign_in("amina", PASSWORD), people.issue_token("amina")
    assert entry is not None
    people.enrol_anew(AMINA)
    program = people.by_token(token)

    assert people.by_session(entry.secret) is None
    assert people.credentials.of("amina", Kind.DEVICE) == []
    assert people.sign_in("amina", PASSWORD) is None
    assert program is not None
    assert program.must is None
