"""One insight as pages and programs read it, and which of them somebody may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.access import reads_all_insights, reads_insight, reads_sensitive, sight_of
from api.closing import closed_to, open_to
from api.consulting import consult
from api.reading import may_know_of
from api.wiring import System
from domain.base import NotFound, Recorded
from domain.insight import Insight, Offered
from domain.vocabulary import Marking
from projections.lessons import Seen
from services.access_log import Action
from services.people import Person


@dataclass(frozen=True)
class InsightReading:
    """An insight with what one reader may know of around it.

    `incident` is where it was learned, and `offers` where it was suggested or used, as far as they
    may know of these incidents; `elsewhere` counts the others.
    """

    insight: Insight
    history: Sequence[Recorded[Any]]
    incident: str | None
    offers: Sequence[Offered]
    elsewhere: int

    @property
    def ref(self) -> str:
        return self.insight.ref


def insights_seen_by(who: Person) -> Seen:
    """Which insights a list shows them."""
    return Seen(all=reads_all_insights(who), sensitive=reads_sensitive(who), author=who.actor)


def read_insight(system: System, ref: str, who: Person) -> InsightReading:
    """NotFound where there is none that they may know of. What is marked is written down."""
    insight, history = _told(system, ref, who)
    if insight.marking != Marking.OFFICIAL:
        consult(system, who, ref, action=Action.CONSULT, marking=insight.marking)
    sight, learned_in = sight_of(who), insight.recorded.incident
    known = [one for one in insight.offers.values() if may_know_of(system, one.incident, sight)]
    return InsightReading(
        insight=insight,
        history=history,
        incident=learned_in if learned_in and may_know_of(system, learned_in, sight) else None,
        offers=sorted(known, key=lambda one: (one.suggested_at is None, one.incident)),
        elsewhere=len(insight.offers) - len(known),
    )


def may_know_insight(system: System, ref: str, who: Person) -> bool:
    """Whether there is such an insight, and they may know of it."""
    insight = Insight.project(None, system.store.history(ref))
    return insight is not None and reads_insight(who, insight)


def _told(system: System, ref: str, who: Person) -> tuple[Insight, Sequence[Recorded[Any]]]:
    history = system.store.history(ref) if ref.startswith(Insight.SERIES) else []
    insight = Insight.project(None, history)
    if insight is None or not reads_insight(who, insight):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    closed = closed_to(system, ref, who)
    told = [open_to(closed, event) for event in history]
    return Insight.project(None, told) or insight, told
