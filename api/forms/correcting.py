"""Correcting an entry: the question that a field was asked by is asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.forms.choosing import AnyOf, OneOf, YesNo
from api.forms.field import Field
from api.forms.form import Form
from api.forms.incident import INCIDENT_FORMS
from api.forms.keeping import CORRECT_ENTRY
from api.forms.shared import HAPPENED
from api.forms.situation import Situation
from api.telling import Names
from api.telling.keeping import reading
from api.telling.told import at
from domain.base import Decision, Recorded
from domain.incident import correctable
from domain.incident.decisions import (
    CommitmentMade,
    CommunityMapped,
    CommunityRevised,
    DecisionRecorded,
    EntryCorrected,
    FamilySpocConfirmed,
    ImpactAssessed,
    IncidentRaised,
    IncidentTriaged,
    LineApproved,
    QuestionRaised,
    StakeholderContacted,
    TensionSignalRecorded,
    UpdateIssued,
)
from domain.incident.replay import amended
from domain.personal import Personal

ASKED_BY: Mapping[type, str] = {
    IncidentRaised: "raise",
    IncidentTriaged: "triage",
    FamilySpocConfirmed: "confirm-family-spoc",
    CommunityMapped: "map-community",
    CommunityRevised: "map-community",
    TensionSignalRecorded: "record-tension",
    ImpactAssessed: "assess-impact",
    StakeholderContacted: "record-contact",
    LineApproved: "approve-line",
    UpdateIssued: "issue-update",
    QuestionRaised: "raise-question",
    CommitmentMade: "make-commitment",
    DecisionRecorded: "record-decision",
}
NOBODY = Situation(now=datetime(1970, 1, 1, tzinfo=UTC))
NOT_ANSWERS = frozenset({"marking", "overridden_guards", "known_at_position"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One correction of one field: both readings, why, by whom."""

    label: str
    was: str
    now: str
    why: str
    who: str
    correction: Recorded[Any]


def questions_of(decision: Decision) -> dict[str, Field]:
    """The questions whose answers an entry holds, by field; when it happened is always one."""
    form = INCIDENT_FORMS.get(ASKED_BY.get(type(decision), ""))
    asked = {field.name: field for field in form.fields} if form else {}
    may = correctable(type(decision))
    own = {
        name: asked[name] for name in type(decision).model_fields if name in asked and name in may
    }
    return {name: field for name, field in own.items() if name not in NOT_ANSWERS} | {
        "occurred_at": replace(HAPPENED, hint="")
    }


def correction_form(decision: Decision, field: str) -> Form | None:
    """The form that corrects one field, asking for it as it was asked before; None for no such."""
    question = questions_of(decision).get(field)
    if question is None:
        return None
    asked = replace(question, name="to", missing=question.missing or "Say what it should be")
    fields = tuple(asked if one.name == "to" else one for one in CORRECT_ENTRY.fields)
    return replace(CORRECT_ENTRY, fields=fields)


def value_of(entry: Recorded[Any], field: str) -> Any:
    """What a field of an entry says; `occurred_at` stands in its envelope."""
    if field == "occurred_at":
        return entry.occurred_at
    return getattr(entry.decision, field, None)


def changes_of(history: Sequence[Recorded[Any]], names: Names) -> dict[UUID, list[Change]]:
    """Every correction by the entry it corrects, each with the reading before it."""
    reads = {event.event_id: event for event in history}
    changes: dict[UUID, list[Change]] = {}
    for event in history:
        if isinstance(event.decision, EntryCorrected) and event.decision.target in reads:
            before = reads[event.decision.target]
            after = reads[before.event_id] = amended([before, event])[0]
            changes.setdefault(before.event_id, []).append(_change(before, after, event, names))
    return changes


def spoken(value: Any, question: Field | None, names: Names) -> str:
    """A value in the words in which it was chosen."""
    if isinstance(value, Personal):
        return value.text or "erased, or sealed"
    if value is None or value == () or value == "":
        return "nothing"
    if isinstance(question, OneOf | AnyOf | YesNo):
        labels = {choice.value: choice.label for choice in question.choices(NOBODY)}
        typed = question.fill(value).get(question.name, ())
        return ", ".join(labels.get(one, names(one)) for one in typed)
    return at(value) if isinstance(value, datetime) else reading(value)


def _change(
    before: Recorded[Any], after: Recorded[Any], correction: Recorded[Any], names: Names
) -> Change:
    said: EntryCorrected = correction.decision
    question = questions_of(before.decision).get(said.field)
    return Change(
        label=question.label if question else said.field.replace("_", " ").capitalize(),
        was=spoken(value_of(before, said.field), question, names),
        now=spoken(value_of(after, said.field), question, names),
        why=said.reason,
        who=names(correction.by.actor),
        correction=correction,
    )
