"""Who may sign in, how they are recognised, and what ends at once when they leave or change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from domain.base import Malformed
from services.people.calendars import Calendars
from services.people.carried import Carried
from services.people.credentials import (
    DEVICE_KNOWN,
    HALF_SIGNED_IN,
    LONGEST_SESSION,
    SHOWN,
    Credentials,
    Kind,
    person_of,
)
from services.people.passwords import FOR_CODES, FOR_PASSWORDS, Cost, Passwords, check_new, readable
from services.people.person import WRITE, Claim, Entry, Origin, Person
from services.people.saved_views import SavedViews
from services.people.sealed_words import SealedWords
from services.people.second_factor import Sealer, SecondFactor
from services.people.tables import aware, hashed, make_tables, naive, people
from services.people.tries import Tries, code_limits, own_limits, password_limits

NOWHERE = Origin()
FIRST_PASSWORD_LASTS, FIRST_PASSWORD_GROUPS = timedelta(days=7), 4


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as whoever manages accounts sees it."""

    person: Person
    left_at: datetime | None
    elsewhere: bool
    second_factor: bool


class People:
    """Accounts and how they are recognised. Of secrets, only hashes and sealed texts are stored."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        sealer: Sealer,
        cost: Cost = FOR_PASSWORDS,
        *,
        demanding: bool = False,
    ) -> None:
        self._engine, self._clock = engine, clock
        self._passwords, self._tries = Passwords(cost), Tries(engine, clock)
        words = SealedWords(sealer)
        self.credentials = Credentials(engine, clock, words, demanding=demanding)
        self.calendars = Calendars(self.credentials)
        self.carried = Carried(engine, clock)
        self.second_factor = SecondFactor(engine, clock, sealer, min(cost, FOR_CODES))
        self.saved_views = SavedViews(engine, words)

    def prepare(self) -> None:
        make_tables(self._engine)

    def enrol(self, person: Person, password: str | None = None) -> None:
        """Add an account, or replace what is known of it; without a password it cannot sign in."""
        if password:
            check_new(password, person.ref, person.name)
        self._enrol(person, password, None)

    def enrol_anew(self, person: Person) -> str:
        """The same with a random password, which must soon be replaced; told once.

        Whoever is signed in as them is signed out.
        """
        password = readable(FIRST_PASSWORD_GROUPS)
        self._enrol(person, password, naive(self._clock()) + FIRST_PASSWORD_LASTS)
        self.end_sessions(person.ref)
        return password

    def _enrol(self, person: Person, password: str | None, until: datetime | None) -> None:
        row = {
            "name": person.name,
            "role": person.role,
            "region": person.region,
            "officer": person.officer,
            "password": self._passwords.hash(password) if password else None,
            "first_until": until,
            "left_at": None,
        }
        with self._engine.begin() as connection:
            this = update(people).where(people.c.ref == person.ref)
            if connection.execute(this.values(row)).rowcount == 0:
                connection.execute(insert(people), row | {"ref": person.ref})

    def everyone(self) -> list[Person]:
        with self._engine.connect() as connection:
            return [person_of(row) for row in connection.execute(select(people).order_by("ref"))]

    def accounts(self) -> list[Account]:
        with self._engine.connect() as connection:
            return [_account(row) for row in connection.execute(select(people).order_by("name"))]

    def present(self) -> list[Person]:
        """Whoever may be given work: everybody who has not left."""
        return [account.person for account in self.accounts() if account.left_at is None]

    def account(self, ref: str) -> Account | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.ref == ref)).first()
        return _account(row) if row is not None else None

    def find(self, ref: str) -> Person | None:
        account = self.account(ref)
        return account.person if account is not None else None

    def change(self, person: Person) -> None:
        """Another name, role, region or officer: from their next request on."""
        values = {name: getattr(person, name) for name in ("name", "role", "region", "officer")}
        with self._engine.begin() as connection:
            connection.execute(update(people).where(people.c.ref == person.ref).values(values))

    def leave(self, ref: str) -> None:
        """They may not come in any more: from their next request on, wherever they are."""
        left = update(people).where(people.c.ref == ref).values(left_at=naive(self._clock()))
        with self._engine.begin() as connection:
            connection.execute(left)
        self.credentials.end_all(ref, *Kind)

    def come_back(self, ref: str) -> None:
        """A closed account is open again; what they were signed in with stays ended."""
        with self._engine.begin() as connection:
            connection.execute(update(people).where(people.c.ref == ref).values(left_at=None))

    def sign_in(self, ref: str, password: str, origin: Origin = NOWHERE) -> Entry | None:
        """What a password leads to, or None; takes as long for a name that nobody has."""
        device = self.credentials.known(Kind.DEVICE, origin.device, ref)
        limits = password_limits(ref, origin.place, device)
        number = self._tries.begin(limits)
        with self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.ref == ref)).first()
        if not self._passwords.matches(password, self._expected(row)):
            return None
        self._tries.right(number, limits)
        if row is not None and row.second_factor is not None:
            half = self.credentials.issue(Kind.HALF, ref, HALF_SIGNED_IN)
            return Entry(ref, half, origin.device, waits=True)
        return self._enter(ref, origin, device)

    def second_step(self, half: str, code: str, origin: Origin = NOWHERE) -> Entry | None:
        """A session for whoever gave the password and now the code, or None for a wrong code.

        LookupError where no password was given within the last minutes.
        """
        person = self.credentials.recognise(Kind.HALF, half)
        if person is None:
            raise LookupError(half)
        device = self.credentials.known(Kind.DEVICE, origin.device, person.ref)
        if not self.accepts_code(person.ref, code, device):
            return None
        self.credentials.end(half)
        return self._enter(person.ref, origin, device)

    def accepts_code(self, ref: str, code: str, device: str | None = None) -> bool:
        """Whether the second factor's code is right; TooManyAttempts after five wrong ones."""
        limits = code_limits(ref, device)
        number = self._tries.begin(limits)
        right = self.second_factor.accepts(ref, code)
        if right:
            self._tries.right(number, limits)
        return right

    def is_password(self, ref: str, password: str) -> bool:
        """Whether somebody signed in knows their own; TooManyAttempts after five wrong ones."""
        limits = own_limits(ref)
        number = self._tries.begin(limits)
        with self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.ref == ref)).first()
        right = self._passwords.matches(password, self._expected(row))
        if right:
            self._tries.right(number, limits)
        return right

    def change_password(self, person: Person, old: str, new: str) -> None:
        """Everybody else who is signed in as them is signed out; Malformed says what is wrong."""
        if not self.is_password(person.ref, old):
            raise Malformed.because("PasswordWrong", "This is not your password now.", "old")
        if new == old:
            raise Malformed.because("PasswordNotNew", "Choose another than you have now.", "new")
        check_new(new, person.ref, person.name, field="new")
        changed = update(people).where(people.c.ref == person.ref)
        with self._engine.begin() as connection:
            changed = changed.values(password=self._passwords.hash(new), first_until=None)
            connection.execute(changed)
        self.end_others(person)

    def end_others(self, person: Person) -> None:
        """Sign them out everywhere but here, and know none of their devices any more."""
        kinds = (Kind.SESSION, Kind.HALF, Kind.DEVICE)
        self.credentials.end_all(person.ref, *kinds, but=person.credential)

    def end_sessions(self, ref: str) -> None:
        """Sign somebody out everywhere."""
        self.credentials.end_all(ref, Kind.SESSION, Kind.HALF, Kind.DEVICE)

    def admit(self, claim: Claim, origin: Origin = NOWHERE) -> Entry | None:
        """Somebody whom their organisation's sign-in vouches for; None where they have left here.

        Their account is made, or changed to what is said of them now.
        """
        ref = f"oidc-{hashed(claim.subject)[:SHOWN]}"
        account = self.account(ref)
        if account is not None and account.left_at is not None:
            return None
        who = Person(ref, claim.name, claim.role, claim.region, claim.officer)
        if account is None:
            self.enrol(who)
        self.change(who)
        with self._engine.begin() as connection:
            this = update(people).where(people.c.ref == ref)
            connection.execute(this.values(subject=claim.subject))
        return self._enter(ref, origin, "")

    def not_admitted(self, subject: str) -> None:
        """Their organisation gives them no role any more: what they had here ends."""
        self.credentials.end_all(f"oidc-{hashed(subject)[:SHOWN]}", *Kind)

    def issue_token(
        self,
        ref: str,
        *,
        days: int | None = None,
        scope: str = WRITE,
        purpose: str = "",
        label: str = "",
    ) -> str:
        """A new token with which a program acts as this person; without days it has no end."""
        lasts = timedelta(days=days) if days else None
        return self.credentials.issue(
            Kind.TOKEN, ref, lasts, scope=scope, purpose=purpose, label=label
        )

    def by_session(self, secret: str, *, in_use: bool = True) -> Person | None:
        """The person of a session, unless it was idle for half an hour or is half a day old.

        A page that asks by itself is not use: an open page keeps nobody signed in.
        """
        return self.credentials.recognise(Kind.SESSION, secret, in_use=in_use)

    def by_token(self, secret: str) -> Person | None:
        return self.credentials.recognise(Kind.TOKEN, secret)

    def sign_out(self, secret: str) -> None:
        self.credentials.end(secret)

    def views_of(self, person: Person) -> dict[str, str]:
        """The filters that a person saved: name to query string."""
        return self.saved_views.of(person)

    def save_view(self, person: Person, name: str, query: str) -> None:
        self.saved_views.save(person, name, query)

    def drop_view(self, person: Person, name: str) -> None:
        self.saved_views.drop(person, name)

    def new_session(self, person: Person) -> str:
        """The same session under a new secret, after what they may do has grown."""
        mine = self.credentials.of(person.ref, Kind.SESSION)
        label = next((each.label for each in mine if each.id == person.credential), "")
        self.credentials.end_one(person.ref, person.credential)
        return self.credentials.issue(Kind.SESSION, person.ref, LONGEST_SESSION, label=label)

    def _expected(self, row: Row[Any] | None) -> str | None:
        """The hash of the password that somebody may use now, if there is one."""
        if row is None or row.left_at is not None:
            return None
        over = row.first_until is not None and row.first_until <= naive(self._clock())
        return None if over else row.password

    def _enter(self, ref: str, origin: Origin, device: str | None) -> Entry:
        kept = origin.device
        if device is None:
            kept = self.credentials.issue(Kind.DEVICE, ref, DEVICE_KNOWN, label=origin.browser)
        session = self.credentials.issue(Kind.SESSION, ref, LONGEST_SESSION, label=origin.browser)
        return Entry(ref, session, kept)


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        person=person_of(row),
        left_at=aware(row.left_at) if row.left_at is not None else None,
        elsewhere=row.subject is not None,
        second_factor=row.second_factor is not None,
    )
