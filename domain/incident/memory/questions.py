"""What is owed: answers, promises, and word to the investigation."""

from dataclasses import replace
from typing import Any

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers
from domain.incident.parts import Commitment, Flag, Question
from domain.incident.state import Response


def _question_raised(response: Response, event: Event) -> None:
    question: d.QuestionRaised = event.decision
    response.questions[question.question] = Question(
        id=question.question,
        text=question.text,
        asked_by=question.asked_by,
        ref=question.ref,
        kind=question.kind,
        asked_at=event.occurred_at,
    )


def _question_answered(response: Response, event: Event) -> None:
    answer: d.QuestionAnswered = event.decision
    question = response.questions.get(answer.question)
    if question is not None:
        response.questions[answer.question] = replace(
            question,
            line=answer.line,
            cannot_answer_reason=answer.cannot_answer_reason,
            told_asker=answer.told_asker,
            answered_at=event.occurred_at,
        )


def _commitment_made(response: Response, event: Event) -> None:
    commitment: d.CommitmentMade = event.decision
    response.commitments[commitment.commitment] = Commitment(
        event_id=event.event_id,
        id=commitment.commitment,
        to=commitment.to,
        text=commitment.text,
        due_at=commitment.due_at,
        owner=commitment.owner,
        made_at=event.occurred_at,
    )


def _commitment(response: Response, event: Event, **changes: Any) -> None:
    ref = event.decision.commitment
    commitment = response.commitments.get(ref)
    if commitment is not None:
        response.commitments[ref] = replace(commitment, **changes)


def _commitment_kept(response: Response, event: Event) -> None:
    _commitment(response, event, kept_at=event.occurred_at)


def _commitment_varied(response: Response, event: Event) -> None:
    due = event.decision.new_due
    _commitment(response, event, due_at=due, varied_at=event.occurred_at, missed_at=None)


def _commitment_missed(response: Response, event: Event) -> None:
    _commitment(response, event, missed_at=event.decision.noticed_at)


def _flagged(response: Response, event: Event) -> None:
    flag: d.RelevantMaterialFlagged = event.decision
    response.flags[flag.flag] = Flag(
        event_id=event.event_id,
        id=flag.flag,
        to=flag.to,
        pointer=flag.pointer,
        time_critical=flag.time_critical,
        raised_at=event.occurred_at,
    )


def _flag_acknowledged(response: Response, event: Event) -> None:
    flag = response.flags.get(event.decision.flag)
    if flag is not None:
        response.flags[flag.id] = replace(flag, acknowledged_at=event.occurred_at)


MEMORY: dict[type[Decision], Remembers] = {
    d.QuestionRaised: _question_raised,
    d.QuestionAnswered: _question_answered,
    d.CommitmentMade: _commitment_made,
    d.CommitmentKept: _commitment_kept,
    d.CommitmentVaried: _commitment_varied,
    d.CommitmentMissed: _commitment_missed,
    d.RelevantMaterialFlagged: _flagged,
    d.FlagAcknowledged: _flag_acknowledged,
}
