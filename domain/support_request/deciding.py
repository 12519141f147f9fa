"""Deciding on a request: accepted with officers, in part, later, not at all; and how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.base import Provenance, Reason, Refusal, Rules
from domain.incident.record import require_length, require_text
from domain.officer import Officer
from domain.officer.decisions import Allocated, AllocationChanged, AllocationEnded
from domain.priority import Band
from domain.support_request import roles
from domain.support_request.decisions import (
    AssignedOfficer,
    FulfilmentProposed,
    RequestAccepted,
    RequestDeclined,
    RequestDeferred,
    RequesterRated,
    RequestFulfilled,
    RequestPartlyAccepted,
    RequestWithdrawn,
)
from domain.support_request.facts import RequestFacts, region_of
from domain.support_request.scoring import Scoring
from domain.support_request.words import STAFFED, RequestState
from domain.vocabulary import Role


class Deciding(Scoring):
    def accept(self, accepted: RequestAccepted, by: Provenance, facts: RequestFacts) -> None:
        """Accept it with these officers, whose hours are taken at the same moment (rule R5)."""
        rules = self._acceptable(by)
        officers = self._allocate(rules, accepted.officers, by, facts)
        rules.check()
        self.decide(accepted.model_copy(update={"officers": officers}), by)

    def accept_in_part(
        self, accepted: RequestPartlyAccepted, by: Provenance, facts: RequestFacts
    ) -> None:
        rules = self._acceptable(by)
        rules.require(
            any(accepted.not_provided),
            "NotProvidedMissing",
            "Say what is not provided, so that the requester can look elsewhere.",
            field="not_provided",
        )
        self._require_reason(rules, accepted.reason, facts)
        officers = self._allocate(rules, accepted.officers, by, facts)
        rules.check()
        self.decide(accepted.model_copy(update={"officers": officers}), by)

    def defer(self, deferred: RequestDeferred, by: Provenance, facts: RequestFacts) -> None:
        rules = self._decidable(by)
        rules.require(
            deferred.until > by.recorded_at,
            "UntilPassed",
            "Give a time to come: it is decided again then.",
            field="until",
        )
        self._require_reason(rules, deferred.reason, facts)
        rules.check()
        self._release(f"{self.ref} is deferred", by, facts)
        self.decide(deferred, by)

    def decline(self, declined: RequestDeclined, by: Provenance, facts: RequestFacts) -> None:
        rules = self._decidable(by)
        self._require_reason(rules, declined.reason, facts)
        rules.check()
        self._release(f"{self.ref} is declined", by, facts)
        self.decide(declined, by)

    def withdraw(self, withdrawn: RequestWithdrawn, by: Provenance, facts: RequestFacts) -> None:
        roles.speaks_for(self.requested.requester, by)
        rules = self.rules()
        self._require_reason(rules, withdrawn.reason, facts)
        rules.check()
        self._release(f"{self.ref} is withdrawn", by, facts)
        self.decide(withdrawn, by)

    def fulfil(self, proposed: FulfilmentProposed, by: Provenance, facts: RequestFacts) -> None:
        """The work is done; what it took is what the officers' hours say, or what is given."""
        rules = self.rules()
        rules.require(
            not self.open or self.state in STAFFED,
            "NotAccepted",
            f"{self.ref} is not accepted, so there is nothing to fulfil.",
        )
        require_text(rules, proposed.outcome, "OutcomeMissing", "Say what came of it.", "outcome")
        rules.check()
        spent = self._spent(facts) if proposed.spent is None else proposed.spent
        self._release(f"{self.ref} is fulfilled", by, facts)
        self.decide(RequestFulfilled(spent=spent, outcome=proposed.outcome), by)

    def rate(self, rated: RequesterRated, by: Provenance, facts: RequestFacts) -> None:
        """What the requester thinks of it, once, when it is over."""
        roles.rates(self.requested.requester, by)
        rules = Rules()
        rules.require(
            self.state in (RequestState.FULFILLED, RequestState.DECLINED),
            "NotOverYet",
            f"{self.ref} is rated once it is fulfilled or declined.",
        )
        rules.require(self.rated is None, "AlreadyRated", f"You have rated {self.ref} already.")
        rules.check()
        self.decide(rated, by)

    def _decidable(self, by: Provenance) -> Rules:
        """No decision before a score (rule R1)."""
        roles.decides_requests(by)
        rules = self.rules()
        rules.require(
            bool(self.scores), "NotScored", f"{self.ref} has no score yet. Score it first."
        )
        return rules

    def _acceptable(self, by: Provenance) -> Rules:
        rules = self._decidable(by)
        rules.require(
            self.state is not RequestState.ACCEPTED,
            "AlreadyAccepted",
            f"{self.ref} is accepted already, with {', '.join(self.officers)}. To change who"
            " comes, change the officers' allocations.",
        )
        return rules

    def _require_reason(self, rules: Rules, reason: str, facts: RequestFacts) -> None:
        """A decision carries a reason that the requester is shown (rule R2)."""
        require_length(rules, reason, facts.ruleset.min_reason, "ReasonTooShort", "reason")

    def _allocate(
        self,
        rules: Rules,
        proposed: Sequence[AssignedOfficer],
        by: Provenance,
        facts: RequestFacts,
    ) -> tuple[AssignedOfficer, ...]:
        """Take every officer's hours; the reasons of all of them stand in one refusal."""
        refs = [one.id for one in proposed]
        rules.require(bool(refs), "OfficersMissing", "Choose who comes.", field="officers")
        rules.require(
            len(refs) == len(set(refs)),
            "OfficerNamedTwice",
            "Name each officer once, with all of their weeks.",
            field="officers",
        )
        known = self._for_this(by, facts)
        for number, one in enumerate(proposed):
            rules.add(*_taken(self.ref, one, number, by, known))
        authorises = by.role == Role.HEAD_OF_SE
        return tuple(
            one.model_copy(
                update={"authorised_by": by.actor if one.authorised_by and authorises else None}
            )
            for one in proposed
        )

    def _for_this(self, by: Provenance, facts: RequestFacts) -> RequestFacts:
        """The facts, with what this request itself knows of its region and its band."""
        stands = self.priority(by.recorded_at, facts.ruleset.priority)
        first = stands is not None and stands.effective_band is Band.P1
        region = region_of(self._incident(facts), facts.forces)
        return replace(
            facts,
            region_of=lambda ref: region if ref == self.ref else facts.region_of(ref),
            is_first=lambda ref: first if ref == self.ref else facts.is_first(ref),
        )

    def _release(self, reason: str, by: Provenance, facts: RequestFacts) -> None:
        """What officers were to do for it in weeks to come is free again."""
        ended = AllocationEnded(request=self.ref, reason=f"{reason}.")
        for officer in self._allocated(facts):
            if self.ref in officer.hours.open_requests:
                officer.end_allocation(ended, by, facts)

    def _spent(self, facts: RequestFacts) -> int:
        officers = self._allocated(facts)
        return sum(sum(one.hours.spent.get(self.ref, {}).values()) for one in officers)

    def _allocated(self, facts: RequestFacts) -> Iterator[Officer]:
        for ref in dict.fromkeys((*self.officers, *facts.allocated_to(self.ref))):
            yield facts.officers[ref]


def _taken(
    request: str, one: AssignedOfficer, number: int, by: Provenance, facts: RequestFacts
) -> Iterator[Reason]:
    """Why this officer's hours could not be taken; nothing where they were."""
    field = f"officers.{number}"
    officer = facts.officers.get(one.id)
    if officer is None:
        yield Reason(code="OfficerUnknown", text=f"There is no officer {one.id}.", field=field)
        return
    try:
        _take(officer, request, one, by, facts)
    except Refusal as refused:
        for reason in refused.reasons:
            text = reason.text if one.id in reason.text else f"{one.id}: {reason.text}"
            yield reason.model_copy(update={"text": text, "field": field})


def _take(
    officer: Officer, request: str, one: AssignedOfficer, by: Provenance, facts: RequestFacts
) -> None:
    """Allocate, or change what is allocated; what is allocated so already stays."""
    told = {
        "request": request,
        "by_week": one.minutes_by_week,
        "authorised_by": one.authorised_by,
    }
    if request not in officer.hours.open_requests:
        officer.allocate(Allocated.model_validate(told), by, facts)
    elif dict(officer.hours.allocations[request]) != one.minutes_by_week:
        officer.change_allocation(AllocationChanged.model_validate(told), by, facts)
