"""Whom of the register somebody may read: everybody, or those who take part in what they read."""

from sqlalchemy import Select

from api.access import reads_all_of_register, sight_of
from api.wiring import System
from domain.base import NotFound
from domain.stakeholder import Stakeholder
from projections.board import Board
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


def read_stakeholder(system: System, ref: str, who: Person) -> Stakeholder:
    """One stakeholder; NotFound where there is none, and where it is not theirs to know about."""
    if not ref.startswith(Stakeholder.SERIES) or not may_know_person(system, ref, who):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    return system.store.load(Stakeholder, ref)
