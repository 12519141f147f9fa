"""Who a request stands for, as the accounts say at that moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine
from starlette.requests import Request

from api.access import NotSignedIn, signed_in
from domain.base import NotAllowed
from services.people import Origin, People, Person
from services.people.passwords import Cost

PASSWORD = "seven blue kettles"
AMINA = Person("amina", "Amina Example", "duty_officer", "north-west", "OFC-01")


@dataclass
class Clock:
    now: datetime = datetime(2030, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Sealer:
    """Seals for nobody but this test."""

    def __init__(self) -> None:
        self._key = Fernet(Fernet.generate_key())

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        return self._key.encrypt(plain)

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes:
        return self._key.decrypt(sealed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> People:
    engine = create_engine(f"sqlite:///{tmp_path}/people.db")
    people = People(engine, clock, Sealer(), Cost(64, 1, 1))
    people.prepare()
    people.enrol(AMINA, PASSWORD)
    return people


def session(people: People) -> str:
    entry = people.sign_in("amina", PASSWORD, Origin())
    assert entry is not None
    return entry.secret


def request(people: People, method: str = "GET", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    system = SimpleNamespace(people=people, settings=SimpleNamespace(secure=False))
    state = {"system": system}
    return Request({"type": "http", "method": method, "headers": raw, "state": state})


async def test_a_session_is_a_person_who_can_be_asked(people: People) -> None:
    asked = request(people, cookie=f"box1_session={session(people)}")
    who = await signed_in(asked)

    assert who == AMINA
    assert (who.attended, who.asked, who.program) == (True, True, False)
    assert asked.state.who is who


async def test_a_form_that_is_sent_is_never_held_up_by_a_question(people: People) -> None:
    who = await signed_in(request(people, "POST", cookie=f"box1_session={session(people)}"))

    assert (who.attended, who.asked) == (True, False)


async def test_an_open_page_that_asks_by_itself_is_not_asked_and_keeps_nobody_signed_in(
    people: People, clock: Clock
) -> None:
    cookie = f"box1_session={session(people)}"
    for minutes in (0, 20, 20):
        clock.now += timedelta(minutes=minutes)
        by_itself = request(people, cookie=cookie, box1_unattended="yes")
        if minutes and clock.now.minute == 40:
            with pytest.raises(NotSignedIn):
                await signed_in(by_itself)
        else:
            who = await signed_in(by_itself)
            assert (who.attended, who.asked) == (False, False)


async def test_using_it_keeps_a_session(people: People, clock: Clock) -> None:
    cookie = f"box1_session={session(people)}"
    for _ in range(3):
        clock.now += timedelta(minutes=20)
        assert await signed_in(request(people, cookie=cookie)) == AMINA


async def test_a_token_is_a_program_that_is_not_asked(people: People) -> None:
    token = people.issue_token("amina", purpose="review")
    for scheme in ("Bearer", "bearer"):
        who = await signed_in(request(people, authorization=f"{scheme} {token}"))
        assert (who, who.program, who.asked, who.standing_purpose) == (AMINA, True, False, "review")


async def test_what_a_program_reads_for_may_be_said_with_the_request(people: People) -> None:
    token = f"Bearer {people.issue_token('amina', purpose='review')}"
    who = await signed_in(request(people, authorization=token, box1_purpose="check"))

    assert who.standing_purpose == "check"


@pytest.mark.parametrize("headers", [{}, {"cookie": "box1_session=x"}, {"authorization": "x"}])
async def test_nobody_is_signed_in_otherwise(people: People, headers: dict[str, str]) -> None:
    with pytest.raises(NotSignedIn):
        await signed_in(request(people, **headers))


async def test_a_session_is_no_token_nor_the_other_way_round(people: People) -> None:
    token, secret = people.issue_token("amina"), session(people)
    for headers in (
        {"authorization": f"Bearer {secret}"},
        {"authorization": f"Basic {token}"},
        {"cookie": f"box1_session={token}"},
        {"authorization": "Bearer two words", "cookie": f"box1_session={secret}"},
    ):
        with pytest.raises(NotSignedIn):
            await signed_in(request(people, **headers))


async def test_a_token_that_only_reads_sends_nothing(people: People) -> None:
    token = f"Bearer {people.issue_token('amina', scope='read')}"
    for method in ("GET", "HEAD", "OPTIONS"):
        assert await signed_in(request(people, method, authorization=token)) == AMINA
    for method in ("POST", "PUT", "DELETE"):
        with pytest.raises(NotAllowed) as told:
            await signed_in(request(people, method, authorization=token))
    [reason] = told.value.reasons
    assert reason.code == "TokenReadsOnly"
    assert reason.text == "This token may only read. Make one that may also write."


async def test_leaving_and_a_new_role_count_at_the_next_request(people: People) -> None:
    cookie = f"box1_session={session(people)}"
    token = f"Bearer {people.issue_token('amina')}"
    people.change(Person("amina", "Amina Example", "analyst", "wales"))
    for headers in ({"authorization": token},):
        who = await signed_in(request(people, **headers))
        assert (who.role, who.region, who.officer) == ("analyst", "wales", None)
    people.leave("amina")
    for headers in ({"authorization": token}, {"cookie": cookie}):
        with pytest.raises(NotSignedIn):
            await signed_in(request(people, **headers))
