"""What still stands between a response and its next state (domain rules §5)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from domain.base import Reason
from domain.incident.facts import OutsideFacts
from domain.incident.state import Response
from domain.vocabulary import Rating, State

Guard: TypeAlias = Callable[[Response, OutsideFacts, datetime], Iterator[Reason]]

GREEN_APART: Final = timedelta(hours=24)
NEXT: Final[dict[State, tuple[State, ...]]] = {
    State.RAISED: (State.ACTIVE, State.MONITORING, State.NOT_TAKEN),
    State.ACTIVE: (State.RESTORING,),
    State.MONITORING: (State.ACTIVE, State.CLOSED),
    State.RESTORING: (State.REVIEW, State.ACTIVE),
    State.REVIEW: (State.CLOSED, State.ACTIVE),
    State.CLOSED: (State.ACTIVE,),
    State.NOT_TAKEN: (State.ACTIVE,),
}


def blocking(response: Response, target: State, facts: OutsideFacts, now: datetime) -> list[Reason]:
    """Every guard that does not hold, in the order of the rules; none where the step is free.

    A step that the state machine does not have is blocked by `StateNotNext` alone.
    """
    if target not in NEXT[response.state]:
        words = f"A response in {response.state} cannot move to {target}."
        return [Reason(code="StateNotNext", text=words)]
    guards = GUARDS.get((response.state, target), ())
    return [reason for guard in guards for reason in guard(response, facts, now)]


def not_triaged(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    yield Reason(code="NotTriaged", text="Triage says the level, why, and with what due regard.")


def communities_reached(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    reached = response.reached
    for community in response.communities.values():
        if not community.gaps and not community.people & reached:
            words = f"Nobody in {community.name} has been reached, and no gap is recorded for it."
            yield Reason(code="CommunityNotReached", text=words)


def rating_not_red(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if response.rating is Rating.RED:
        yield Reason(code="RatingRed", text="The latest assessment of the impact is red.")


def plan_approved(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if facts.plan_approved_at is None:
        yield Reason(code="PlanNotApproved", text="The engagement plan is not approved.")


def no_urgent_flag(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for flag in response.flags.values():
        if flag.time_critical and flag.acknowledged_at is None:
            words = f"The investigation has not acknowledged {flag.id}, which is time-critical."
            yield Reason(code="TimeCriticalFlagOpen", text=words)


def feedback_opened(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if facts.feedback_opened_at is None:
        yield Reason(code="FeedbackRoundNotOpened", text="No feedback round has been opened.")


def interest_offered(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for stakeholder in facts.new_stakeholders:
        if stakeholder not in response.interest:
            words = f"{stakeholder} is new and was neither offered to stay informed nor exempted."
            yield Reason(code="InterestNotOffered", text=words)


def no_overdue_commitment(
    response: Response, facts: OutsideFacts, now: datetime
) -> Iterator[Reason]:
    for commitment in response.commitments.values():
        if commitment.overdue_at(now):
            words = f"{commitment.id} is overdue: {commitment.text}"
            yield Reason(code="CommitmentOverdue", text=words)


def feedback_reported(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if facts.feedback_reported_at is None:
        yield Reason(code="FeedbackNotReported", text="Feedback is not closed and reported.")


def participants_told(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if facts.participants_told_at is None:
        words = "Those who took part have not been told what came of it."
        yield Reason(code="ParticipantsNotTold", text=words)


def debrief_held(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if response.debrief is None:
        yield Reason(code="DebriefNotHeld", text="The debrief has not been held.")


def something_learned(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if not facts.validated_insights and response.nothing_new is None:
        words = "No insight is validated, and nobody has signed that there is nothing new."
        yield Reason(code="NothingLearned", text=words)


def commitments_settled(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for commitment in response.commitments.values():
        if not commitment.settled:
            words = f"{commitment.id} is neither kept nor varied: {commitment.text}"
            yield Reason(code="CommitmentNotSettled", text=words)


def allocations_ended(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for officer in facts.open_allocations:
        words = f"{officer} is still allocated to this response."
        yield Reason(code="AllocationOpen", text=words)


def priority_owned(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for stakeholder in facts.unowned_priority_stakeholders:
        words = f"{stakeholder} is a priority, is new, and has no relationship owner."
        yield Reason(code="PriorityStakeholderUnowned", text=words)


def suggestions_decided(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    if facts.undecided_suggestions:
        words = f"{facts.undecided_suggestions} suggested lessons are neither used nor dismissed."
        yield Reason(code="SuggestionsUndecided", text=words)


def flags_acknowledged(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    for flag in response.flags.values():
        if flag.acknowledged_at is None:
            words = f"The investigation has not acknowledged {flag.id}."
            yield Reason(code="FlagNotAcknowledged", text=words)


def green_twice(response: Response, facts: OutsideFacts, now: datetime) -> Iterator[Reason]:
    last = response.assessments[-2:]
    green = len(last) == 2 and all(assessed.rating is Rating.GREEN for assessed in last)
    if not green or last[1].occurred_at - last[0].occurred_at < GREEN_APART:
        words = "The last two assessments are to be green, and at least 24 hours apart."
        yield Reason(code="NotGreenTwice", text=words)


GUARDS: Final[dict[tuple[State, State], tuple[Guard, ...]]] = {
    (State.RAISED, State.ACTIVE): (not_triaged,),
    (State.RAISED, State.MONITORING): (not_triaged,),
    (State.RAISED, State.NOT_TAKEN): (not_triaged,),
    (State.MONITORING, State.CLOSED): (green_twice,),
    (State.ACTIVE, State.RESTORING): (
        communities_reached,
        rating_not_red,
        plan_approved,
        no_urgent_flag,
    ),
    (State.RESTORING, State.REVIEW): (feedback_opened, interest_offered, no_overdue_commitment),
    (State.REVIEW, State.CLOSED): (
        feedback_reported,
        participants_told,
        debrief_held,
        something_learned,
        commitments_settled,
        allocations_ended,
        priority_owned,
        suggestions_decided,
        flags_acknowledged,
    ),
}
