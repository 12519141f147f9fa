"""Guessing must wait; a colleague whose name is guessed at need not."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from services.people import Origin, People, Person, TooManyAttempts
from tests.services.people.conftest import PASSWORD, Clock

OFFICE, ATTACKER = Origin(place="192.0.2.1"), Origin(place="203.0.113.9")


def guess(people: People, name: str, origin: Origin, times: int) -> None:
    for _ in range(times):
        assert people.sign_in(name, "wrong", origin) is None


def device(people: People, origin: Origin) -> Origin:
    entry = people.sign_in("amina", PASSWORD, origin)
    assert entry is not None
    return Origin(place=origin.place, device=entry.device)


def test_five_wrong_passwords_in_a_minute_must_wait(people: People, clock: Clock) -> None:
    guess(people, "amina", OFFICE, 5)
    with pytest.raises(TooManyAttempts):
        people.sign_in("amina", PASSWORD, OFFICE)
    clock.now += timedelta(minutes=1)

    assert people.sign_in("amina", PASSWORD, OFFICE) is not None


def test_a_name_that_nobody_has_must_wait_in_the_same_way(people: People) -> None:
    guess(people, "nobody", OFFICE, 5)
    with pytest.raises(TooManyAttempts):
        people.sign_in("nobody", PASSWORD, OFFICE)


def test_they_are_counted_over_every_process(people: People, elsewhere: People) -> None:
    guess(people, "amina", OFFICE, 3)
    guess(elsewhere, "amina", OFFICE, 2)
    with pytest.raises(TooManyAttempts):
        people.sign_in("amina", PASSWORD, OFFICE)


def test_somebody_elsewhere_who_tries_a_name_does_not_lock_its_owner_out(people: People) -> None:
    guess(people, "amina", ATTACKER, 5)

    assert people.sign_in("amina", PASSWORD, OFFICE) is not None


def test_a_known_device_is_let_in_even_from_where_others_guess(people: People) -> None:
    known = device(people, OFFICE)
    guess(people, "amina", OFFICE, 5)

    assert people.sign_in("amina", PASSWORD, known) is not None


def test_a_known_device_that_guesses_must_wait_too(people: People) -> None:
    known = device(people, OFFICE)
    guess(people, "amina", known, 5)
    with pytest.raises(TooManyAttempts):
        people.sign_in("amina", PASSWORD, known)


@pytest.mark.parametrize("made_up", ["", "guessed", "amina"])
def test_a_device_that_is_made_up_or_anothers_is_not_known(people: People, made_up: str) -> None:
    people.enrol(Person("ben", "Ben Example", "auditor"), PASSWORD)
    bens = people.sign_in("ben", PASSWORD, OFFICE)
    assert bens is not None
    guess(people, "amina", OFFICE, 5)
    for cookie in (made_up, bens.device, bens.secret):
        with pytest.raises(TooManyAttempts):
            people.sign_in("amina", PASSWORD, Origin(place=OFFICE.place, device=cookie))


def test_one_place_may_not_go_through_many_names(people: People) -> None:
    for number in range(20):
        guess(people, f"name-{number}", ATTACKER, 1)
    with pytest.raises(TooManyAttempts):
        people.sign_in("amina", PASSWORD, ATTACKER)

    assert people.sign_in("amina", PASSWORD, OFFICE) is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_the_addresses_of_one_subscriber_are_one_place(
    people: People, one: str, other: str, same: bool
) -> None:
    guess(people, "amina", Origin(place=one), 5)
    told = None
    with suppress(TooManyAttempts):
        told = people.sign_in("amina", PASSWORD, Origin(place=other))

    assert (told is None) == same


def test_the_right_password_makes_good_for_the_wrong_ones_before_it(people: People) -> None:
    for _ in range(4):
        guess(people, "amina", OFFICE, 4)
        assert people.sign_in("amina", PASSWORD, OFFICE) is not None


def test_many_at_once_are_no_way_around_the_limit(people: People) -> None:
    def once(_: int) -> bool:
        try:
            return people.sign_in("amina", "wrong", OFFICE) is None
        except TooManyAttempts:
            return False

    with ThreadPoolExecutor(8) as threads:
        compared = sum(threads.map(once, range(24)))

    assert compared == 5
