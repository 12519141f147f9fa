"""Lessons are suggested to the team of an incident at the moment they help (domain rules §9)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from domain.base import Aggregate, Provenance
from domain.forces import Force
from domain.incident import Incident
from domain.insight import Insight, circumstances_of
from domain.lessons import Circumstances, suggestions
from domain.vocabulary import State
from services.staffing import Alongside

CHANGES: Final = frozenset(("triage", "map-community", "revise-community"))
"""The verbs of an incident after which other lessons may help."""

TAKEN: Final = frozenset((State.ACTIVE, State.MONITORING, State.RESTORING, State.REVIEW))

Suggesting: TypeAlias = Callable[[Circumstances, datetime], Sequence[str]]
"""The lessons that would be suggested in such circumstances now, the best first."""


def suggest(
    incident: Aggregate,
    by: Provenance,
    alongside: Alongside,
    suggesting: Suggesting,
    forces: Mapping[str, Force],
) -> None:
    """Record in each lesson that it is suggested here; each is suggested to an incident once.

    Which lessons there are is looked up, and may be of a moment ago; each is asked as it is now.
    """
    if not isinstance(incident, Incident) or incident.response.state not in TAKEN:
        return
    now_in = circumstances_of(incident.response, forces)
    found = alongside.of(Insight)
    known = [insight for ref in suggesting(now_in, by.recorded_at) if (insight := found.get(ref))]
    lessons = [insight.lesson for insight in known if insight.validated]
    signed = by.model_copy(update={"about": (), "occurred_at": by.recorded_at})
    for best in suggestions(lessons, now_in, by.recorded_at):
        found[best.ref].suggest(incident.ref, now_in, signed)
