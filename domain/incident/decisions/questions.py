"""What people asked, what we promised them, and what we owe the investigation."""

from typing import ClassVar
from uuid import UUID

from domain.base import Decision
from domain.personal import Personal
from domain.vocabulary import LEFT_OUT, AskedBy, Moment, QuestionKind, Ref, Str280, Text


class QuestionRaised(Decision):
    TOPIC: ClassVar[str] = "incident.question-raised"
    ABOUT: ClassVar[tuple[str, ...]] = ("ref",)
    question: Ref = LEFT_OUT
    text: Personal
    asked_by: AskedBy
    ref: Ref
    kind: QuestionKind


class QuestionAnswered(Decision):
    TOPIC: ClassVar[str] = "incident.question-answered"
    question: Ref
    line: Ref | None = None
    cannot_answer_reason: Text | None = None
    told_asker: bool = False


class CommitmentMade(Decision):
    """`owner` and `promised_by` are the person who records it where they are left out."""

    TOPIC: ClassVar[str] = "incident.commitment-made"
    ABOUT: ClassVar[tuple[str, ...]] = ("to",)
    commitment: Ref = LEFT_OUT
    to: Ref
    text: Str280
    due_at: Moment
    owner: Ref = LEFT_OUT
    promised_by: Ref = LEFT_OUT


class CommitmentKept(Decision):
    TOPIC: ClassVar[str] = "incident.commitment-kept"
    commitment: Ref
    evidence: Text | None = None


class CommitmentVaried(Decision):
    TOPIC: ClassVar[str] = "incident.commitment-varied"
    commitment: Ref
    new_due: Moment
    reason: Text


class CommitmentMissed(Decision):
    TOPIC: ClassVar[str] = "incident.commitment-missed"
    commitment: Ref
    noticed_at: Moment


class RelevantMaterialFlagged(Decision):
    """`to` is the lead investigator where it is left out."""

    TOPIC: ClassVar[str] = "incident.relevant-material-flagged"
    flag: Ref = LEFT_OUT
    to: Ref = LEFT_OUT
    pointer: UUID
    time_critical: bool = False


class FlagAcknowledged(Decision):
    TOPIC: ClassVar[str] = "incident.flag-acknowledged"
    flag: Ref
    by: Ref = LEFT_OUT
    note: Text | None = None
