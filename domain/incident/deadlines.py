"""Everything that is still due of a response, soonest first (domain rules §5)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from domain.base import Value
from domain.incident.facts import OutsideFacts
from domain.incident.milestones import milestones
from domain.incident.state import MANAGED, Response
from domain.ruleset import Ruleset
from domain.vocabulary import State
from domain.working_time import working_days_after

ENGAGED: Final = frozenset({State.ACTIVE, State.RESTORING, State.REVIEW})
RECOVERING: Final = frozenset({State.RESTORING, State.REVIEW})
OPEN: Final = MANAGED | ENGAGED


class Deadline(Value):
    """`name` is a milestone's, or the duty's; `about` the commitment or the stakeholder, if any."""

    name: str
    due: datetime
    overdue: bool
    about: str | None = None


Due: TypeAlias = tuple[str, datetime, str | None]
Source: TypeAlias = Callable[[Response, Ruleset, OutsideFacts], Iterator[Due]]


def deadlines(
    response: Response, ruleset: Ruleset, facts: OutsideFacts, now: datetime
) -> list[Deadline]:
    """Milestones not met, reviews, offers, updates, promises, and the silence alarm."""
    due = [
        Deadline(name=name, due=at, overdue=at < now, about=about)
        for states, source in SOURCES
        if response.state in states
        for name, at, about in source(response, ruleset, facts)
    ]
    return sorted(due, key=lambda deadline: (deadline.due, deadline.name, deadline.about or ""))


def unmet(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    for milestone in milestones(response, ruleset, facts):
        if milestone.met_at is None:
            yield milestone.name, milestone.due, None


def impact_review(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    if response.next_review_at is not None:
        yield "impact_review", response.next_review_at, None


def commitments(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    for commitment in response.commitments.values():
        if commitment.kept_at is None:
            yield "commitment", commitment.due_at, commitment.id


def interest_offers(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    for stakeholder in facts.new_stakeholders:
        reached = response.first_reached(stakeholder)
        if reached is not None and stakeholder not in response.interest:
            due = reached + timedelta(days=ruleset.interest_offer_days)
            yield "interest_offer", due, stakeholder


def update(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    """Four weeks after the last update, or after the deadlines began: a default, not the duty."""
    if response.communities:
        issued = max((one.occurred_at for one in response.updates.values()), default=response.base)
        yield "update", max(issued, response.base) + timedelta(days=ruleset.update_days), None


def outcome_update(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    """Told within so many working days of the review's start how the response ended."""
    since = response.review_since
    if since is None or any(one.occurred_at >= since for one in response.updates.values()):
        return
    yield "outcome_update", working_days_after(since, ruleset.outcome_working_days), None


def feedback(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    first = min((one.occurred_at for one in response.contacts if one.reached), default=None)
    if first is not None and facts.feedback_opened_at is None:
        yield "feedback", first + timedelta(days=ruleset.feedback_days), None


def debrief(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    if response.restoring_since is not None and response.debrief is None:
        yield "debrief", response.restoring_since + timedelta(days=ruleset.debrief_days), None


def silence_alarm(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    hours = ruleset.silence(response.state, response.level)
    yield "silence", response.last_event_at + timedelta(hours=hours), None


def after_crisis_touch(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> Iterator[Due]:
    closed = response.closed_at
    if closed is None:
        return
    for stakeholder in facts.priority_stakeholders:
        last = response.last_reached(stakeholder)
        if last is None or last < closed:
            due = closed + timedelta(days=ruleset.after_crisis_touch_days)
            yield "after_crisis_touch", due, stakeholder


SOURCES: Final[tuple[tuple[frozenset[State], Source], ...]] = (
    (MANAGED, unmet),
    (OPEN - {State.REVIEW}, impact_review),
    (frozenset(State), commitments),
    (ENGAGED, interest_offers),
    (ENGAGED - {State.REVIEW}, update),
    (frozenset({State.REVIEW}), outcome_update),
    (ENGAGED, feedback),
    (RECOVERING, debrief),
    (OPEN, silence_alarm),
    (frozenset({State.CLOSED}), after_crisis_touch),
)
