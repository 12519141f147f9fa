"""How flags, decisions, the debrief, holds, corrections and explanations are told."""

from typing import Any

from api.telling.told import Names, Teller, Told, at, named, told
from api.words import MILESTONES, plain
from domain.incident.decisions import (
    DebriefHeld,
    DecisionRecorded,
    DisposalConfirmed,
    DisposalDecided,
    EntryCorrected,
    FlagAcknowledged,
    IncidentKeysDestroyed,
    LegalHoldPlaced,
    LegalHoldReleased,
    LegalHoldReleaseProposed,
    MilestoneBreachExplained,
    NothingNewDeclared,
    RelevantMaterialFlagged,
    RetentionReviewed,
)
from domain.personal import Personal


def flagged(it: RelevantMaterialFlagged, names: Names) -> Told:
    urgently = ", urgently" if it.time_critical else ""
    return told(f"Flagged to {names(it.to)}{urgently}, {it.flag}")


def acknowledged(it: FlagAcknowledged, names: Names) -> Told:
    return told(f"Flag {it.flag} acknowledged by {names(it.by)}", it.note)


def decided(it: DecisionRecorded, names: Names) -> Told:
    return told(
        f"Decided: {it.question}",
        it.rationale,
        ("Chosen", _option(it.options, it.chosen)),
        ("Also considered", "; ".join(o for n, o in enumerate(it.options) if n != it.chosen)),
        ("Consulted", named(it.consulted, names)),
        ("Known then", f"the record up to entry {it.known_at_position}"),
    )


def debriefed(it: DebriefHeld, names: Names) -> Told:
    return told(
        "Debrief held",
        "",
        ("Who", named(it.attendees, names)),
        ("Went well", "; ".join(it.went_well)),
        ("To do differently", "; ".join(it.improve)),
        ("Held", at(it.held_at)),
    )


def nothing_new(it: NothingNewDeclared, names: Names) -> Told:
    return told(f"{names(it.by)} signed that nothing new was learned", it.reason)


def held(it: LegalHoldPlaced, names: Names) -> Told:
    return told("Legal hold placed", it.basis, ("Review", f"{it.review_at:%d/%m/%Y}"))


def release_proposed(it: LegalHoldReleaseProposed, names: Names) -> Told:
    waits = ("Waits for", names(it.second_person))
    return told("Release of the legal hold proposed", it.basis, waits)


def released(it: LegalHoldReleased, names: Names) -> Told:
    return told("Legal hold released", it.basis, ("Second person", names(it.second_person)))


def reviewed(it: RetentionReviewed, names: Names) -> Told:
    return told(f"To be kept until {it.keep_until:%d/%m/%Y}", it.reason)


def disposal_decided(it: DisposalDecided, names: Names) -> Told:
    waits = ("Waits for", names(it.second_person) if it.second_person else "")
    return told("Decided that the text of this record is disposed of", it.ground, waits)


def disposal_confirmed(it: DisposalConfirmed, names: Names) -> Told:
    return told("Confirmed that the text of this record is disposed of")


def disposed(it: IncidentKeysDestroyed, names: Names) -> Told:
    gone = ("Gone from every backup by", f"{it.backups_gone_by:%d/%m/%Y}")
    return told("The text of this record can never be read again", "", gone)


def corrected(it: EntryCorrected, names: Names) -> Told:
    what = it.field.replace("_", " ")
    return told(f"Corrected an entry: {what}", it.reason, ("Now reads", reading(it.to)))


def explained(it: MilestoneBreachExplained, names: Names) -> Told:
    return told(f"Why it was late: {plain(MILESTONES, it.milestone).lower()}", it.why)


def reading(value: Any) -> str:
    """Any corrected value as one line of text."""
    if isinstance(value, Personal):
        return value.text or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(reading(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {reading(one)}" for key, one in value.items())
    return "" if value is None else str(value).replace("_", " ")


def _option(options: tuple[str, ...], chosen: int) -> str:
    return options[chosen] if chosen < len(options) else ""


TELLERS: dict[type, Teller] = {
    RelevantMaterialFlagged: flagged,
    FlagAcknowledged: acknowledged,
    DecisionRecorded: decided,
    DebriefHeld: debriefed,
    NothingNewDeclared: nothing_new,
    LegalHoldPlaced: held,
    LegalHoldReleaseProposed: release_proposed,
    LegalHoldReleased: released,
    RetentionReviewed: reviewed,
    DisposalDecided: disposal_decided,
    DisposalConfirmed: disposal_confirmed,
    IncidentKeysDestroyed: disposed,
    EntryCorrected: corrected,
    MilestoneBreachExplained: explained,
}
