"""Mail on publishing, through a real mail server: nothing is lost, and each is sent once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from domain.base import Provenance
from domain.briefing import BRIEFING_DECISIONS, Briefing, Period
from domain.briefing.decisions import BriefingCompiled, BriefingPublished
from domain.insight import Audience
from domain.registry import Registry
from services.log import EventLog
from services.mail import Due, Mailer, Outbox, Recipients, Sent, is_address, read_server
from services.mapper import EventMapper
from services.people.sealed_words import SealedWords
from services.store import Store
from services.vault import Vault
from tests.mailing import MailRoom, mail_server
from tests.ports import free_port
from tests.services.people.conftest import Clock

TEAM = "organisation"


class Office:
    """A store, lists of addresses, an outbox and whoever takes it to the server."""

    def __init__(
        self, log: EventLog, engine: Engine, vault: Vault, provenance: Callable[[], Provenance]
    ) -> None:
        self.clock, self.provenance, self.engine = Clock(), provenance, engine
        self.store = Store(log, EventMapper(Registry(*BRIEFING_DECISIONS), vault))
        self.outbox = Outbox(engine, self.store)
        self.outbox.prepare()
        words = SealedWords(vault.of_stream("ACCOUNT"))
        self.recipients = Recipients(engine, self.clock, words)
        for name in ("ann", "ben"):
            self.recipients.add(TEAM, f"{name}@example.org", "head")

    def publish(self, audience: str = TEAM) -> str:
        briefing = Briefing(ref := self.store.next_ref("BRF", 4))
        period = Period(since=date(2030, 1, 1), to=date(2030, 1, 7))
        told = BriefingCompiled(period=period, insights=("INS-1",))
        briefing.decide(told, self.provenance())
        briefing.decide(BriefingPublished(audience=Audience(audience)), self.provenance())
        self.store.record(briefing)
        return ref

    def mailer(self, url: str | None) -> Mailer:
        server = read_server(url) if url else None
        return Mailer(self.outbox, server, self.compose, self.clock)

    def compose(self, due: Due) -> EmailMessage | None:
        recipient = self.recipients.find(due.audience, due.recipient)
        if recipient is None:
            return None
        message = EmailMessage()
        message["From"], message["To"] = "box1@example.org", recipient.address
        message["Message-ID"] = f"<{due.id}@example.org>"
        message["Subject"] = due.ref
        message.set_content("What was learned.")
        return message


@pytest.fixture
def engine(log: EventLog, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    postgres = request.node.callspec.params["log"] == "postgres"
    url = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path}/people.db"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


@pytest.fixture
def office(
    log: EventLog, engine: Engine, vault: Vault, provenance: Callable[[], Provenance]
) -> Office:
    return Office(log, engine, vault, provenance)


@pytest.fixture
def room() -> MailRoom:
    return MailRoom()


def test_what_is_published_goes_to_everybody_on_the_list_once(
    office: Office, room: MailRoom
) -> None:
    with mail_server(room) as url:
        mailer, another = office.mailer(url), office.mailer(url)
        assert mailer.look() == 0
        office.publish()
        assert mailer.look() + another.look() == 2
        assert mailer.look() + another.look() == 0

    assert room.addresses == ["ann@example.org", "ben@example.org"]
    assert {message["Subject"] for _, message in room.arrived} == {"BRF-0001"}


def test_a_server_that_is_away_delays_and_loses_nothing(office: Office, room: MailRoom) -> None:
    port = free_port()
    mailer = office.mailer(f"smtp://127.0.0.1:{port}")
    ref = office.publish()
    assert mailer.look() == 0
    assert office.outbox.counts(ref)[TEAM]["waiting"] == 2

    with mail_server(room, port):
        assert mailer.look() == 0, "it waits a while before it asks again"
        office.clock.now += timedelta(minutes=1)
        assert mailer.look() == 2
    assert office.outbox.counts(ref)[TEAM] == {"waiting": 0, "sent": 2, "refused": 0, "dropped": 0}


def test_what_was_published_while_nothing_ran_is_mailed_by_the_next_process(
    office: Office, room: MailRoom
) -> None:
    office.publish()
    with mail_server(room) as url:
        assert office.mailer(url).look() == 2


def test_what_a_process_died_with_is_sent_by_another_after_a_while(
    office: Office, room: MailRoom
) -> None:
    office.publish()
    office.outbox.fill(office.clock())
    [first, _] = office.outbox.due(office.clock())
    assert office.outbox.claim(first, office.clock())
    assert not office.outbox.claim(first, office.clock())

    with mail_server(room) as url:
        survivor = office.mailer(url)
        assert survivor.look() == 1
        office.clock.now += timedelta(minutes=6)
        assert survivor.look() == 1
    assert room.addresses == ["ann@example.org", "ben@example.org"]


def test_an_address_that_is_refused_for_good_is_given_up_and_counted(
    office: Office, room: MailRoom
) -> None:
    room.answers = {"ann@example.org": "550 nobody of that name", "ben@example.org": "451 later"}
    ref = office.publish()
    with mail_server(room) as url:
        mailer = office.mailer(url)
        mailer.look()
        counted = office.outbox.counts(ref)[TEAM]
        assert (counted[Sent.REFUSED], counted[Sent.WAITING]) == (1, 1)
        room.answers.clear()
        office.clock.now += timedelta(minutes=2)
        mailer.look()
    assert room.addresses == ["ben@example.org"]


def test_whoever_was_taken_off_meanwhile_gets_nothing(office: Office, room: MailRoom) -> None:
    ref = office.publish()
    office.outbox.fill(office.clock())
    [ann, _] = office.recipients.of(TEAM)
    office.recipients.remove(ann.number)
    with mail_server(room) as url:
        office.mailer(url).look()

    assert room.addresses == ["ben@example.org"]
    assert office.outbox.counts(ref)[TEAM][Sent.DROPPED] == 1


def test_without_a_server_nothing_is_queued_for_later(office: Office, room: MailRoom) -> None:
    ref = office.publish()
    office.mailer(None).look()
    with mail_server(room) as url:
        office.mailer(url).look()
    assert (room.arrived, office.outbox.counts(ref)) == ([], {})


def test_another_audience_has_a_list_of_its_own(office: Office, room: MailRoom) -> None:
    office.recipients.add("partners", "cat@example.net", "head")
    office.publish("partners")
    with mail_server(room) as url:
        office.mailer(url).look()
    assert room.addresses == ["cat@example.net"]


def test_addresses_are_kept_sealed_and_each_once(office: Office) -> None:
    assert not office.recipients.add(TEAM, "Ann@Example.org", "head")
    with office.engine.connect() as connection:
        kept = connection.scalars(text("SELECT address FROM mail_recipients")).all()
        queued = connection.execute(text("SELECT * FROM mail_outbox")).keys()
    assert len(kept) == 2
    assert not any("example" in one for one in kept)
    assert not {"address", "text"} & set(queued)


def test_nothing_that_is_logged_names_anybody(
    office: Office, room: MailRoom, caplog: pytest.LogCaptureFixture
) -> None:
    room.answers = {"ann@example.org": "550 there is no ann@example.org"}
    office.publish()
    with mail_server(room) as url:
        office.mailer(url).look()
    office.publish()
    office.mailer("smtp://127.0.0.1:1").look()

    assert "refused for good: 550" in caplog.text
    assert "does not answer" in caplog.text
    assert "example" not in caplog.text


def test_a_password_is_sent_over_tls_alone(office: Office, room: MailRoom) -> None:
    office.publish()
    with mail_server(room) as url:
        assert office.mailer(url.replace("//", "//box1:secret@")).look() == 0
    assert room.arrived == []


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("ann@example.org", True),
        ("ann.b+c@mail.example.org", True),
        ("ann", False),
        ("ann@example", False),
        ("ann@example.org\nBcc: eve@example.org", False),
        ("Ann <ann@example.org>", False),
        ("a@b.org,c@d.org", False),
        ("a" * 250 + "@example.org", False),
    ],
)
def test_an_address_is_one_address(address: str, *, fits: bool) -> None:
    assert is_address(address) is fits


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "mail.example.org"])
def test_an_address_of_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        read_server(url)


def test_a_mail_server_says_port_and_who_signs_in() -> None:
    server = read_server("smtps://box1:p%40ss@mail.example.org")
    assert (server.host, server.port, server.encrypted) == ("mail.example.org", 465, True)
    assert (server.user, server.password) == ("box1", "p@ss")
    assert "p@ss" not in repr(server)
