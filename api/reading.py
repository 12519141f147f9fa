"""One incident as pages and programs read it: folded from its own entries, now or at a moment."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from api.access import sight_of
from api.wiring import System
from domain.base import Aggregate, Decision, NotFound, Recorded
from domain.incident import (
    Deadline,
    Figures,
    Incident,
    Known,
    OpenItem,
    OutsideFacts,
    Response,
    Workflow,
    as_at,
    deadlines,
    figures,
    not_yet_known,
    open_work,
    outside_facts,
    since_corrected,
    true_at,
    workflow,
)
from domain.ruleset import Ruleset
from domain.vocabulary import Marking, Role
from services.people import Person
from services.verbs import Registered


@dataclass(frozen=True)
class Moment:
    """When an incident is read: now, or as it was recorded by then, or as it truly was then."""

    as_at: datetime | int | None = None
    true_at: datetime | None = None


NOW = Moment()


@dataclass(frozen=True)
class Reading:
    """A response at one moment, with all that is worked out from it."""

    ref: str
    moment: Moment
    version: int
    position: int
    history: list[Recorded[Any]]
    positions: list[int]
    register: Mapping[str, Known]
    ruleset: Ruleset
    now: datetime
    unknown: int = 0
    corrected: int = 0

    @cached_property
    def response(self) -> Response:
        """NotFound where nothing had been recorded by then."""
        if self.moment.true_at is not None:
            return true_at(self.history, self.moment.true_at)
        if isinstance(self.moment.as_at, int):
            version = bisect_right(self.positions, self.moment.as_at)
            return as_at(self.history, version=version)
        return as_at(self.history, moment=self.moment.as_at)

    def shows(self, event: Recorded[Any]) -> bool:
        """Whether an entry belongs to this moment."""
        if self.moment.true_at is not None:
            return event.occurred_at <= self.moment.true_at
        if isinstance(self.moment.as_at, int):
            return self.positions[event.version - 1] <= self.moment.as_at
        return self.moment.as_at is None or event.recorded_at <= self.moment.as_at

    def touches(self, event: Recorded[Any], community: str) -> bool:
        """Whether an entry names a community, or somebody on its map."""
        mapped = self.response.communities.get(community)
        people = mapped.people if mapped else frozenset()
        return not names_in(event.decision).isdisjoint({community, *people})

    @cached_property
    def outside(self) -> OutsideFacts:
        return outside_facts(self.response, self.register)

    @cached_property
    def figures(self) -> Figures:
        worked_out = figures(self.response, self.register, self.ruleset, self.outside, self.now)
        past = {"not_yet_known": self.unknown, "since_corrected": self.corrected}
        return worked_out.model_copy(update=past)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return deadlines(self.response, self.ruleset, self.outside, self.now)

    @cached_property
    def open_work(self) -> list[OpenItem]:
        return open_work(self.response, self.ruleset, self.outside, self.now)

    @cached_property
    def workflow(self) -> Workflow:
        return workflow(self.response, self.figures, self.outside, self.now)


def read_incident(system: System, ref: str, who: Person, moment: Moment = NOW) -> Reading:
    """The incident at a moment, straight from the log.

    NotFound where there was none by then, and where it is not this person's to know about.
    """
    history = system.store.history(ref) if ref.startswith("INC-") else []
    if not history:
        raise NotFound.because("NotFound", f"There is no {ref}.")
    positions = system.store.positions(ref)
    then = _then(history, positions, moment)
    reading = Reading(
        ref=ref,
        moment=moment,
        version=history[-1].version,
        position=positions[-1],
        history=history,
        positions=positions,
        register=Registered(system.store.load),
        ruleset=system.ruleset,
        now=then or system.clock(),
        unknown=len(not_yet_known(history, then)) if then else 0,
        corrected=len(since_corrected(history, then)) if then else 0,
    )
    if not _may_be_read(reading, who):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    return reading


def _may_be_read(reading: Reading, who: Person) -> bool:
    raised = reading.history[0]
    if reading.moment == NOW and knows_by_marking(who, raised):
        return True
    return may_know(who, reading.response, raised.by.actor)


def may_know(who: Person, response: Response, raised_by: str) -> bool:
    """Their own, or by its marking; an investigator also where nobody investigates yet."""
    sight = sight_of(who)
    if {response.lead, response.lead_investigator, raised_by} & set(sight.own):
        return True
    if who.role == Role.INVESTIGATOR:
        return response.lead_investigator is None
    return sight.sensitive or response.marking == Marking.OFFICIAL


def knows_by_marking(who: Person, raised: Recorded[Any]) -> bool:
    """Whether the marking alone lets them know of it, so that nothing has to be folded."""
    if who.role == Role.INVESTIGATOR:
        return False
    return sight_of(who).sensitive or raised.by.marking == Marking.OFFICIAL


def knowledge_of(who: Person) -> Callable[[Aggregate], bool]:
    """What the commands of a person are checked with, so that they reach what their reads do."""

    def may(aggregate: Aggregate) -> bool:
        if not isinstance(aggregate, Incident) or knows_by_marking(who, aggregate.history[0]):
            return True
        return may_know(who, aggregate.response, aggregate.history[0].by.actor)

    return may


def _then(history: list[Recorded[Any]], positions: list[int], moment: Moment) -> datetime | None:
    """The time that a moment stands for: of a position, when its entry was recorded."""
    if not isinstance(moment.as_at, int):
        return moment.as_at or moment.true_at
    version = bisect_right(positions, moment.as_at)
    return history[max(version - 1, 0)].recorded_at


def names_in(decision: Decision) -> set[str]:
    """The communities and people that a decision is about."""
    named: set[str] = set()
    for field in ("stakeholder", "community", "ref", "to"):
        value = getattr(decision, field, None)
        named |= {value} if isinstance(value, str) else set()
    named.update(getattr(decision, "communities", ()), getattr(decision, "audience", ()))
    named.update(impact.community for impact in getattr(decision, "per_community", ()))
    named.update(contact.stakeholder for contact in getattr(decision, "contacts", ()))
    return named
