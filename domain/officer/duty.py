"""Being on duty: with rest in between, never in absence, given away only where both agree.

A swap takes two: one proposes (`swap-duty`), the colleague agrees (`agree-swap`), and only then
do duties change hands, in both records at once. Until then the colleague may decline, and whoever
proposed it may withdraw it. A colleague who gives a duty in return has it
recorded as swapped too; one who gives none has the duty assigned, `with` whom it came from.
Waiting by a telephone is not working time in law: hours on duty are averaged by themselves, and
contracted hours are not added to them.
"""

from collections.abc import Sequence
from datetime import date

from domain.base import Provenance, Refusal, Rules
from domain.officer.allocations import Allocations
from domain.officer.decisions import (
    Duty,
    DutyAssigned,
    DutyReleased,
    DutySwapDeclined,
    DutySwapped,
    DutySwapProposed,
    DutySwapWithdrawn,
    SwapAgreed,
    SwapDeclined,
)
from domain.officer.facts import OfficerFacts
from domain.officer.record import Offer, Record
from domain.officer.rota import (
    AVERAGED_OVER,
    LONGEST_DUTY,
    MOST_A_WEEK,
    holds,
    most_on_duty,
    part_of,
    rested,
    whole_days,
    without,
)


class Duties(Allocations):
    def assign_duty(self, assigned: DutyAssigned, by: Provenance, facts: OfficerFacts) -> None:
        rules = self.rules(by)
        require_fit(rules, self, self.duties, assigned.duty)
        rules.check()
        self.decide(assigned.model_copy(update={"partner": None}), by)

    def release_duty(self, released: DutyReleased, by: Provenance, facts: OfficerFacts) -> None:
        """All of a duty or part of it; the rota then shows a gap until somebody is assigned."""
        rules = Rules()
        require_held(rules, self, released.duty, "from")
        require_note(rules, released.note, facts)
        rules.check()
        self.decide(released.model_copy(update={"partner": None}), by)

    def swap_duty(self, proposed: DutySwapProposed, by: Provenance, facts: OfficerFacts) -> None:
        """Offer a duty to a colleague, perhaps for one of theirs; proposing again replaces it."""
        rules = self.rules(by)
        require_held(rules, self, proposed.duty, "from")
        require_note(rules, proposed.note, facts)
        colleague = self._colleague(rules, proposed.partner, facts)
        rules.check()
        if colleague and proposed.in_return:
            require_held(rules, colleague, proposed.in_return, "in_return")
        rules.check()
        self.decide(proposed, by)

    def agree_swap(self, agreed: SwapAgreed, by: Provenance, facts: OfficerFacts) -> None:
        """Take the duty that a colleague offered: both records change, or neither does."""
        rules = self.rules(by)
        giver, offer = self._offered(rules, agreed.partner, agreed.duty, facts)
        self._exchange(rules, giver, offer, by)

    def decline_swap(self, declined: SwapDeclined, by: Provenance, facts: OfficerFacts) -> None:
        """Say no to what a colleague offered; that is recorded with theirs, whose duty it stays."""
        giver, offer = self._offered(Rules(), declined.partner, declined.duty, facts)
        giver.decide(DutySwapDeclined(**dict(offer.swap.duty), partner=self.ref), by)

    def withdraw_swap(
        self, withdrawn: DutySwapWithdrawn, by: Provenance, facts: OfficerFacts
    ) -> None:
        """Take an offer back before the colleague agrees."""
        offered = {one.swap.duty: one.swap.partner for one in self.offers}
        rules = Rules()
        rules.require(
            withdrawn.duty in offered,
            "SwapNotProposed",
            f"{self.ref} does not offer this duty to anybody.",
            field="from",
        )
        rules.check()
        self.decide(withdrawn.model_copy(update={"partner": offered[withdrawn.duty]}), by)

    def _offered(
        self, rules: Rules, partner: str, duty: Duty, facts: OfficerFacts
    ) -> tuple[Record, Offer]:
        """A colleague and what they offer; Refusal where they offer no such duty."""
        giver = self._colleague(rules, partner, facts)
        rules.check()
        offer = offer_to(self, giver, duty) if giver is not None else None
        if giver is None or offer is None:
            raise Refusal.because(
                "SwapNotProposed",
                f"{partner} does not offer this duty to {self.ref}.",
                field="with",
            )
        return giver, offer

    def _exchange(self, rules: Rules, giver: Record, offer: Offer, by: Provenance) -> None:
        swap, back = offer.swap, offer.swap.in_return
        rules.require(
            offer.said_by != by.actor,
            "SecondPersonNeeded",
            "Whoever proposed the swap cannot agree to it as well: the colleague does.",
        )
        mine, theirs = self.duties, without(giver.duties, swap.duty)
        if back:
            require_held(rules, self, back, "in_return")
            mine = without(mine, back)
            require_fit(rules, giver, theirs, back)
        require_fit(rules, self, mine, swap.duty)
        rules.check()
        if back:
            taken = {**dict(back), "in_return": swap.duty, "partner": giver.ref, "note": swap.note}
            self.decide(DutySwapped(**taken), by)
        else:
            self.decide(DutyAssigned(**dict(swap.duty), partner=giver.ref), by)
        given = {"in_return": back, "partner": self.ref, "note": swap.note}
        giver.decide(DutySwapped(**dict(swap.duty), **given), by)

    def _colleague(self, rules: Rules, ref: str, facts: OfficerFacts) -> Record | None:
        colleague: Record | None = None if ref == self.ref else facts.officers.get(ref)
        rules.require(
            colleague is not None, "ColleagueUnknown", "Choose a colleague.", field="with"
        )
        return colleague


def offer_to(colleague: Record, giver: Record, duty: Duty) -> Offer | None:
    """What waits for the colleague's word."""
    return next(
        (
            one
            for one in giver.offers
            if one.swap.partner == colleague.ref and one.swap.duty == duty
        ),
        None,
    )


def require_held(rules: Rules, officer: Record, duty: Duty, field: str) -> None:
    rules.require(
        holds(officer.duties, duty), "NotOnDuty", f"{officer.ref} is not on duty then.", field=field
    )


def require_note(rules: Rules, note: str | None, facts: OfficerFacts) -> None:
    least = facts.ruleset.min_reason
    rules.require(
        len(note or "") >= least,
        "HandoverNoteTooShort",
        f"Say what is handed over, in at least {least} characters.",
        field="note",
    )


def require_fit(rules: Rules, officer: Record, others: Sequence[Duty], duty: Duty) -> None:
    """Whether an officer can be on duty then, beside their other duties (rules C2 and C3)."""
    who = officer.ref
    rules.require(duty.since < duty.to, "EndsBeforeItBegins", "It ends before it begins.", "to")
    rules.require(
        duty.to - duty.since <= LONGEST_DUTY, "DutyTooLong", "A duty lasts a week at most.", "to"
    )
    begins, ends = whole_days(officer.joined.start, officer.hours.left_on or date.max)
    rules.require(
        begins <= duty.since and duty.to <= ends,
        "NotInPost",
        f"{who} has not joined by then, or has left.",
        field="from",
    )
    absences = officer.hours.absences.values()
    rules.require(
        not any(part_of(duty, *whole_days(one.since, one.to)) for one in absences),
        "AbsentThen",
        f"{who} is absent then.",
        field="from",
    )
    rules.require(
        rested(others, duty),
        "RestTooShort",
        f"{who} would have less than 11 hours between two duties.",
        field="from",
    )
    rules.require(
        most_on_duty([*others, duty]) <= MOST_A_WEEK * AVERAGED_OVER,
        "DutyHoursTooMany",
        f"{who} would be on duty for more than 48 hours a week, averaged over 17 weeks.",
        field="to",
    )
