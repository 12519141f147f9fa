"""What a program says it reads for, with each request: two headers."""

from collections.abc import Mapping
from dataclasses import replace

from domain.base import Malformed
from services.people import Person
from services.purposes import Purpose

HEADER, NOTE_HEADER = "box1-purpose", "box1-purpose-note"
LONGEST_NOTE = 280


def with_purpose(who: Person, headers: Mapping[str, str]) -> Person:
    """The same person, with what their request says it is for; Malformed where nobody can be."""
    said, note = headers.get(HEADER, ""), headers.get(NOTE_HEADER, "").strip()
    if not said:
        return who
    if said not in set(Purpose):
        purposes = ", ".join(Purpose)
        text = f"There is no purpose {said[:40]!r}. Say one of: {purposes}."
        raise Malformed.because("PurposeUnknown", text, field="Box1-Purpose")
    check_note(said, note, "Box1-Purpose-Note")
    return replace(who, standing_purpose=said, purpose_note=note)


def check_note(purpose: str, note: str, field: str) -> None:
    """Malformed where a purpose of their own is not said in words, or in too many."""
    if purpose == Purpose.OTHER and not note:
        raise Malformed.because("PurposeNotSaid", "Say in a few words what for.", field=field)
    if len(note) > LONGEST_NOTE:
        text = f"Say it in at most {LONGEST_NOTE} characters."
        raise Malformed.because("PurposeTooLong", text, field=field)
