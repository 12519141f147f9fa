"""How far a request to be forgotten has come, and what came of it in each stream."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.base import Recorded
from domain.stakeholder.erasing import (
    ErasureDecided,
    ErasureRequested,
    Outcome,
    ProcessingRestricted,
    StreamDecision,
    SubjectKeyDestroyed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The latest request of one stakeholder, and everything decided on it and on earlier ones.

    `decided` is the decision on the latest request, by whom, and None before there is one;
    `outcomes`, `erased` and `restricted` are by stream.
    """

    requested: ErasureRequested | None = None
    requested_at: datetime | None = None
    decided: ErasureDecided | None = None
    decided_at: datetime | None = None
    decided_by: frozenset[str] = frozenset()
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    outcomes: dict[str, StreamDecision] = field(default_factory=dict)
    erased: dict[str, date] = field(default_factory=dict)
    restricted: dict[str, str] = field(default_factory=dict)
    backups_gone_by: date | None = None

    @property
    def to_erase(self) -> tuple[str, ...]:
        """The streams in which the latest decision forgets them."""
        decided = self.decided.per_stream if self.decided else ()
        return tuple(one.stream for one in decided if one.outcome is Outcome.ERASE)

    @property
    def to_decide(self) -> bool:
        """Whether they asked and nothing was decided yet."""
        return self.requested is not None and self.decided is None

    @property
    def to_confirm(self) -> bool:
        """Whether a second person has still to confirm what was decided."""
        return bool(self.to_erase) and self.confirmed_at is None

    @property
    def open(self) -> bool:
        return self.to_decide or self.to_confirm

    def asked(self, event: Recorded[ErasureRequested]) -> "Case":
        return replace(
            self,
            requested=event.decision,
            requested_at=event.occurred_at,
            decided=None,
            decided_at=None,
            decided_by=frozenset(),
            confirmed_at=None,
            confirmed_by=None,
        )

    def settled(self, event: Recorded[ErasureDecided]) -> "Case":
        decided = event.decision
        return replace(
            self,
            decided=decided,
            decided_at=event.recorded_at,
            decided_by=frozenset({event.by.actor, decided.by}),
            outcomes={**self.outcomes, **{one.stream: one for one in decided.per_stream}},
        )

    def destroyed(self, event: Recorded[SubjectKeyDestroyed]) -> "Case":
        decision = event.decision
        restricted = {s: why for s, why in self.restricted.items() if s != decision.stream}
        return replace(
            self,
            confirmed_at=event.recorded_at,
            confirmed_by=event.by.actor,
            erased={**self.erased, decision.stream: event.recorded_at.date()},
            restricted=restricted,
            backups_gone_by=decision.backups_gone_by,
        )

    def limited(self, decision: ProcessingRestricted) -> "Case":
        return replace(self, restricted={**self.restricted, decision.stream: decision.ground})

    def lifted(self, stream: str) -> "Case":
        kept = {s: why for s, why in self.restricted.items() if s != stream}
        return replace(self, restricted=kept)
