"""Records that a command looks at and changes beside its own, all in its one transaction."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from domain.base import Aggregate, Decision, NotFound
from domain.capacity import Load as Minutes
from domain.capacity import load_of, together
from domain.feedback import FeedbackRound
from domain.feedback.decisions import RoundOpened
from domain.forces import Force
from domain.incident import Incident, OutsideFacts
from domain.insight import Insight
from domain.insight.decisions import InsightRecorded, InsightReused, InsightSuggested
from domain.officer import Officer
from domain.officer.decisions import Allocated, OfficerJoined
from domain.priority import Band
from domain.ruleset import Ruleset
from domain.support_request import SupportRequest, region_of
from domain.support_request.decisions import SupportRequested
from services.store import Store

A = TypeVar("A", bound=Aggregate)
Load: TypeAlias = Callable[[type[Any], str], Any]
Touching: TypeAlias = Callable[[Collection[str], datetime], Collection[str]]


class Alongside:
    """What one command has loaded, each record once: so it meets its own changes again."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._loaded: dict[str, Aggregate] = {}

    def take(self, aggregate: Aggregate) -> None:
        """The command's own record, as it is and as it will be."""
        self._loaded[aggregate.ref] = aggregate

    def of(self, kind: type[A]) -> "Records[A]":
        """The records of one kind by reference, loaded when they are asked for."""
        return Records(self, kind)

    def find(self, kind: type[A], ref: str) -> A:
        """KeyError where there is none of that kind."""
        if ref not in self._loaded:
            try:
                self._loaded[ref] = self._load(kind, ref)
            except NotFound:
                raise KeyError(ref) from None
        found = self._loaded[ref]
        if not isinstance(found, kind):
            raise KeyError(ref)
        return found

    @property
    def changed(self) -> list[Aggregate]:
        """Those about which something was decided, in the order they were first asked for."""
        return [each for each in self._loaded.values() if each.has_decided]

    def __iter__(self) -> Iterator[Aggregate]:
        return iter(self._loaded.values())


def _any(record: Aggregate) -> bool:
    return True


class Records(Mapping[str, A], Generic[A]):
    """The records of one kind that a command can ask for; it holds those it has asked for."""

    def __init__(
        self, alongside: Alongside, kind: type[A], shows: Callable[[A], bool] = _any
    ) -> None:
        self._alongside, self._kind, self._shows = alongside, kind, shows

    def __getitem__(self, ref: str) -> A:
        found = self._alongside.find(self._kind, ref)
        if not self._shows(found):
            raise KeyError(ref)
        return found

    def __iter__(self) -> Iterator[str]:
        return (each.ref for each in self._alongside if isinstance(each, self._kind))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def whole_of(decision: Decision) -> str | None:
    """What a stream belongs to from this decision on, if anything."""
    match decision:
        case RoundOpened():
            return decision.ref
        case InsightRecorded() | InsightSuggested() | InsightReused():
            return decision.incident
        case SupportRequested():
            return decision.incident
        case OfficerJoined():
            return decision.region
        case Allocated():
            return decision.request
    return None


def elsewhere(store: Store, incident: str, alongside: Alongside) -> OutsideFacts:
    """What records that belong to an incident say of it, as its guards ask."""
    insights = [alongside.of(Insight)[ref] for ref in store.parts_of(incident, Insight.SERIES)]
    rounds = [
        alongside.of(FeedbackRound)[ref] for ref in store.parts_of(incident, FeedbackRound.SERIES)
    ]
    return OutsideFacts(
        **feedback_of(rounds),
        open_allocations=open_allocations(store, incident, alongside),
        validated_insights=sum(each.learned_at(incident) for each in insights),
        undecided_suggestions=sum(each.undecided_in(incident) for each in insights),
    )


def feedback_of(rounds: Sequence[FeedbackRound]) -> dict[str, datetime | None]:
    """Since when feedback was asked, and since when all of it is reported and told."""
    reported, told = [each.reported_at for each in rounds], [each.told_at for each in rounds]
    return {
        "feedback_opened_at": min((each.opened_at for each in rounds), default=None),
        "feedback_reported_at": None
        if None in reported
        else max(filter(None, reported), default=None),
        "participants_told_at": None if None in told else max(filter(None, told), default=None),
    }


def open_allocations(store: Store, incident: str, alongside: Alongside) -> tuple[str, ...]:
    """The officers who are allocated to a request of this incident now."""
    officers, found = alongside.of(Officer), set()
    for request in store.parts_of(incident, SupportRequest.SERIES):
        for ref in store.parts_of(request, Officer.SERIES):
            if request in officers[ref].hours.open_requests:
                found.add(ref)
    return tuple(sorted(found))


@dataclass(frozen=True)
class Staff:
    """What the rules ask of officers and requests, with what the command has changed so far.

    `known` says whether whoever asks may know of an incident; `touching` names the incidents in
    which somebody was in touch with any of these stakeholders since a time.
    """

    store: Store
    alongside: Alongside
    forces: Mapping[str, Force]
    ruleset: Ruleset
    now: datetime
    known: Callable[[Incident], bool]
    touching: Touching

    @property
    def incidents(self) -> "Records[Incident]":
        """Those that whoever asks may know of."""
        return Records(self.alongside, Incident, self.known)

    def region_of(self, request: str) -> str | None:
        """The region of a request that officers may be allocated to."""
        found = self._request(request)
        incident = found and self.incidents.get(found.requested.incident)
        if not found or not incident or not found.staffable:
            return None
        return region_of(incident, self.forces)

    def is_first(self, request: str) -> bool:
        found = self._request(request)
        stands = found and found.priority(self.now, self.ruleset.priority)
        return bool(stands and stands.effective_band is Band.P1)

    def region_load(self, region: str, week: str) -> Minutes:
        """A region's week: the sum of its officers'."""
        officers = self.alongside.of(Officer)
        refs = self.store.parts_of(region, Officer.SERIES)
        weeks = (officers[ref].hours.week(week) for ref in refs)
        return together(load_of(each, self.ruleset.capacity) for each in weeks)

    def allocated_to(self, request: str) -> list[str]:
        """Everybody who was ever allocated to a request."""
        return self.store.parts_of(request, Officer.SERIES)

    def reached_since(self, stakeholders: Collection[str], since: datetime) -> frozenset[str]:
        """Those whom any response reached later than that."""
        incidents = self.alongside.of(Incident)
        there = (incidents.get(ref) for ref in self.touching(stakeholders, since))
        responses = [incident.response for incident in there if incident]
        return frozenset(
            who
            for who in stakeholders
            if any((one.last_reached(who) or since) > since for one in responses)
        )

    def entries_beside(self, incident: str) -> frozenset[UUID]:
        """The entries of what belongs to an incident that people who took part have written."""
        rounds = self.store.parts_of(incident, FeedbackRound.SERIES)
        return frozenset(event.event_id for ref in rounds for event in self.store.history(ref))

    def _request(self, ref: str) -> SupportRequest | None:
        return self.alongside.of(SupportRequest).get(ref)
