"""Forgetting somebody is written down in the access log, by whichever way it was asked."""

from api.consulting import consult
from api.wiring import System
from domain.stakeholder import SubjectKeyDestroyed
from domain.vocabulary import Marking
from services.access_log import Action
from services.desk import Answer
from services.people import Person

ERASED = SubjectKeyDestroyed.__name__


def forgets(answer: Answer) -> bool:
    """Whether a command made a record unreadable about somebody."""
    return any(event["type"] == ERASED for event in answer.events)


def note_erasure(system: System, who: Person, answer: Answer) -> None:
    """Write down who did that, and when."""
    consult(system, who, answer.ref, action=Action.ERASE, marking=Marking.OFFICIAL)
