"""The record of one briefing, as its decisions add up (domain rules §4.7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from domain.base import Aggregate, Recorded
from domain.briefing import decisions as d
from domain.briefing.words import BriefingState
from domain.insight.words import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """To one audience: what, by whom and when."""

    insights: tuple[str, ...]
    by: str
    at: datetime


class Record(Aggregate):
    """`published` holds by audience what went out; `readers` when each said they had read it."""

    SERIES: ClassVar[str] = "BRF"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.compiled: d.BriefingCompiled
        self.compiled_at: datetime
        self.compiled_by = ""
        self.published: dict[Audience, Published] = {}
        self.readers: dict[str, datetime] = {}

    @property
    def state(self) -> BriefingState:
        return BriefingState.PUBLISHED if self.published else BriefingState.COMPILED

    def evolve(self, event: Recorded[Any]) -> None:
        at, by, told = event.recorded_at, event.by.actor, event.decision
        match told:
            case d.BriefingCompiled():
                self.compiled, self.compiled_at, self.compiled_by = told, at, by
            case d.BriefingPublished():
                self.published[told.audience] = Published(insights=told.insights, by=by, at=at)
            case d.BriefingRead():
                self.readers.setdefault(told.reader, at)
