"""Past or made-up demand against an arrangement of officers, week by week: nothing is written.

In each week, by band, P1 first:

1. each region does its own work, the earliest arrival first, as far as somebody who is free has
   every language and skill that it needs. P1 may use all that is free; what is lower leaves the
   region's reserve, a share of what was available at the beginning of the week;
2. what is left is offered to the other regions, again the earliest arrival first. Whoever has the
   most above their reserve lends first, in a tie the first by name, and keeps the reserve.
   Only where the head authorises it, a P1 may take the reserve too.

So a lender serves a higher band of another region before its own lower ones, and never before
its own of the same band. What nobody does waits for the next week, before what arrives later.

What a request needs in its second week is needed then, also where the first came late: demand does
not wait for us. Minutes are divided freely; a loan costs no travel; who starts something need not
finish it. The difference between two replays says more than either of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from domain.capacity import CapacityRules
from domain.priority import Band
from domain.what_if.figures import Taken, figures_of
from domain.what_if.pool import Pool, Staff
from domain.what_if.waiting import Line, Waiting, Work, earliest
from domain.what_if.words import Arrival, Lending, Outcome, Staffed, Terms


class Replay:
    """One replay. `weeks` goes through it and says how far it is; `outcome` is for afterwards."""

    def __init__(
        self,
        demand: Sequence[Arrival],
        staff: Sequence[Staffed],
        rules: CapacityRules,
        terms: Terms,
    ) -> None:
        self._demand = sorted(demand, key=lambda arrival: arrival.week)
        self._minutes = [arrival.minutes or rules.demand[arrival.level] for arrival in self._demand]
        needed = frozenset(chain.from_iterable(arrival.needs for arrival in demand))
        self._staff = Staff(staff, rules, needed, terms.weeks)
        self._terms = terms
        self._regions = sorted(self._staff.regions | {arrival.region for arrival in demand})
        self._waiting = Waiting()
        self._due = self._by_week()
        self._taken = Taken(self._regions, len(self._demand))

    def weeks(self) -> Iterator[int]:
        """Replay one week after the other; yields how many are done."""
        for week in range(self._terms.weeks):
            self._replay(week)
            yield week + 1

    def outcome(self) -> Outcome:
        return figures_of(
            self._demand, self._minutes, self._terms.weeks, self._taken, self._waiting.left()
        )

    def _by_week(self) -> list[list[Work]]:
        due: list[list[Work]] = [[] for _ in range(self._terms.weeks)]
        for number, arrival in enumerate(self._demand):
            for week, minutes in enumerate(self._minutes[number], arrival.week):
                if week < self._terms.weeks:
                    due[week].append(Work(number, week, minutes))
        return due

    def _replay(self, week: int) -> None:
        for work in self._due[week]:
            arrival = self._demand[work.arrival]
            self._waiting.add(arrival.band, arrival.region, arrival.needs, work)
        pools = self._staff.pools(self._regions, week)
        for band in Band:
            for region in self._regions:
                self._own(band, pools[region], region, week)
            if self._terms.lending is not Lending.NEVER:
                self._borrow(band, pools, week)
        for region, pool in pools.items():
            self._taken.end_of_week(region, pool.available, self._waiting.minutes[region])

    def _own(self, band: Band, pool: Pool, region: str, week: int) -> None:
        lines = self._waiting.lines(band, region)
        kept = 0 if band is Band.P1 else pool.reserve
        while lines and pool.above(kept):
            line = earliest(lines)
            stuck = self._give(line, region, pool, kept, week)
            if stuck or not line.waiting:
                lines.remove(line)

    def _borrow(self, band: Band, pools: Mapping[str, Pool], week: int) -> None:
        whole = band is Band.P1 and self._terms.lending is Lending.AUTHORISED
        kept = {region: 0 if whole else pool.reserve for region, pool in pools.items()}
        lines = self._waiting.lines(band)
        while lines and any(pool.above(kept[region]) for region, pool in pools.items()):
            line = earliest(lines)
            lenders = sorted(
                (region for region in pools if region != line.region),
                key=lambda region: (-pools[region].above(kept[region], line.needs), region),
            )
            stuck = True
            for lender in lenders:
                if not (stuck := self._give(line, lender, pools[lender], kept[lender], week)):
                    break
            if stuck or not line.waiting:
                lines.remove(line)

    def _give(self, line: Line, lender: str, pool: Pool, kept: int, week: int) -> bool:
        """What a pool has for the first in line; whether some of that is left."""
        work = line.waiting[0]
        minutes = pool.take(work.minutes, kept, line.needs)
        self._taken.add(work, lender, line.region, minutes, week)
        return self._waiting.settle(line, minutes)


def replay(
    demand: Sequence[Arrival], staff: Sequence[Staffed], rules: CapacityRules, terms: Terms
) -> Outcome:
    """All weeks at once."""
    replayed = Replay(demand, staff, rules, terms)
    for _ in replayed.weeks():
        pass
    return replayed.outcome()
