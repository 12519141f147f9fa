"""Tokens for programs: a scope, an end, a purpose; shown once and revocable."""

from datetime import timedelta

import pytest

from services.people import Kind, People
from tests.services.people.conftest import AMINA, PASSWORD, Clock


def test_a_token_says_whose_it_is_and_what_it_may(people: People) -> None:
    person = people.by_token(people.issue_token("amina", scope="read", purpose="weekly figures"))

    assert person == AMINA
    assert person is not None
    assert (person.program, person.scope, person.standing_purpose) == (
        True,
        "read",
        "weekly figures",
    )


def test_a_token_is_no_session_and_a_session_no_token(people: People) -> None:
    token, entry = people.issue_token("amina"), people.sign_in("amina", PASSWORD)

    assert entry is not None
    assert people.by_token(token) == AMINA
    assert people.by_session(token) is None
    assert people.by_token(entry.secret) is None
    assert people.by_token(entry.device) is None
    assert people.by_session(entry.device) is None


def test_a_token_ends_when_it_was_said_to(people: People, clock: Clock) -> None:
    token = people.issue_token("amina", days=90)
    clock.now += timedelta(days=90, seconds=-1)
    assert people.by_token(token) == AMINA
    clock.now += timedelta(seconds=1)

    assert people.by_token(token) is None
    assert people.credentials.of("amina", Kind.TOKEN) == []


def test_tokens_are_listed_with_their_last_use_and_revoked(
    people: People, elsewhere: People, clock: Clock
) -> None:
    token = people.issue_token("amina", days=30, label="The rota import")
    made = clock.now
    clock.now += timedelta(days=2)
    assert elsewhere.by_token(token) == AMINA
    (listed,) = people.credentials.of("amina", Kind.TOKEN)

    assert (listed.label, listed.began, listed.last_seen) == ("The rota import", made, clock.now)
    assert listed.ends == made + timedelta(days=30)
    people.credentials.end_one("amina", listed.id)
    assert elsewhere.by_token(token) is None


@pytest.mark.parametrize("secret", ["", "x", "ä", "0" * 5_000])
def test_what_is_no_token_is_nobodys(people: People, secret: str) -> None:
    assert people.by_token(secret) is None
