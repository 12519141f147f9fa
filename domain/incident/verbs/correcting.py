"""Putting an entry right by a later one that says what it should have read, and why."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from pydantic import ValidationError

from domain.base import CLOCK_SKEW, Decision, Provenance, Reason, Recorded, Rules
from domain.incident.decisions import (
    CommunityMapped,
    CommunityRevised,
    EntryCorrected,
    FlagAcknowledged,
    IncidentTriaged,
    InterestDeclined,
    InterestExempted,
    InterestOffered,
    LegalHoldPlaced,
    LegalHoldReleased,
    LegalHoldReleaseProposed,
    LineApproved,
    LineCorrected,
    LineWithdrawn,
    StakeholderContacted,
)
from domain.incident.facts import Facts
from domain.incident.memory.opening import AFTER_TRIAGE
from domain.incident.record import Record, require_length, require_registered
from domain.incident.referring import highest_marking
from domain.incident.replay import amended, corrected, field_name, moved
from domain.incident.roles import acknowledges_flags, clears_lines, governs_information
from domain.personal import Personal

FIXED: Final = frozenset(
    {
        "community",
        "line",
        "update",
        "question",
        "commitment",
        "flag",
        "decision",
        "family_ref",
        "overridden_guards",
        "contacts_affected",
        "marking",
        "second_person",
    }
)
RESERVED: Final[Mapping[type[Decision], Callable[[Provenance], None]]] = {
    LineWithdrawn: clears_lines,
    LineCorrected: clears_lines,
    FlagAcknowledged: acknowledges_flags,
    LegalHoldPlaced: governs_information,
    LegalHoldReleaseProposed: governs_information,
    LegalHoldReleased: governs_information,
}
SAME_AS_NOW: Final = "The entry reads like this already."


class Correcting(Record):
    def correct_entry(self, correction: EntryCorrected, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        least = facts.ruleset.min_correction_reason
        require_length(rules, correction.reason, least, "ReasonTooShort", "reason")
        self.require_entries(rules, [correction.target], "target")
        entry = self._as_it_reads(correction)
        if entry is not None:
            RESERVED.get(type(entry.decision), _anybody)(by)
            correction = _sealed_alike(correction, entry)
            _check(rules, correction, entry, facts)
            rules.require(
                highest_marking(by.marking, entry.by.marking) == entry.by.marking,
                "CorrectionMarkedHigher",
                "This entry is OFFICIAL, and a correction is read wherever the entry is. Record"
                " what is OFFICIAL-SENSITIVE as an entry of its own.",
                field="marking",
            )
            by = by.model_copy(update={"about": (*by.about, *entry.about)})
        rules.check()
        self.decide(correction, by)

    def _as_it_reads(self, correction: EntryCorrected) -> Recorded[Any] | None:
        entries = amended(self.history)
        return next((entry for entry in entries if entry.event_id == correction.target), None)


def correctable(kind: type[Decision]) -> frozenset[str]:
    """The fields of this kind of entry that may be corrected; when it happened always may."""
    if kind in (LineApproved, EntryCorrected):
        return frozenset({"occurred_at"})
    return frozenset(kind.model_fields) - FIXED | {"occurred_at"}


def _anybody(by: Provenance) -> None:
    """Most entries may be corrected by whoever may correct at all."""


def _sealed_alike(correction: EntryCorrected, entry: Recorded[Any]) -> EntryCorrected:
    """The correction of a personal field is personal too, and about the same people."""
    kind = type(entry.decision)
    name = field_name(kind, correction.field)
    if not _is_personal(kind, name) or correction.to is None:
        return correction
    said = correction.to.text if isinstance(correction.to, Personal) else correction.to
    present: Personal | None = getattr(entry.decision, name)
    about = present.about if present else (entry.ref,)
    return correction.model_copy(update={"to": Personal(text=str(said or "")).of(*about)})


def _is_personal(kind: type[Decision], name: str) -> bool:
    info = kind.model_fields.get(name)
    return info is not None and Personal in (info.annotation, *get_args(info.annotation))


def _check(rules: Rules, correction: EntryCorrected, entry: Recorded[Any], facts: Facts) -> None:
    if isinstance(entry.decision, EntryCorrected):
        words = "Correct the entry itself again."
        rules.add(Reason(code="CorrectionNotCorrectable", text=words, field="target"))
    elif correction.field == "occurred_at":
        _check_moment(rules, correction, entry)
    else:
        _check_field(rules, correction, entry, facts)


def _check_moment(rules: Rules, correction: EntryCorrected, entry: Recorded[Any]) -> None:
    try:
        after = moved(entry, correction.to)
    except ValidationError:
        words = "That is not a date and time."
        rules.add(Reason(code="CorrectionInvalid", text=words, field="to"))
        return
    rules.require(
        after.occurred_at <= entry.recorded_at + CLOCK_SKEW,
        "OccurredInTheFuture",
        "It cannot have happened after it was recorded.",
        field="to",
    )
    rules.require(
        after.occurred_at != entry.occurred_at, "NothingCorrected", SAME_AS_NOW, field="to"
    )


def _check_field(
    rules: Rules, correction: EntryCorrected, entry: Recorded[Any], facts: Facts
) -> None:
    kind = type(entry.decision)
    name = field_name(kind, correction.field)
    if name not in kind.model_fields:
        words = f"This entry has no field {correction.field}."
        rules.add(Reason(code="FieldUnknown", text=words, field="field"))
        return
    if kind is LineApproved:
        words = "Correct the line itself: everybody who was given it is then listed."
        rules.add(Reason(code="FieldNotCorrectable", text=words, field="target"))
        return
    if name in FIXED:
        words = "Other entries rest on this. Record what is right as a new entry."
        rules.add(Reason(code="FieldNotCorrectable", text=words, field="field"))
        return
    try:
        after = corrected(entry.decision, correction.field, correction.to)
    except ValidationError as error:
        words = f"{error.errors()[0]['msg']}."
        rules.add(Reason(code="CorrectionInvalid", text=words, field="to"))
        return
    same = _same(getattr(entry.decision, name), getattr(after, name))
    rules.require(not same, "NothingCorrected", SAME_AS_NOW, field="to")
    _check_consequences(rules, entry.decision, after, facts)


def _check_consequences(rules: Rules, before: Decision, after: Decision, facts: Facts) -> None:
    """Nobody unknown is brought in, and no step of the response is undone."""
    require_registered(rules, _stakeholders(after), facts.register, "to")
    if isinstance(before, IncidentTriaged) and isinstance(after, IncidentTriaged):
        rules.require(
            AFTER_TRIAGE[after.level] is AFTER_TRIAGE[before.level],
            "FieldNotCorrectable",
            "This would undo the triage. Escalate, stand down or close the response instead.",
            field="field",
        )


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, Personal) and isinstance(after, Personal):
        return before.text == after.text
    return bool(before == after)


def _stakeholders(decision: Decision) -> list[str]:
    match decision:
        case StakeholderContacted() | InterestOffered() | InterestDeclined() | InterestExempted():
            return [decision.stakeholder]
        case CommunityMapped() | CommunityRevised():
            return [contact.stakeholder for contact in decision.contacts]
    return []
