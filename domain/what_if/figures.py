"""What a replay comes down to: shortfalls, waits by band, loans, and how much was used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median_low
from typing import Final

from domain.capacity import half_up
from domain.priority import Band
from domain.what_if.waiting import Work
from domain.what_if.words import Arrival, Loan, Outcome, Use, Waits

TENTHS_OF_A_WEEK: Final = 50
"""Tenths of a working day: a week has five days."""


class Taken:
    """What is written down while a replay goes on."""

    def __init__(self, regions: Sequence[str], arrivals: int) -> None:
        self.shortfall: dict[str, list[int]] = {region: [] for region in regions}
        self.available = dict.fromkeys(regions, 0)
        self.done: dict[tuple[str, str], int] = defaultdict(int)
        self.late = [0] * arrivals

    def add(self, work: Work, lender: str, borrower: str, minutes: int, week: int) -> None:
        self.done[lender, borrower] += minutes
        self.late[work.arrival] += minutes * (week - work.due)

    def end_of_week(self, region: str, available: int, waiting: int) -> None:
        self.available[region] += available
        self.shortfall[region].append(waiting)


def figures_of(
    demand: Sequence[Arrival],
    minutes: Sequence[Sequence[int]],
    weeks: int,
    taken: Taken,
    left: Iterable[Work],
) -> Outcome:
    late, waiting = list(taken.late), [0] * len(demand)
    for work in left:
        late[work.arrival] += work.minutes * (weeks - work.due)
        waiting[work.arrival] += work.minutes
    due = [
        sum(each[: max(weeks - arrival.week, 0)])
        for arrival, each in zip(demand, minutes, strict=True)
    ]
    asked = sum(map(sum, minutes))
    done = sum(taken.done.values())
    return Outcome(
        weeks=weeks,
        shortfall={region: tuple(each) for region, each in taken.shortfall.items()},
        waits=_by_band(demand, due, late, waiting),
        loans=tuple(
            Loan(lender=lender, borrower=borrower, minutes=lent)
            for (lender, borrower), lent in sorted(taken.done.items())
            if lender != borrower and lent
        ),
        use={
            region: Use(available=available, done=_done_by(region, taken.done))
            for region, available in taken.available.items()
        },
        asked=asked,
        done=done,
        beyond=asked - done - sum(waiting),
    )


def _done_by(region: str, done: Mapping[tuple[str, str], int]) -> int:
    return sum(minutes for (lender, _), minutes in done.items() if lender == region)


def _by_band(
    demand: Sequence[Arrival], due: Sequence[int], late: Sequence[int], waiting: Sequence[int]
) -> dict[Band, Waits]:
    numbers: dict[Band, list[int]] = {band: [] for band in Band}
    for number, arrival in enumerate(demand):
        numbers[arrival.band].append(number)
    return {
        band: waits_of(
            [(due[number], late[number], waiting[number]) for number in theirs if due[number]]
        )
        for band, theirs in numbers.items()
    }


def waits_of(requests: Sequence[tuple[int, int, int]]) -> Waits:
    """Of requests, each as the minutes needed, minutes times weeks late, and minutes waiting."""
    if not requests:
        return Waits()
    days = sorted(half_up(Fraction(late * TENTHS_OF_A_WEEK, due)) for due, late, _ in requests)
    return Waits(
        requests=len(days),
        waited=sum(late > 0 for _, late, _ in requests),
        mean=half_up(Fraction(sum(days), len(days))),
        median=median_low(days),
        nine_in_ten=days[-(-9 * len(days) // 10) - 1],
        longest=days[-1],
        late=sum(late for _, late, _ in requests),
        open=sum(waiting > 0 for _, _, waiting in requests),
        open_minutes=sum(waiting for _, _, waiting in requests),
    )
