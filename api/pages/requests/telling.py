"""What happened to a request, line by line, in the words of its readers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.pages.requests.staff import worked
from api.pages.wording import said
from api.request_words import STATES
from domain.base import Recorded
from domain.support_request import decisions as d

Names = Mapping[str, str]
ENDED: Mapping[type, str] = {
    d.RequestDeferred: STATES["DEFERRED"],
    d.RequestDeclined: STATES["DECLINED"],
    d.RequestWithdrawn: STATES["WITHDRAWN"],
}


@dataclass(frozen=True)
class Told:
    """One thing that happened: in a sentence, with the words that were written to it."""

    sentence: str
    words: str
    who: str
    at: datetime
    score: d.Scored | None = None


def told(history: Sequence[Recorded[Any]], names: Names) -> list[Told]:
    """Everything that happened, the latest first."""
    return [_one(event, names) for event in reversed(history)]


def _one(event: Recorded[Any], names: Names) -> Told:
    decision = event.decision
    who = names.get(event.by.actor, event.by.actor)
    score = decision if isinstance(decision, d.Scored) else None
    return Told(_sentence(decision, names), words_of(decision), who, event.recorded_at, score)


def _sentence(decision: Any, names: Names) -> str:
    match decision:
        case d.SupportRequested():
            return "Asked for support"
        case d.Scored():
            again = " again" if isinstance(decision, d.RequestRescored) else ""
            return f"Scored{again}: {decision.score} points, {decision.band}"
        case d.BandOverridden():
            return f"Band set by hand from {decision.before} to {decision.to}"
        case d.DirectedAsPriority():
            return f"Made P1 on the word of the {post(decision.director)}"
        case d.RequestAccepted() | d.RequestPartlyAccepted():
            come = ", ".join(names.get(one.id, one.id) for one in decision.officers)
            part = " in part" if isinstance(decision, d.RequestPartlyAccepted) else ""
            return f"Accepted{part}: {come}"
        case d.RequestFulfilled():
            return f"Done, after {worked(decision.spent)} of work"
        case d.RequesterRated():
            return f"Rated {decision.stars} of 5 by whoever asked"
    return ENDED.get(type(decision), said(type(decision).__name__))


def words_of(decision: Any) -> str:
    """The reason, the comment or the outcome that was written down."""
    names = ("reason", "why", "outcome", "comment")
    return next(_written(decision, names), "")


def _written(decision: Any, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        words = getattr(decision, name, None)
        if isinstance(words, str) and words:
            yield words


def post(director: str) -> str:
    """Regional director, of Regional-director."""
    return director.replace("-", " ")
