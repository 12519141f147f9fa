"""The record of one request for support, as its decisions add up (domain rules §4.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeAlias

from domain.base import Aggregate, Decision, Provenance, Recorded, Rules
from domain.incident.referring import highest_marking
from domain.priority import Band, Priority, PriorityRules, Trigger, priority_of
from domain.support_request import decisions as d
from domain.support_request.words import OVER, RequestState

QueueKey: TypeAlias = tuple[str, int, datetime, datetime, str]
UNSCORED = "unscored"

STATES: dict[type[Decision], RequestState] = {
    d.RequestAccepted: RequestState.ACCEPTED,
    d.RequestPartlyAccepted: RequestState.PARTLY_ACCEPTED,
    d.RequestDeferred: RequestState.DEFERRED,
    d.RequestDeclined: RequestState.DECLINED,
    d.RequestWithdrawn: RequestState.WITHDRAWN,
    d.RequestFulfilled: RequestState.FULFILLED,
}
OPENED_AGAIN = frozenset({RequestState.REQUESTED, RequestState.DEFERRED, RequestState.DECLINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One score as it was given: by whom, in which role, and when."""

    given: d.RequestScored | d.RequestRescored
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A band that somebody set by hand, and why."""

    before: Band | None
    band: Band
    reason: str
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    director: str
    reason: str
    by: str
    at: datetime


class Record(Aggregate):
    """`scores` and `overrides` hold all that were ever given; `decided` is the latest decision.

    An override holds until the next score or direction, which may make the request P1.
    `officers` are all whom an acceptance ever named, in order.
    """

    SERIES: ClassVar[str] = "SR"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.requested: d.SupportRequested
        self.requested_at: datetime
        self.marking = ""
        self.state = RequestState.REQUESTED
        self.scores: list[Score] = []
        self.override: Override | None = None
        self.overrides: list[Override] = []
        self.direction: Direction | None = None
        self.decided: Recorded[Any] | None = None
        self.officers: tuple[str, ...] = ()
        self.rated: d.RequesterRated | None = None

    @property
    def scored(self) -> d.RequestScored | d.RequestRescored | None:
        """The latest score."""
        return self.scores[-1].given if self.scores else None

    @property
    def open(self) -> bool:
        """Neither declined nor withdrawn nor fulfilled."""
        return self.state not in OVER

    @property
    def staffable(self) -> bool:
        """Whether officers may be allocated to it: it is open, and has a score."""
        return self.open and self.scored is not None

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What makes it P1 whatever its score; a direction may come after the score."""
        found = set(self.scored.triggers) if self.scored else set()
        return tuple(sorted(found | ({Trigger.DIRECTED} if self.direction else set())))

    def priority(self, now: datetime, rules: PriorityRules) -> Priority | None:
        """Where it stands; None before a score. Score and band stay as they were recorded."""
        scored = self.scored
        if scored is None:
            return None
        return priority_of(
            scored.anchors,
            self.triggers,
            self.override.band if self.override else None,
            self.requested_at,
            now,
            rules,
            scored=(scored.score, scored.band),
        )

    def queue_key(self, now: datetime, rules: PriorityRules) -> QueueKey:
        """The order of the queue (domain rules §6); what has no score comes last."""
        stands = self.priority(now, rules)
        band, points = (stands.effective_band, -stands.effective) if stands else (UNSCORED, 0)
        return (band, points, self.requested.needed_by, self.requested_at, self.ref)

    def decide_by(self, rules: PriorityRules) -> datetime | None:
        """When its band asks for a decision; None before a score."""
        stands = self.priority(self.requested_at, rules)
        if stands is None:
            return None
        return self.requested_at + timedelta(hours=rules.decision_hours[stands.effective_band])

    def decide(self, decision: Decision, by: Provenance) -> None:
        """Record it, marked at least as the request itself is."""
        marking = highest_marking(by.marking, self.marking) if self.marking else by.marking
        super().decide(decision, by.model_copy(update={"marking": marking}))

    @property
    def way_on(self) -> str:
        """What may be done about a request that is over."""
        if self.state is RequestState.DECLINED:
            return "Score it again if something has changed; then it is decided again."
        return "Ask anew, and name this one there."

    def rules(self) -> Rules:
        """Rules for a verb that is for open requests only."""
        rules = Rules()
        rules.require(
            self.open,
            "RequestOver",
            f"{self.ref} is {self.state.lower()}. {self.way_on}",
        )
        return rules

    def evolve(self, event: Recorded[Any]) -> None:
        decision, by = event.decision, event.by
        match decision:
            case d.SupportRequested():
                self.requested, self.requested_at = decision, event.recorded_at
                self.marking = by.marking
            case d.RequestScored() | d.RequestRescored():
                self._remember_score(event)
            case d.BandOverridden():
                self._remember_override(event)
            case d.DirectedAsPriority():
                self.override = None
                self.direction = Direction(
                    director=decision.director,
                    reason=decision.reason,
                    by=by.actor,
                    at=event.recorded_at,
                )
            case d.RequesterRated():
                self.rated = decision
            case _:
                self._remember_decision(event)

    def _remember_score(self, event: Recorded[Any]) -> None:
        by = event.by
        self.scores.append(
            Score(given=event.decision, by=by.actor, role=by.role, at=event.recorded_at)
        )
        self.override = None
        if self.state in OPENED_AGAIN:
            self.state = RequestState.SCORED

    def _remember_override(self, event: Recorded[Any]) -> None:
        overridden: d.BandOverridden = event.decision
        self.override = Override(
            before=overridden.before,
            band=overridden.to,
            reason=overridden.reason,
            by=overridden.by,
            role=event.by.role,
            at=event.recorded_at,
        )
        self.overrides.append(self.override)

    def _remember_decision(self, event: Recorded[Any]) -> None:
        decision = event.decision
        self.state = STATES.get(type(decision), self.state)
        self.decided = event
        if isinstance(decision, d.RequestAccepted | d.RequestPartlyAccepted):
            named = (one.id for one in decision.officers)
            self.officers = tuple(dict.fromkeys((*self.officers, *named)))
