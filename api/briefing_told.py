"""What an audience may be told of a briefing now, and the days that it is about in words."""

from domain.briefing import Briefing, Period, not_for
from domain.insight import Audience, Insight
from domain.sealing import is_erased
from services.store import Store


def briefing_of(store: Store, ref: str) -> Briefing | None:
    history = store.history(ref) if ref.startswith(Briefing.SERIES) else []
    return Briefing.project(None, history)


def insight_of(store: Store, ref: str) -> Insight | None:
    return Insight.project(None, store.history(ref))


def may_be_told(insight: Insight | None, audience: Audience) -> bool:
    """Whether it still holds, may go that far, and can still be read."""
    if insight is None or not_for(insight, audience) is not None:
        return False
    return not is_erased(insight.recorded.statement)


def told_to(store: Store, briefing: Briefing, audience: Audience) -> list[Insight]:
    """What was published to an audience, without what was taken back since."""
    there = briefing.published.get(audience)
    found = (insight_of(store, ref) for ref in (there.insights if there else ()))
    return [one for one in found if one is not None and may_be_told(one, audience)]


def period_words(period: Period) -> str:
    """As in 23 February to 1 March 2026."""
    since, to = period.since, period.to
    last = f"{to.day} {to:%B %Y}"
    if since == to:
        return last
    if since.year != to.year:
        return f"{since.day} {since:%B %Y} to {last}"
    return (
        f"{since.day} to {last}" if since.month == to.month else f"{since.day} {since:%B} to {last}"
    )
