"""A month of the rota, day by day as a calendar on the wall has it; and times in its words."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from api.london import local, moment
from domain.officer.words import DutyKind
from projections.rota import Gap, OnDuty, gaps

A_DAY: Final = timedelta(days=1)
YEARS: Final = range(2000, 2200)
MONTHS: Final = range(1, 13)
LONGEST_CODE: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Who has a duty for how much of a day; nobody where `who` is empty."""

    who: str
    times: str
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day, with its primary and its deputy."""

    date: date
    today: bool
    primary: Sequence[Piece]
    deputy: Sequence[Piece]

    @property
    def has_gap(self) -> bool:
        return any(not piece.who for piece in (*self.primary, *self.deputy))


@dataclass(frozen=True, slots=True)
class Month:
    """A month by the clock in London."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def since(self) -> datetime:
        return moment(self.first, time())

    @property
    def until(self) -> datetime:
        return moment(self.last + A_DAY, time())

    @property
    def code(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def before(self) -> "Month":
        return month_of(self.first - A_DAY)

    @property
    def after(self) -> "Month":
        return month_of(self.last + A_DAY)

    @property
    def empty_cells(self) -> int:
        """The days of the first week that belong to the month before."""
        return self.first.weekday()


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def month_named(code: str, now: datetime) -> Month:
    """The month of a code such as 2026-11; this month where there is none such."""
    year, _, month = code.partition("-")
    digits = year.isdecimal() and month.isdecimal() and len(code) <= LONGEST_CODE
    if digits and int(year) in YEARS and int(month) in MONTHS:
        return Month(int(year), int(month))
    return month_of(local(now).date())


def days_of(month: Month, found: Sequence[OnDuty], now: datetime, officer: str = "") -> list[Day]:
    """Every day of a month; `officer` is whose duties are marked as the reader's own."""
    missing = gaps(found, month.since, month.until)
    number, today = (month.last - month.first).days + 1, local(now).date()
    days = (month.first + each * A_DAY for each in range(number))
    return [
        Day(
            date=day,
            today=day == today,
            primary=pieces(day, DutyKind.PRIMARY, found, missing, officer),
            deputy=pieces(day, DutyKind.DEPUTY, found, missing, officer),
        )
        for day in days
    ]


def pieces(
    day: date, kind: DutyKind, found: Sequence[OnDuty], missing: Sequence[Gap], officer: str
) -> list[Piece]:
    """Who has a kind of duty on a day, in the order in which they have it."""
    begins, ends = moment(day, time()), moment(day + A_DAY, time())
    held = [
        (one.since, Piece(who=one.called, times=times_on(begins, ends, one), mine=mine))
        for one in found
        if one.kind is kind and one.since < ends and one.until > begins
        for mine in (one.officer == officer,)
    ]
    nobody = [
        (gap.since, Piece(who="", times=times_on(begins, ends, gap)))
        for gap in missing
        if gap.kind is kind and gap.since < ends and gap.until > begins
    ]
    return [piece for _, piece in sorted([*held, *nobody], key=lambda pair: pair[0])]


def times_on(begins: datetime, ends: datetime, one: OnDuty | Gap) -> str:
    """Nothing where it is the whole day; else from when and until when."""
    since = f"{local(one.since):%H:%M}" if one.since > begins else ""
    until = f"{local(one.until):%H:%M}" if one.until < ends else ""
    if since and until:
        return f"{since} to {until}"
    return f"from {since}" if since else f"until {until}" if until else ""


def stretch(since: datetime, until: datetime) -> str:
    """Mon 30 Nov, 09:00 to Mon 7 Dec 2026, 09:00"""
    begins, ends = local(since), local(until)
    year = f" {begins.year}" if begins.year != ends.year else ""
    first = f"{begins:%a} {begins.day} {begins:%b}{year}, {begins:%H:%M}"
    return f"{first} to {ends:%a} {ends.day} {ends:%b} {ends.year}, {ends:%H:%M}"
