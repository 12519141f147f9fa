"""What a replay is asked and what it answers, in integer minutes and weeks numbered from 0."""

from collections.abc import Mapping
from enum import StrEnum

from domain.base import Value
from domain.priority import Band
from domain.vocabulary import Level


class Lending(StrEnum):
    """Which loans between regions a replay allows."""

    NEVER = "never"
    KEEPING_RESERVE = "keeping_reserve"
    AUTHORISED = "authorised"
    """As the head may: for a P1, the lender's reserve too."""


class Arrival(Value):
    """A piece of demand, in the week and the region where it arose.

    `minutes` are by week, the week of arrival first; None stands for its level's profile.
    `needs` are the languages and skills that whoever works on it must all have.
    """

    ref: str
    week: int
    region: str
    level: Level
    band: Band
    minutes: tuple[int, ...] | None = None
    needs: frozenset[str] = frozenset()


class Staffed(Value):
    """An officer of a region: net minutes of each week, and the languages and skills they have."""

    ref: str
    region: str
    net: tuple[int, ...]
    can: frozenset[str] = frozenset()


class Terms(Value):
    """How many weeks are replayed, and which loans are allowed."""

    weeks: int
    lending: Lending = Lending.KEEPING_RESERVE


class Waits(Value):
    """How late the work of one band's requests was done, in tenths of a working day.

    A request's wait is the mean over the minutes of its work: how many weeks after the week in
    which each was needed it was done, a week being five working days. What is still waiting at
    the end has waited until then. `median` is the lower one of two. `late` is the sum over all
    minutes, in minutes times weeks. `open` requests still wait for `open_minutes` at the end.
    """

    requests: int = 0
    waited: int = 0
    mean: int = 0
    median: int = 0
    nine_in_ten: int = 0
    longest: int = 0
    late: int = 0
    open: int = 0
    open_minutes: int = 0


class Use(Value):
    """What a region's officers had, and what of it they did, for whichever region."""

    available: int
    done: int


class Loan(Value):
    """Minutes that officers of one region worked for another."""

    lender: str
    borrower: str
    minutes: int


class Outcome(Value):
    """What would have come of it.

    `shortfall` has for each region and week the minutes that were needed by the end of the week
    and that nobody had done. `asked` are the minutes of all demand: those `done`, those that
    wait at the end, and those `beyond`, which are not needed before the period is over.
    """

    weeks: int
    shortfall: Mapping[str, tuple[int, ...]]
    waits: Mapping[Band, Waits]
    loans: tuple[Loan, ...]
    use: Mapping[str, Use]
    asked: int
    done: int
    beyond: int

    @property
    def requests(self) -> int:
        return sum(each.requests for each in self.waits.values())

    @property
    def open_minutes(self) -> int:
        return sum(each.open_minutes for each in self.waits.values())

    @property
    def short_weeks(self) -> int:
        """In how many weeks work waited in any region."""
        return sum(any(column) for column in zip(*self.shortfall.values(), strict=True))

    @property
    def lent(self) -> int:
        return sum(loan.minutes for loan in self.loans)
