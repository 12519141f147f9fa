"""Reading for a purpose: asked once for each record and sign-in; and every read is written down."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from api.wiring import System
from domain.vocabulary import Marking
from projections.search import Found
from projections.texts import Kind
from services.access_log import Access, Action, NotNoted
from services.people import Person
from services.purposes import BY_PROGRAM, IN_A_LIST, NOT_SAID, Purpose, Said

REGISTER: Final = "register"
SEARCH: Final = "search"
OPEN_WORK: Final = "work"
ACCESS_LOG: Final = "access-log"
LESSONS: Final = "lessons"


class PurposeNeeded(Exception):
    """Somebody opens a record of which they have not said yet what they need it for."""

    def __init__(self, record: str) -> None:
        super().__init__(record)
        self.record = record


def consult(
    system: System,
    who: Person,
    record: str,
    *,
    action: Action,
    marking: str,
    shown: Iterable[str] = (),
) -> None:
    """Write down that somebody reads a record, before it is shown to them.

    PurposeNeeded where they can be asked what for, and have not said. An open page that keeps
    itself up to date is written down once. NotNoted where it cannot be written down: what is
    not written down is not shown.
    """
    said = purpose_of(system, who, record)
    if not who.attended and seen_by(system, who, record, action):
        return
    noted(system, who, record, action=action, marking=marking, said=said, shown=shown)


def listed(system: System, who: Person, record: str, marking: str, shown: Iterable[str]) -> None:
    """Write down a page of a list that names people, or shows what is restricted.

    Nobody is asked what for. The list of open work keeps itself up to date: it is written down
    where somebody opens it.
    """
    shown = tuple(dict.fromkeys(shown))
    if not who.attended and record == OPEN_WORK and seen_by(system, who, record):
        return
    said = _by_program(who) or Said(IN_A_LIST)
    if shown:
        consulted, marked = Action.CONSULT, marking
        noted(system, who, record, action=consulted, marking=marked, said=said, shown=shown)


def seen_by(system: System, who: Person, record: str, action: Action = Action.CONSULT) -> bool:
    """Whether it is written down already that this sign-in did this with this record."""
    return system.access_log.has_noted(who.credential, record, action)


def found_of_people(found: Iterable[Found]) -> list[str]:
    """Of what a search found, the people and what is restricted."""
    return [
        hit.ref for hit in found if hit.kind is Kind.STAKEHOLDER or hit.marking != Marking.OFFICIAL
    ]


def purpose_of(system: System, who: Person, record: str) -> Said:
    """What they said they need the record for; PurposeNeeded where they can be asked now."""
    said = _by_program(who) or system.purposes.said(who.credential, record)
    if said is None and who.asked:
        raise PurposeNeeded(record)
    return said or Said(NOT_SAID)


def opens_to_respond(system: System, who: Person, record: str) -> None:
    """Whoever makes a record needs it to respond: nobody asks them again."""
    with suppress(NotNoted):  # it is recorded already: at worst they are asked
        if not who.program and system.purposes.said(who.credential, record) is None:
            said = Said(Purpose.RESPOND)
            system.purposes.say(who.credential, record, said, system.clock())


def noted(
    system: System,
    who: Person,
    record: str,
    *,
    action: Action,
    marking: str,
    said: Said,
    shown: Iterable[str] = (),
) -> int:
    """Write an access down, whatever was said of it; its number in the log."""
    return system.access_log.note(
        Access(
            at=system.clock(),
            who=who.ref,
            role=who.role,
            action=action,
            record=record,
            marking=marking or Marking.OFFICIAL,
            purpose=said.purpose,
            note=said.note,
            shown=tuple(shown),
            credential=who.credential,
        )
    )


def _by_program(who: Person) -> Said | None:
    """What a program says with its request, or its token is for; other words are a note."""
    if who.standing_purpose in {*Purpose}:
        return Said(who.standing_purpose, who.purpose_note)
    words = " ".join(filter(None, (who.standing_purpose, who.purpose_note)))
    return Said(BY_PROGRAM, words) if who.program else None
