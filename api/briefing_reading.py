"""One briefing as pages and programs read it, and which of them somebody may know of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.access import reads_briefing, reads_insight
from api.wiring import System
from domain.base import NotFound
from domain.briefing import Briefing, Period, next_period, not_for
from domain.insight import Audience, Insight
from domain.sealing import is_erased
from projections.lessons import Wanted
from projections.lessons_row import Learned
from services.people import Person

SHAREABLE = (Audience.ORGANISATION, Audience.PARTNERS, Audience.PUBLIC)
AT_ONCE = 100


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
    items = (Item(one, _insight(system, one)) for one in briefing.compiled.insights)
    return BriefingReading(briefing, [_for_person(one, who) for one in items])


def read_for(system: System, ref: str, audience: Audience) -> BriefingReading:
    """What went out to an audience, without what was taken back since; NotFound where none did."""
    briefing = _briefing(system, ref)
    if briefing is None or audience not in briefing.published:
        raise NotFound.because("NotFound", f"There is no {ref} for this audience.")
    items = (Item(one, _insight(system, one)) for one in briefing.published[audience].insights)
    return BriefingReading(briefing, [_for_audience(one, audience) for one in items])


def may_know_briefing(system: System, ref: str, who: Person) -> bool:
    """Whether there is such a briefing, and they may know of it."""
    briefing = _briefing(system, ref)
    return briefing is not None and reads_briefing(who, briefing)


def briefings_before(system: System, who: Person, number: int | None = None) -> Iterator[Briefing]:
    """Those that somebody may know of, the newest first, before the one of a number."""
    last = system.store.last_of(Briefing.SERIES)
    for one in range(min(last, number - 1) if number else last, 0, -1):
        briefing = _briefing(system, f"{Briefing.SERIES}-{one:04}")
        if briefing is not None and reads_briefing(who, briefing):
            yield briefing


def next_of(system: System, today: date) -> Period:
    """The days that the next briefing is about."""
    last = system.store.last_of(Briefing.SERIES)
    before = _briefing(system, f"{Briefing.SERIES}-{last:04}") if last else None
    return next_period(before.compiled.period if before else None, today)


def to_be_told(system: System, since: datetime, before: datetime) -> list[Learned]:
    """The insights that may be in a briefing, of those recorded or validated in these days."""
    wanted = Wanted(states=("VALIDATED",), audiences=SHAREABLE)
    with system.views.engine.connect() as connection:
        view, _ = system.views.lessons.resolve(connection)
        page = view.rows(connection, wanted, limit=AT_ONCE)
    return [row for row in page.rows if since <= (row.validated_at or row.recorded_at) < before]


def _for_person(item: Item, who: Person) -> Item:
    known = item.insight is not None and reads_insight(who, item.insight)
    return _for_audience(item, Audience.ORGANISATION) if known else Item(item.ref, None)


def _for_audience(item: Item, audience: Audience) -> Item:
    insight = item.insight
    if insight is None or not_for(insight, audience) or is_erased(insight.recorded.statement):
        return Item(item.ref, None)
    return item


def _told(system: System, ref: str, who: Person) -> Briefing:
    briefing = _briefing(system, ref)
    if briefing is None or not reads_briefing(who, briefing):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    return briefing


def _briefing(system: System, ref: str) -> Briefing | None:
    history = system.store.history(ref) if ref.startswith(Briefing.SERIES) else []
    return Briefing.project(None, history)


def _insight(system: System, ref: str) -> Insight | None:
    return Insight.project(None, system.store.history(ref))
