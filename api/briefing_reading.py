"""One briefing as pages and programs read it, and which of them somebody may know of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.access import reads_briefing, reads_insight
from api.briefing_told import briefing_of, insight_of, may_be_told
from api.wiring import System
from domain.base import NotFound
from domain.briefing import Briefing, Period, next_period
from domain.insight import Audience, Insight, InsightState
from projections.lessons import Wanted
from projections.lessons_row import Learned
from services.people import Person

SHAREABLE = (Audience.ORGANISATION, Audience.PARTNERS, Audience.PUBLIC)
AT_ONCE, MOST_PAGES = 100, 10
LATELY = 26


@dataclass(frozen=True)
class Item:
    """One insight of a briefing; None where its reader may no longer be told of it."""

    ref: str
    insight: Insight | None

    @property
    def withdrawn(self) -> bool:
        return self.insight is None


@dataclass(frozen=True)
class BriefingReading:
    """A briefing with what one reader, or one audience, may be told of what is in it."""

    briefing: Briefing
    items: Sequence[Item]

    @property
    def told(self) -> list[Insight]:
        return [one.insight for one in self.items if one.insight is not None]

    @property
    def withdrawn(self) -> int:
        return sum(one.withdrawn for one in self.items)


def read_briefing(system: System, ref: str, who: Person) -> BriefingReading:
    """NotFound where there is none that they may know of."""
    briefing = _told(system, ref, who)
    items = [_item(system, one, who) for one in briefing.compiled.insights]
    return BriefingReading(briefing, items)


def may_know_briefing(system: System, ref: str, who: Person) -> bool:
    """Whether there is such a briefing, and they may know of it."""
    briefing = briefing_of(system.store, ref)
    return briefing is not None and reads_briefing(who, briefing)


def briefings_before(system: System, who: Person, number: int | None = None) -> Iterator[Briefing]:
    """Those that somebody may know of, the newest first, before the one of a number."""
    last = system.store.last_of(Briefing.SERIES)
    for one in range(min(last, number - 1) if number else last, 0, -1):
        briefing = briefing_of(system.store, f"{Briefing.SERIES}-{one:04}")
        if briefing is not None and reads_briefing(who, briefing):
            yield briefing


def next_of(system: System, today: date) -> Period:
    """The days that the next briefing is about."""
    last = system.store.last_of(Briefing.SERIES)
    before = briefing_of(system.store, f"{Briefing.SERIES}-{last:04}") if last else None
    return next_period(before.compiled.period if before else None, today)


def to_be_told(system: System) -> list[Learned]:
    """The insights that may be told to the organisation and were in no briefing lately."""
    wanted, told = (
        Wanted(states=(InsightState.VALIDATED,), audiences=SHAREABLE),
        _told_lately(system),
    )
    found: list[Learned] = []
    after: str | None = None
    with system.views.engine.connect() as connection:
        view, _ = system.views.lessons.resolve(connection)
        for _ in range(MOST_PAGES):
            page = view.rows(connection, wanted, after=after, limit=AT_ONCE)
            found += [row for row in page.rows if row.ref not in told]
            after = page.after
            if after is None or len(found) >= AT_ONCE:
                break
    return found[:AT_ONCE]


def _told_lately(system: System) -> frozenset[str]:
    last = system.store.last_of(Briefing.SERIES)
    numbers = range(last, max(0, last - LATELY), -1)
    lately = (briefing_of(system.store, f"{Briefing.SERIES}-{one:04}") for one in numbers)
    return frozenset(ref for one in lately if one for ref in one.compiled.insights)


def _item(system: System, ref: str, who: Person) -> Item:
    insight = insight_of(system.store, ref)
    told = may_be_told(insight, Audience.ORGANISATION)
    return Item(ref, insight if insight and told and reads_insight(who, insight) else None)


def _told(system: System, ref: str, who: Person) -> Briefing:
    briefing = briefing_of(system.store, ref)
    if briefing is None or not reads_briefing(who, briefing):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    return briefing
