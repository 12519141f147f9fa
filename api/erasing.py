"""Forgetting is written down in the access log, by whichever way it was asked."""

from api.consulting import consult, noted
from api.wiring import System
from domain.incident import Incident
from domain.incident.decisions import IncidentKeysDestroyed
from domain.stakeholder import SubjectKeyDestroyed
from domain.vocabulary import Marking
from services.access_log import Action, already_done
from services.desk import Answer
from services.people import Person
from services.purposes import Purpose, Said

ERASED = frozenset(kind.__name__ for kind in (SubjectKeyDestroyed, IncidentKeysDestroyed))


def forgets(answer: Answer) -> bool:
    """Whether a command made a record unreadable, or unreadable about somebody."""
    return any(event["type"] in ERASED for event in answer.events)


@already_done()
def note_erasure(system: System, who: Person, answer: Answer) -> None:
    """Write down who did that, and when."""
    if answer.ref.startswith(Incident.SERIES):
        marking = system.standings.marking(answer.ref) or Marking.OFFICIAL
        said = system.purposes.said(who.credential, answer.ref) or Said(Purpose.REVIEW)
        noted(system, who, answer.ref, action=Action.ERASE, marking=marking, said=said)
        return
    consult(system, who, answer.ref, action=Action.ERASE, marking=Marking.OFFICIAL)
