"""One feedback round as pages and programs read it, and which of them somebody may know of."""

from api.access import Permission, Reach, reach_of, sight_of
from api.consulting import consult
from api.reading import may_know_of
from api.wiring import System
from domain.base import NotFound
from domain.feedback import FeedbackRound, RoundFigures, RoundState, round_figures
from domain.vocabulary import Marking
from services.access_log import Action
from services.people import Person


def read_round(system: System, ref: str, who: Person) -> FeedbackRound:
    """NotFound where there is none that they may know of. What is marked is written down."""
    feedback = find_round(system, ref, who)
    if feedback is None:
        raise NotFound.because("NotFound", f"There is no {ref}.")
    if feedback.marking != Marking.OFFICIAL:
        consult(system, who, ref, action=Action.CONSULT, marking=feedback.marking)
    return feedback


def find_round(system: System, ref: str, who: Person) -> FeedbackRound | None:
    """The round where there is one that they may know of: for what shows no more than figures."""
    history = system.store.history(ref) if ref.startswith(f"{FeedbackRound.SERIES}-") else []
    feedback = FeedbackRound.project(None, history)
    return feedback if feedback is not None and _may_know(system, feedback, who) else None


def rounds_of(system: System, incident: str) -> list[FeedbackRound]:
    """Every round about an incident, in the order they were opened."""
    refs = system.store.parts_of(incident, FeedbackRound.SERIES)
    return [system.store.load(FeedbackRound, ref) for ref in refs]


def figures_now(feedback: FeedbackRound) -> RoundFigures | None:
    """None while answers come: two readings would tell what was answered between them."""
    return None if feedback.state is RoundState.OPEN else round_figures(feedback)


def counts_only(who: Person) -> bool:
    """Whether they read figures of every round, and know of no incident."""
    return reach_of(who, Permission.READ_INCIDENTS) in (None, Reach.AGGREGATES)


def _may_know(system: System, feedback: FeedbackRound, who: Person) -> bool:
    if counts_only(who):
        return feedback.marking == Marking.OFFICIAL
    return may_know_of(system, feedback.opened.ref, sight_of(who))
