"""Who hears of what on the event stream: what they may know of, and no longer than they may."""

from time import monotonic
from typing import Final

from fastapi import Request

from api.access import Permission, allowed, sight_of, signed_in
from api.briefing_reading import may_know_briefing
from api.feedback_reading import find_round
from api.hub import Change
from api.insight_reading import may_know_insight
from api.register_reading import may_know_person
from api.request_reads import may_know_request
from api.wiring import System
from domain.briefing import Briefing
from domain.feedback import FeedbackRound
from domain.incident import Incident
from domain.insight import Insight
from domain.officer import Officer
from domain.stakeholder import (
    ErasureDecided,
    ErasureRequested,
    ProcessingRestricted,
    RestrictionLifted,
    Stakeholder,
)
from domain.support_request import SupportRequest
from domain.vocabulary import Marking
from services.people import Person

ANEW_AFTER_SECONDS: Final = 1.0
OF_ERASURE: Final = frozenset(
    kind.__name__
    for kind in (ErasureRequested, ErasureDecided, ProcessingRestricted, RestrictionLifted)
)
"""That somebody asked to be forgotten is told to those who may be asked."""


class Audience:
    """One listener. Whether they are still signed in, and as whom, is asked again as it goes."""

    def __init__(self, request: Request, system: System, who: Person) -> None:
        self._request, self._system, self._who = request, system, who
        self._asked = monotonic()

    async def may_hear(self, change: Change) -> bool:
        """NotSignedIn once their session has ended."""
        if monotonic() - self._asked > ANEW_AFTER_SECONDS:
            self._who, self._asked = await signed_in(self._request), monotonic()
        return may_hear(self._system, self._who, change)


def may_hear(system: System, who: Person, change: Change) -> bool:
    """Whether a change is of a record, and of an entry in it, that somebody may know of."""
    if change.ref.startswith(Stakeholder.SERIES):
        if change.type in OF_ERASURE and not allowed(who, Permission.ASK_ERASURE):
            return False
        reads = allowed(who, Permission.READ_REGISTER)
        return reads and may_know_person(system, change.ref, who)
    if change.ref.startswith(SupportRequest.SERIES):
        return allowed(who, Permission.READ_REQUESTS) and may_know_request(system, change.ref, who)
    if change.ref.startswith((Insight.SERIES, Briefing.SERIES, FeedbackRound.SERIES)):
        return _hears_of_learning(system, who, change.ref)
    if change.ref.startswith(Officer.SERIES):
        return allowed(who, Permission.READ_CAPACITY)
    if not change.ref.startswith(Incident.SERIES) or not allowed(who, Permission.READ_INCIDENTS):
        return False
    sight = sight_of(who)
    if sight.unlimited:
        return True
    marking = system.standings.marking(change.ref)
    if sight.official and {marking, change.marking} == {Marking.OFFICIAL}:
        return True
    parts = system.standings.of(change.ref)
    if parts is None or not sight.covers(parts):
        return False
    return sight.reads(parts, change.marking, change.author)


def _hears_of_learning(system: System, who: Person, ref: str) -> bool:
    if ref.startswith(FeedbackRound.SERIES):
        return allowed(who, Permission.READ_FEEDBACK) and find_round(system, ref, who) is not None
    if not allowed(who, Permission.READ_INSIGHTS):
        return False
    if ref.startswith(Briefing.SERIES):
        return may_know_briefing(system, ref, who)
    return may_know_insight(system, ref, who)
