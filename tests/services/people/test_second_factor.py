"""The second factor: set up with a code, asked for at every sign-in, each code good once."""

from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import Engine, text

from services.people import Entry, Origin, People, TooManyAttempts
from tests.services.people.conftest import AMINA, NOWHERE, PASSWORD, Clock

HALF_MINUTE = timedelta(seconds=30)


class App:
    """An authenticator app with Amina's secret."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._clock = clock
        self.secret = people.second_factor.offer("amina")
        codes = people.second_factor.confirm("amina", self.code())
        assert codes is not None
        self.recovery_codes = codes
        clock.now += HALF_MINUTE

    def code(self) -> str:
        return TOTP(self.secret).at(self._clock.now)


@pytest.fixture
def app(people: People, clock: Clock) -> App:
    return App(people, clock)


def half(people: People, origin: Origin = NOWHERE) -> str:
    entry = people.sign_in("amina", PASSWORD, origin)
    assert entry is not None
    assert entry.waits
    return entry.secret


def finish(people: People, code: str) -> Entry | None:
    return people.second_step(half(people), code)


def test_a_password_alone_is_no_session_any_more(people: People, app: App) -> None:
    assert people.by_session(half(people)) is None


def test_the_code_of_now_opens_a_session_with_a_new_secret(people: People, app: App) -> None:
    waiting = half(people)
    entry = people.second_step(waiting, app.code())

    assert entry is not None
    assert entry.secret != waiting
    assert people.by_session(entry.secret) == AMINA
    with pytest.raises(LookupError):
        people.second_step(waiting, app.code())


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "١٢٣٤٥٦", "abcde-fghjk"])
def test_a_wrong_code_opens_none(people: People, app: App, wrong: str) -> None:
    assert finish(people, wrong) is None


def test_a_code_is_good_once_and_no_earlier_one_after_it(
    people: People, elsewhere: People, app: App, clock: Clock
) -> None:
    before = app.code()
    clock.now += HALF_MINUTE
    now = app.code()

    assert finish(people, now) is not None
    assert finish(elsewhere, now) is None
    assert finish(elsewhere, before) is None


def test_the_code_that_set_it_up_does_not_sign_in(people: People, clock: Clock) -> None:
    app = App(people, clock)
    clock.now -= HALF_MINUTE

    assert finish(people, app.code()) is None


@pytest.mark.parametrize(("late", "taken"), [(1, True), (2, False), (-1, True), (-2, False)])
def test_a_clock_may_be_half_a_minute_off(
    people: People, app: App, clock: Clock, late: int, taken: bool
) -> None:
    clock.now += 10 * HALF_MINUTE
    code = app.code()
    clock.now += late * HALF_MINUTE

    assert (finish(people, code) is not None) == taken


def test_spaces_in_a_code_do_not_matter(people: People, app: App) -> None:
    code = app.code()

    assert finish(people, f" {code[:3]} {code[3:]} ") is not None


def test_five_wrong_codes_must_wait_wherever_they_come_from(people: People, app: App) -> None:
    for number in range(5):
        place = Origin(place=f"192.0.2.{number}")
        assert people.second_step(half(people, place), "000000", place) is None
    with pytest.raises(TooManyAttempts):
        people.second_step(half(people), app.code())


def test_twenty_wrong_codes_in_an_hour_must_wait_for_the_hour(
    people: People, app: App, clock: Clock
) -> None:
    for number in range(20):
        clock.now += timedelta(seconds=61 if number % 5 == 0 else 0)
        assert finish(people, "000000") is None
    clock.now += timedelta(seconds=61)
    with pytest.raises(TooManyAttempts) as tried:
        finish(people, app.code())
    clock.now += timedelta(hours=1)

    assert tried.value.wait == timedelta(hours=1)
    assert finish(people, app.code()) is not None


def test_the_password_counts_for_five_minutes(people: People, app: App, clock: Clock) -> None:
    waiting = half(people)
    clock.now += timedelta(minutes=5)
    with pytest.raises(LookupError):
        people.second_step(waiting, app.code())


def test_each_of_ten_recovery_codes_works_once(people: People, app: App) -> None:
    assert len({*app.recovery_codes}) == 10
    first = app.recovery_codes[0]

    assert finish(people, first.upper().replace("-", " ")) is not None
    assert finish(people, first) is None
    assert finish(people, app.recovery_codes[1]) is not None
    assert people.second_factor.recovery_codes_left("amina") == 8


def test_new_recovery_codes_take_the_place_of_the_old(people: People, app: App) -> None:
    new = people.second_factor.new_recovery_codes("amina")

    assert finish(people, app.recovery_codes[0]) is None
    assert finish(people, new[0]) is not None


def test_it_counts_only_once_a_code_was_given(people: People) -> None:
    people.second_factor.offer("amina")

    assert people.second_factor.confirm("amina", "000000") is None
    entry = people.sign_in("amina", PASSWORD)
    assert entry is not None
    assert not entry.waits


def test_removed_the_password_is_enough_again(people: People, app: App) -> None:
    people.second_factor.remove("amina")
    entry = people.sign_in("amina", PASSWORD)

    assert entry is not None
    assert not entry.waits
    assert people.second_factor.recovery_codes_left("amina") == 0


def test_a_new_password_leaves_it_in_use(people: People, app: App) -> None:
    people.enrol(AMINA, "nine green lanterns")
    entry = people.sign_in("amina", "nine green lanterns")

    assert entry is not None
    assert entry.waits


def test_neither_the_secret_nor_a_recovery_code_can_be_read(
    people: People, app: App, engine: Engine
) -> None:
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT second_factor FROM people")).scalar_one()
        codes = connection.execute(text("SELECT code FROM recovery_codes")).scalars().all()

    assert app.secret.encode() not in bytes(kept)
    assert all(code.startswith("$argon2id$") for code in codes)
