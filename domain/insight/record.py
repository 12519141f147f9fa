"""The record of one insight, as its decisions add up (domain rules §4.7)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from domain.base import Aggregate, Recorded
from domain.insight import decisions as d
from domain.insight.words import OVER, InsightState
from domain.lessons import Circumstances, Course, Lesson, Offer, Parts


@dataclass(kw_only=True)
class Offered:
    """One lesson in one incident: suggested, and what became of that."""

    incident: str
    suggested_at: datetime | None = None
    score: int | None = None
    parts: Parts | None = None
    reused: list[d.InsightReused] = field(default_factory=list)
    dismissed: d.SuggestionDismissed | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None

    @property
    def decided(self) -> bool:
        return bool(self.reused) or self.dismissed is not None

    @property
    def outcome(self) -> str | None:
        """What came of using it: what was said last."""
        return next((one.outcome for one in reversed(self.reused) if one.outcome), None)


class Record(Aggregate):
    """`offers` holds, by incident, where it was suggested or used; `author` recorded it."""

    SERIES: ClassVar[str] = "INS"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.recorded: d.InsightRecorded
        self.recorded_at: datetime
        self.author = ""
        self.marking = ""
        self.state = InsightState.RECORDED
        self.validated_at: datetime | None = None
        self.validated_by: str | None = None
        self.returned: d.InsightReturned | None = None
        self.sharing: d.SharingSet | None = None
        self.shared: list[d.InsightShared] = []
        self.shared_at: datetime | None = None
        self.offers: dict[str, Offered] = {}
        self.superseded_by: str | None = None

    @property
    def validated(self) -> bool:
        """It was validated, and nothing has taken its place since."""
        return self.state is InsightState.VALIDATED

    def learned_at(self, incident: str) -> bool:
        """It holds, and was learned in that incident."""
        return self.validated and self.recorded.incident == incident

    def undecided_in(self, incident: str) -> bool:
        """It was suggested there, and nobody has decided whether to use it."""
        return incident in self.offers and not self.offers[incident].decided

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def learned_in(self) -> Circumstances:
        told = self.recorded
        return Circumstances(
            incident_type=told.incident_type,
            communities=frozenset(told.communities),
            themes=frozenset(told.themes),
            force=told.pfa,
            region=told.region,
        )

    @property
    def lesson(self) -> Lesson:
        """What suggestions compare an incident with."""
        return Lesson(ref=self.ref, learned_in=self.learned_in, recorded_at=self.recorded_at)

    @property
    def course(self) -> Course:
        """What became of it, as the figures count it (domain rules §9)."""
        return Course(
            ref=self.ref,
            themes=frozenset(self.recorded.themes),
            recorded_at=self.recorded_at,
            validated_at=self.validated_at,
            shared_at=self.shared_at,
            offers=tuple(_offer(one) for one in self.offers.values()),
        )

    def evolve(self, event: Recorded[Any]) -> None:
        at, told = event.recorded_at, event.decision
        match told:
            case d.InsightRecorded():
                self.recorded, self.recorded_at = told, at
                self.author, self.marking = event.by.actor, event.by.marking
            case d.InsightValidated():
                self.state, self.returned = InsightState.VALIDATED, None
                self.validated_at, self.validated_by = at, told.by
            case d.InsightReturned():
                self.state, self.returned = InsightState.RETURNED, told
            case d.SharingSet():
                self.sharing = told
            case d.InsightShared():
                self.shared.append(told)
                self.shared_at = self.shared_at or told.at or at
            case d.InsightSuperseded():
                self.state, self.superseded_by = InsightState.SUPERSEDED, told.by
            case d.InsightRetired():
                self.state = InsightState.RETIRED
            case _:
                self._remember_offer(event)

    def _remember_offer(self, event: Recorded[Any]) -> None:
        at, told = event.recorded_at, event.decision
        offered = self.offers.setdefault(told.incident, Offered(incident=told.incident))
        match told:
            case d.InsightSuggested():
                offered.suggested_at, offered.score, offered.parts = at, told.score, told.parts
                return
            case d.InsightReused():
                offered.reused.append(told)
            case d.SuggestionDismissed():
                offered.dismissed = told
        offered.decided_at = offered.decided_at or at
        offered.decided_by = offered.decided_by or event.by.actor


def _offer(one: Offered) -> Offer:
    return Offer(
        incident=one.incident,
        suggested_at=one.suggested_at,
        decided_at=one.decided_at,
        reused=bool(one.reused) if one.decided else None,
    )
