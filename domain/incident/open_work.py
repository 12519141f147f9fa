"""What is still to be done in a response, by whom, and when: the matter of everybody's own list."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from enum import StrEnum

from domain.base import Value
from domain.incident.facts import OutsideFacts
from domain.incident.milestones import milestones
from domain.incident.state import MANAGED, Response
from domain.ruleset import Ruleset


class OpenKind(StrEnum):
    FOLLOW_UP = "follow_up"
    QUESTION = "question"
    COMMITMENT = "commitment"
    FLAG = "flag"
    MILESTONE = "milestone"


class OpenItem(Value):
    """`id` names it within its incident: a follow-up's is `<contact>:<index>`.

    `text` is None where it is personal, and for milestones, which have a name; `about` is the
    community, the stakeholder, or the entry that it concerns. What has only a day is due at the
    end of it, UTC.
    """

    kind: OpenKind
    id: str
    owner: str | None
    due: datetime | None
    overdue: bool
    text: str | None = None
    about: str | None = None


def open_work(
    response: Response, ruleset: Ruleset, facts: OutsideFacts, now: datetime
) -> list[OpenItem]:
    """Everything open, soonest first; what has no date comes last."""
    items = [
        *_follow_ups(response, now),
        *_questions(response),
        *_commitments(response, now),
        *_flags(response),
        *_milestones(response, ruleset, facts, now),
    ]
    return sorted(items, key=lambda item: (item.due is None, item.due or now, item.id))


def _follow_ups(response: Response, now: datetime) -> Iterator[OpenItem]:
    for item in response.follow_ups:
        due = datetime.combine(item.due, time.max, UTC)
        if item.done_at is None:
            yield OpenItem(
                kind=OpenKind.FOLLOW_UP,
                id=f"{item.contact}:{item.index}",
                owner=item.owner,
                due=due,
                overdue=due < now,
                text=item.text,
                about=item.stakeholder,
            )


def _questions(response: Response) -> Iterator[OpenItem]:
    for question in response.questions.values():
        if question.open:
            yield OpenItem(
                kind=OpenKind.QUESTION,
                id=question.id,
                owner=response.lead,
                due=None,
                overdue=False,
                about=question.ref,
            )


def _commitments(response: Response, now: datetime) -> Iterator[OpenItem]:
    for commitment in response.commitments.values():
        if commitment.kept_at is None:
            yield OpenItem(
                kind=OpenKind.COMMITMENT,
                id=commitment.id,
                owner=commitment.owner,
                due=commitment.due_at,
                overdue=commitment.overdue_at(now),
                text=commitment.text,
                about=commitment.to,
            )


def _flags(response: Response) -> Iterator[OpenItem]:
    for flag in response.flags.values():
        if flag.acknowledged_at is None:
            yield OpenItem(
                kind=OpenKind.FLAG,
                id=flag.id,
                owner=flag.to,
                due=None,
                overdue=False,
                about=str(flag.pointer),
            )


def _milestones(
    response: Response, ruleset: Ruleset, facts: OutsideFacts, now: datetime
) -> Iterator[OpenItem]:
    if response.state not in MANAGED:
        return
    for milestone in milestones(response, ruleset, facts):
        if milestone.met_at is None:
            yield OpenItem(
                kind=OpenKind.MILESTONE,
                id=milestone.name,
                owner=response.lead,
                due=milestone.due,
                overdue=milestone.due < now,
            )
