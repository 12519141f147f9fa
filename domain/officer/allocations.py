"""Work for requests: never more than is free, unless the head says so (rules C1 and C5)."""

from collections.abc import Iterator
from typing import TypeAlias

from domain.base import Provenance, Reason, Rules
from domain.capacity import keeps_reserve, reserve_target
from domain.officer.decisions import Allocated, AllocationChanged, AllocationEnded, TimeSpent
from domain.officer.facts import OfficerFacts
from domain.officer.staffing import MOST_A_DAY, Staffing, require_hours
from domain.vocabulary import Role

Taken: TypeAlias = Allocated | AllocationChanged


class Allocations(Staffing):
    """The rules look at weeks that grow: whoever has too much may always be given less."""

    def allocate(self, allocated: Allocated, by: Provenance, facts: OfficerFacts) -> None:
        rules = self.rules(by)
        rules.require(
            allocated.request not in self.hours.open_requests,
            "AlreadyAllocated",
            f"They are allocated to {allocated.request} already. Change that allocation.",
            field="request",
        )
        self._take(rules, allocated, by, facts)

    def change_allocation(
        self, changed: AllocationChanged, by: Provenance, facts: OfficerFacts
    ) -> None:
        rules = self.rules(by)
        self._require_open(rules, changed.request)
        self._take(rules, changed, by, facts)

    def end_allocation(self, ended: AllocationEnded, by: Provenance, facts: OfficerFacts) -> None:
        rules = Rules()
        self._require_open(rules, ended.request)
        rules.check()
        self.decide(ended, by)

    def log_time(self, spent: TimeSpent, by: Provenance, facts: OfficerFacts) -> None:
        rules = Rules()
        rules.require(
            spent.request in self.hours.allocations,
            "NotAllocated",
            f"They were never allocated to {spent.request}.",
            field="request",
        )
        rules.require(
            spent.date <= by.recorded_at.date(),
            "SpentInTheFuture",
            "Time is recorded once it was spent.",
            field="date",
        )
        others = sum(
            days.get(spent.date, 0)
            for request, days in self.hours.spent.items()
            if request != spent.request
        )
        rules.require(
            others + spent.minutes <= MOST_A_DAY,
            "DayTooLong",
            "That would be more than a day has.",
            field="minutes",
        )
        rules.check()
        self.decide(spent, by)

    def _take(self, rules: Rules, taken: Taken, by: Provenance, facts: OfficerFacts) -> None:
        region = facts.region_of(taken.request)
        rules.require(
            region is not None,
            "RequestUnknown",
            f"There is no open request {taken.request}.",
            field="request",
        )
        rules.require(
            any(taken.by_week.values()),
            "MinutesMissing",
            "Say how many minutes, in which weeks.",
            field="by_week",
        )
        require_hours(rules, max(taken.by_week.values(), default=0), "by_week")
        rules.check()
        authorised_by = by.actor if taken.authorised_by and by.role == Role.HEAD_OF_SE else None
        loan = region != self.region
        if not authorised_by:
            rules.add(*self._short(taken, facts))
        if loan and not (authorised_by and facts.is_first(taken.request)):
            rules.add(*self._reserve_broken(taken, facts))
        rules.check()
        told = {
            "loan": loan,
            "lender": self.joined.region if loan else None,
            "authorised_by": authorised_by,
        }
        self.decide(taken.model_copy(update=told), by)

    def _growing(self, taken: Taken) -> Iterator[tuple[str, int]]:
        """The weeks that take more than they did, in order, and how much more."""
        held = self.hours.allocations.get(taken.request, {})
        for week, minutes in sorted(taken.by_week.items()):
            if minutes > held.get(week, 0):
                yield week, minutes - held.get(week, 0)

    def _short(self, taken: Taken, facts: OfficerFacts) -> Iterator[Reason]:
        """C1: free is never below 0 after an allocation."""
        for week, _ in self._growing(taken):
            free = self.free_in(week, facts, without=taken.request)
            short = taken.by_week[week] - max(free, 0)
            if short > 0:
                yield Reason(
                    code="NotEnoughFree",
                    text=f"{self.ref} is {short:,} minutes short in {week}.",
                    field="by_week",
                )

    def _reserve_broken(self, taken: Taken, facts: OfficerFacts) -> Iterator[Reason]:
        """A loan leaves the lender's reserve whole, unless the head authorises it for a P1."""
        rules = facts.ruleset.capacity
        for week, more in self._growing(taken):
            donor = facts.region_load(self.region, week)
            if not keeps_reserve(donor, more, rules):
                yield Reason(
                    code="DonorReserve",
                    text=f"In {week} this would leave {self.region} {donor.free - more:,} minutes"
                    f" free, less than its reserve of {reserve_target(donor, rules):,}."
                    " The head may authorise it for a P1.",
                    field="by_week",
                )

    def _require_open(self, rules: Rules, request: str) -> None:
        rules.require(
            request in self.hours.open_requests,
            "NotAllocated",
            f"They are not allocated to {request}.",
            field="request",
        )
