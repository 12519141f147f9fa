"""Whom of the register somebody may read: everybody, or those who take part in what they read."""

from collections.abc import Iterable

from sqlalchemy import Select

from api.access import reads_all_of_register, reads_restricted, sight_of
from api.consulting import consult
from api.wiring import System
from domain.base import NotFound
from domain.sealing import RESTRICTED
from domain.stakeholder import Stakeholder
from domain.vocabulary import Marking
from domain.withholding import closed
from projections.board import Board
from projections.register_row import Registered, name_or_words
from services.access_log import Action
from services.people import Person


def people_for(board: Board, who: Person) -> Select[str] | None:
    """The refs of those whom a person may read, for the queries of other views; None for all."""
    return None if reads_all_of_register(who) else board.taking_part(sight_of(who))


def may_know_person(system: System, ref: str, who: Person) -> bool:
    """Whether somebody of the register is theirs to know about, where there is such a person."""
    if reads_all_of_register(who):
        return True
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        return board.takes_part(connection, ref, sight_of(who))


def read_stakeholder(
    system: System,
    ref: str,
    who: Person,
    marking: str = Marking.OFFICIAL,
    shown: Iterable[str] = (),
) -> Stakeholder:
    """One stakeholder; and that they were read is written down, with what is shown beside them.

    NotFound where there is none, and where it is not theirs to know about. PurposeNeeded where
    somebody has to say first what for.
    """
    if not ref.startswith(Stakeholder.SERIES) or not may_know_person(system, ref, who):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    stakeholder = system.store.load(Stakeholder, ref)
    consult(system, who, ref, action=Action.CONSULT, marking=marking, shown=shown)
    if stakeholder.restricted and not reads_restricted(who):
        _close(stakeholder)
    return stakeholder


def name_told_to(who: Person, row: Registered) -> str | None:
    """The name of somebody in a list, or in brackets why it is not there."""
    return row.name if row.name and reads_restricted(who) else name_or_words(row)


def _close(stakeholder: Stakeholder) -> None:
    """Leave no word of an entry that is restricted."""
    stakeholder.described = closed(stakeholder.described, RESTRICTED)
    stakeholder.owned = stakeholder.owned and closed(stakeholder.owned, RESTRICTED)
    stakeholder.permission = stakeholder.permission and closed(stakeholder.permission, RESTRICTED)
