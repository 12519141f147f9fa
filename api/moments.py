"""When a record is read: now, or as it was recorded by a moment, or as it truly was then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from domain.base import Aggregate, Recorded
from domain.feedback import FeedbackRound
from domain.incident import OutsideFacts
from domain.insight import Insight
from domain.officer import Officer
from domain.officer.decisions import Allocated, AllocationChanged, AllocationEnded
from domain.support_request import SupportRequest
from services.staffing import feedback_of
from services.store import Store

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class Moment:
    """Now, or as it was recorded by then, or as it truly was then."""

    as_at: datetime | int | None = None
    true_at: datetime | None = None

    def holds(self, event: Recorded[Any], position: int) -> bool:
        """Whether an entry belongs to this moment."""
        if self.true_at is not None:
            return event.occurred_at <= self.true_at
        if isinstance(self.as_at, int):
            return position <= self.as_at
        return self.as_at is None or event.recorded_at <= self.as_at


NOW = Moment()


def established_then(store: Store, incident: str, moment: Moment) -> OutsideFacts:
    """What records that belong to an incident said of it at a moment, as its guards ask."""
    insights = [*_parts_then(store, Insight, incident, moment)]
    rounds = [*_parts_then(store, FeedbackRound, incident, moment)]
    return OutsideFacts(
        **feedback_of(rounds),
        open_allocations=allocated_then(store, incident, moment),
        validated_insights=sum(each.learned_at(incident) for each in insights),
        undecided_suggestions=sum(each.undecided_in(incident) for each in insights),
    )


def _parts_then(store: Store, kind: type[A], incident: str, moment: Moment) -> Iterator[A]:
    """The records of a kind that belonged to an incident, as far as they had begun."""
    for ref in store.parts_of(incident, kind.SERIES):
        history, positions = store.history(ref), store.positions(ref)
        pairs = zip(history, positions, strict=False)
        there = [event for event, position in pairs if moment.holds(event, position)]
        if there and there[0].version == 1:
            numbered = [replace(event, version=number) for number, event in enumerate(there, 1)]
            part = kind.project(None, numbered)
            if part is not None:
                yield part


def allocated_then(store: Store, incident: str, moment: Moment) -> tuple[str, ...]:
    """The officers who were allocated to a request of this incident at a moment."""
    return tuple(
        sorted(
            {
                officer
                for request in store.parts_of(incident, SupportRequest.SERIES)
                for officer in store.parts_of(request, Officer.SERIES)
                if _is_allocated(store, officer, request, moment)
            }
        )
    )


def _is_allocated(store: Store, officer: str, request: str, moment: Moment) -> bool:
    allocated = False
    for event, position in zip(store.history(officer), store.positions(officer), strict=False):
        decision = event.decision
        ours = getattr(decision, "request", None) == request
        if ours and moment.holds(event, position):
            if isinstance(decision, Allocated | AllocationChanged):
                allocated = True
            elif isinstance(decision, AllocationEnded):
                allocated = False
    return allocated
