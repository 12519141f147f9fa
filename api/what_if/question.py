"""What somebody asks of a replay: read from an address, with the default where nothing is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl

from api.london import typed_date
from api.register_words import REGIONS
from domain.base import Reason
from domain.vocabulary import Level
from domain.what_if import Lending, Rates

MOST_WEEKS: Final = 261
MOST_INCIDENTS: Final = 5_000
MOST_A_WEEK: Final = 20.0
MOST_OFFICERS: Final = 50
MOST_HOURS: Final = 60
MOST_PER_CENT: Final = 95
MOST_SEED: Final = 999_999
MOST_FIELDS: Final = 2_500
WEEK: Final = timedelta(weeks=1)
A_YEAR: Final = 52
LEVELS: Final = (Level.CRITICAL, Level.HIGH_PROFILE)
HAPPENED, MADE_UP = "happened", "made-up"
MADE_UP_RATES: Final[Mapping[Level, float]] = {Level.CRITICAL: 0.25, Level.HIGH_PROFILE: 0.5}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which demand, against which arrangement; a share that is None is the ruleset's own.

    `since` is a Monday, and `until` a Sunday, where the demand is what happened.
    """

    demand: str
    since: date
    until: date
    weeks: int
    seed: int
    rates: Rates
    lost: frozenset[str] = frozenset()
    more: Mapping[str, int] = field(default_factory=dict)
    hours: int = 37
    reserve: int | None = None
    overhead: int | None = None
    away: int = 0
    lending: Lending = Lending.KEEPING_RESERVE

    @property
    def made_up(self) -> bool:
        return self.demand == MADE_UP

    @property
    def changes(self) -> bool:
        """Whether anything is to be different from the present arrangement."""
        kept = (self.reserve, self.overhead) == (None, None)
        lending = self.lending is Lending.KEEPING_RESERVE
        return not (kept and lending) or bool(self.lost) or any(self.more.values())

    @property
    def expected(self) -> float:
        """How many incidents made-up demand has, on average."""
        return sum(self.rates.values()) * self.weeks


@dataclass(frozen=True)
class Asked:
    """A question as it was typed, so that the form can show it again, and what is wrong in it."""

    question: Question
    typed: Mapping[str, Sequence[str]]
    reasons: Sequence[Reason]

    @property
    def anything(self) -> bool:
        return bool(self.typed)

    def value(self, name: str, default: object = "") -> str:
        return self.typed[name][-1] if name in self.typed else str(default)

    def chosen(self, name: str, value: str, default: str = "") -> bool:
        return value in self.typed.get(name, (default,))


def asked_of(query: str, today: date) -> Asked:
    """The question of an address; what cannot be read is said, and stands as its default."""
    typed: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, max_num_fields=MOST_FIELDS):
        typed.setdefault(name, []).append(value.strip())
    reader = _Reader(typed)
    question = reader.question(today)
    return Asked(question, typed, reader.reasons)


def rate_name(region: str, level: Level) -> str:
    return f"{level.replace('_', '-')}.{region}"


class _Reader:
    """Reads one answer after the other, and keeps what is wrong with each."""

    def __init__(self, typed: Mapping[str, Sequence[str]]) -> None:
        self._typed = typed
        self.reasons: list[Reason] = []

    def question(self, today: date) -> Question:
        made_up = self._said("demand") == MADE_UP
        since, until = self._period(today, checked=not made_up)
        question = Question(
            demand=MADE_UP if made_up else HAPPENED,
            since=since,
            until=until,
            weeks=self._whole("weeks", "weeks", A_YEAR, 1, MOST_WEEKS) or A_YEAR,
            seed=self._whole("seed", "the number to draw by", 1, 0, MOST_SEED) or 0,
            rates=self._rates(),
            lost=frozenset(self._typed.get("lost", ())),
            more=self._more(),
            hours=self._whole("hours", "hours a week", 37, 1, MOST_HOURS) or 37,
            reserve=self._whole("reserve", "the reserve", None, 0, MOST_PER_CENT),
            overhead=self._whole("overhead", "the overhead", None, 0, MOST_PER_CENT),
            away=self._whole("away", "time away", 0, 0, MOST_PER_CENT) or 0,
            lending=self._lending(),
        )
        if made_up and question.expected > MOST_INCIDENTS:
            self._wrong(
                "weeks",
                f"That would be about {question.expected:,.0f} incidents. Ask for at most"
                f" {MOST_INCIDENTS:,}: fewer weeks, or fewer a week.",
            )
        return question

    def _period(self, today: date, *, checked: bool) -> tuple[date, date]:
        """Whole weeks: from the Monday of the first day to the Sunday of the last."""
        last = today - timedelta(days=today.weekday() + 1)
        until = self._day("to", last) or last
        since = self._day("from", until - A_YEAR * WEEK + timedelta(days=1)) or until
        if checked and since > until:
            self._wrong("from", "The period ends before it begins.")
            since = until
        since -= timedelta(days=since.weekday())
        until += timedelta(days=6 - until.weekday())
        if checked and weeks_between(since, until) > MOST_WEEKS:
            self._wrong("from", f"A replay has at most {MOST_WEEKS} weeks, which is five years.")
            since = until - MOST_WEEKS * WEEK + timedelta(days=1)
        return since, until

    def _day(self, name: str, default: date) -> date | None:
        said = self._said(name)
        if not said:
            return default
        day = typed_date(said)
        if day is None or not 2000 <= day.year <= 2100:
            self._wrong(name, "Give a day like 2 March 2026.")
            return default
        return day

    def _rates(self) -> dict[tuple[str, Level], float]:
        found = {}
        for region, said in REGIONS.items():
            for level in LEVELS:
                name = rate_name(region, level)
                rate = self._number(name, MADE_UP_RATES[level])
                if rate is None:
                    what = f"Incidents a week in {said}: a number from 0 to {MOST_A_WEEK:.0f}."
                    self._wrong(name, what)
                found[region, level] = rate or 0.0
        return found

    def _number(self, name: str, default: float) -> float | None:
        said = self._said(name)
        try:
            number = float(said) if said else default
        except ValueError:
            return None
        return number if 0 <= number <= MOST_A_WEEK else None

    def _more(self) -> dict[str, int]:
        return {
            region: self._whole(f"more.{region}", f"officers in {said}", 0, 0, MOST_OFFICERS) or 0
            for region, said in REGIONS.items()
        }

    def _lending(self) -> Lending:
        said = self._said("lending")
        return Lending(said) if said in set(Lending) else Lending.KEEPING_RESERVE

    def _whole(
        self, name: str, what: str, default: int | None, least: int, most: int
    ) -> int | None:
        said = self._said(name)
        if not said:
            return default
        if said.isascii() and said.isdigit() and least <= int(said[:9]) <= most:
            return int(said)
        words = f"{what[:1].upper()}{what[1:]}: a whole number from {least} to {most:,}."
        self._wrong(name, words)
        return default

    def _said(self, name: str) -> str:
        return self._typed[name][-1] if name in self._typed else ""

    def _wrong(self, name: str, text: str) -> None:
        self.reasons.append(Reason(code="CannotBeReplayed", text=text, field=name))


def weeks_between(since: date, until: date) -> int:
    """How many weeks from a Monday to a Sunday."""
    return ((until - since).days + 1) // 7
