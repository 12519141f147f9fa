"""What somebody may take out: all that they may read, or no more than their own."""

from sqlalchemy import Select

from api.access import Permission, Reach, allowed, reach_of, sight_of
from api.reading import may_know_of
from api.register_reading import people_for
from api.wiring import System
from domain.base import NotAllowed
from projections.board import Board
from services.people import Person


def may_take_out(system: System, who: Person, ref: str) -> bool:
    """Whether this incident is among those that somebody may take out."""
    if not allowed(who, Permission.EXPORT):
        return False
    return may_know_of(system, ref, sight_of(who, Permission.EXPORT))


def to_take_out(system: System, who: Person, ref: str) -> None:
    """NotAllowed where somebody may know of an incident and not take it out."""
    if may_know_of(system, ref, sight_of(who)) and not may_take_out(system, who, ref):
        raise NotAllowed.because(
            "ExportOwnOnly",
            "You take out what is your own: ask whoever leads this, or a regional lead.",
        )


def people_to_take_out(board: Board, who: Person) -> Select[str] | None:
    """The refs of those whom a person may take out of the register; None for all."""
    if reach_of(who, Permission.EXPORT) is Reach.OWN:
        return board.taking_part(sight_of(who, Permission.EXPORT))
    return people_for(board, who)
