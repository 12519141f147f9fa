"""One incident as pages and programs read it: folded from its own entries, now or at a moment."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from api.access import knowledge_of, sight_of, without_family
from api.closing import closed_to, open_to
from api.consulting import consult
from api.moments import NOW, Moment, established_then
from api.wiring import System
from domain.base import NotFound, Recorded
from domain.incident import (
    Deadline,
    Figures,
    Folds,
    Incident,
    Known,
    OpenItem,
    OutsideFacts,
    Response,
    Workflow,
    as_at,
    as_kept,
    deadlines,
    figures,
    not_yet_known,
    open_work,
    outside_facts,
    since_corrected,
    true_at,
    workflow,
)
from domain.incident.referring import highest_marking, names_in
from domain.ruleset import Ruleset
from domain.vocabulary import Marking
from domain.withholding import withheld
from projections.sight import Sight
from services.access_log import Action
from services.people import Person
from services.verbs import Registered

__all__ = ["NOW", "Moment", "Reading", "knowledge_of", "read_incident"]


@dataclass(frozen=True)
class Reading:
    """A response at one moment, with all that is worked out from it, as one reader may read it.

    `history` and `positions` are the entries that they may read. `everything` are all of them,
    those that they may not read without their words: figures are worked out from these.
    `elsewhere` is what other records have established of it.
    """

    ref: str
    moment: Moment
    version: int
    position: int
    everything: Sequence[Recorded[Any]]
    history: list[Recorded[Any]]
    positions: list[int]
    all_positions: Sequence[int]
    register: Mapping[str, Known]
    ruleset: Ruleset
    now: datetime
    elsewhere: OutsideFacts
    folds: Folds
    then: datetime | None = None

    @cached_property
    def response(self) -> Response:
        """How it stands, with what was said in the entries that may be read.

        NotFound where nothing had been recorded by then.
        """
        if not self.hidden:
            return self.whole
        codes = {name: getattr(self.whole, name) for name in STANDING}
        return replace(self._folded(self.history), **codes)

    @cached_property
    def whole(self) -> Response:
        """How it stands by all of its entries; what may not be read is closed in it."""
        return self._folded(self.everything)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The versions of the entries that may not be read."""
        return frozenset(event.version for event in self.everything) - frozenset(
            event.version for event in self.history
        )

    def _folded(self, history: Sequence[Recorded[Any]]) -> Response:
        shown, folds, moment = self._shown, self.folds, self.moment
        if moment.true_at is not None:
            return true_at(history, moment.true_at, shown=shown, folds=folds)
        if isinstance(moment.as_at, int):
            version = bisect_right(self.all_positions, moment.as_at)
            return as_at(history, version=version, shown=shown, folds=folds)
        return as_at(history, moment=moment.as_at, shown=shown, folds=folds)

    def _shown(self, event: Recorded[Any]) -> Recorded[Any]:
        return withheld(event) if event.version in self.hidden else event

    def shows(self, event: Recorded[Any]) -> bool:
        """Whether an entry belongs to this moment."""
        return self.moment.holds(event, self.all_positions[event.version - 1])

    def touches(self, event: Recorded[Any], community: str) -> bool:
        """Whether an entry names a community, or somebody on its map."""
        mapped = self.response.communities.get(community)
        people = mapped.people if mapped else frozenset()
        return not names_in(event.decision).isdisjoint({community, *people})

    @cached_property
    def marking(self) -> str:
        """The highest marking of the incident and of the entries that may be read."""
        return highest_marking(self.whole.marking, *(event.by.marking for event in self.history))

    @cached_property
    def outside(self) -> OutsideFacts:
        return outside_facts(self.whole, self.register, self.elsewhere)

    @cached_property
    def unknown(self) -> int:
        """How many entries had happened by the moment and were recorded later."""
        return len(not_yet_known(self.everything, self.then)) if self.then else 0

    @cached_property
    def corrected(self) -> int:
        """How many entries were recorded by the moment and corrected later."""
        return len(since_corrected(self.everything, self.then)) if self.then else 0

    @cached_property
    def figures(self) -> Figures:
        counted = replace(self.whole, explained=self.response.explained)
        return figures(counted, self.register, self.ruleset, self.outside, self.now)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        due = deadlines(self.whole, self.ruleset, self.outside, self.now)
        return [one for one in due if one.about is None or self._is_known(one.about)]

    @cached_property
    def open_work(self) -> list[OpenItem]:
        return open_work(self.response, self.ruleset, self.outside, self.now)

    @cached_property
    def workflow(self) -> Workflow:
        seen = self.response if self.hidden else self.whole
        known = outside_facts(seen, self.register, self.elsewhere)
        told = workflow(self.response, self.figures, known, self.now)
        if not self.hidden:
            return told
        steps = workflow(self.whole, self.figures, self.outside, self.now).next
        return told.model_copy(update={"next": steps})

    def _is_known(self, about: str) -> bool:
        response = self.response
        named = about in response.commitments or about in response.people
        return named or about in response.communities


STANDING = (
    "state",
    "level",
    "triage_due",
    "lead",
    "lead_since",
    "duty",
    "lead_investigator",
    "mode",
    "spoc_confirmed_at",
    "hold",
    "debrief",
    "nothing_new",
    "restoring_since",
    "review_since",
    "closed_at",
    "restart",
    "met",
    "stamps",
)
"""What a response shows of every entry: where it stands and when, and no word of what was said."""


def read_incident(
    system: System,
    ref: str,
    who: Person,
    moment: Moment = NOW,
    action: Action = Action.CONSULT,
) -> Reading:
    """The incident at a moment, straight from the log; and that it was read is written down.

    NotFound where there was none by then, and where it is not this person's to know about.
    PurposeNeeded where they have to say first what for.
    """
    reading = at_moment(system, _present(system, ref, who), moment)
    _write_down(system, who, reading, action)
    return reading


def at_moment(system: System, reading: Reading, moment: Moment) -> Reading:
    """The same for the same reader at another moment; nothing is written down for it."""
    then = _then(reading.everything, reading.all_positions, moment)
    now, elsewhere = then or system.clock(), established_then(system.store, reading.ref, moment)
    return replace(reading, moment=moment, now=now, then=then, elsewhere=elsewhere)


def _present(system: System, ref: str, who: Person) -> Reading:
    """The incident as this person may read it now."""
    sight, folds = sight_of(who), system.storage.folds.of(ref)
    history, positions = system.store.reread(ref) if may_know_of(system, ref, sight) else ([], [])
    if not history:
        raise NotFound.because("NotFound", f"There is no {ref}.")
    closed = closed_to(system, ref, who)
    history = [open_to(closed, _told_to(who, event)) for event in as_kept(history)]
    seen = [*_seen(system, sight, ref, history)]
    return Reading(
        ref=ref,
        moment=NOW,
        version=history[-1].version,
        position=positions[-1],
        everything=history,
        history=seen,
        positions=[positions[event.version - 1] for event in seen],
        all_positions=positions,
        register=Registered(system.store.load),
        ruleset=system.ruleset,
        now=system.clock(),
        elsewhere=OutsideFacts(),
        folds=folds,
    )


def _write_down(system: System, who: Person, reading: Reading, action: Action) -> None:
    """What is restricted, what was, and what is taken out: none of it is read unseen."""
    if reading.moment != NOW and reading.whole and action is Action.CONSULT:
        action = Action.REPLAY
    sensitive = any(_is_sensitive(event) for event in reading.history if reading.shows(event))
    marking = Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL
    if sensitive or action is not Action.CONSULT:
        consult(system, who, reading.ref, action=action, marking=marking)


def may_know_of(system: System, ref: str, sight: Sight) -> bool:
    """Whether there is such an incident for somebody; found out alike where there is none."""
    if not ref.startswith(Incident.SERIES):
        return False
    if sight.unlimited:
        return True
    marking = system.standings.marking(ref)
    if marking == Marking.OFFICIAL and sight.official:
        return True
    parts = system.standings.of(ref)
    return parts is not None and sight.covers(parts)


def _seen(
    system: System, sight: Sight, ref: str, history: Sequence[Recorded[Any]]
) -> Iterator[Recorded[Any]]:
    """The entries that somebody may read, of an incident that they may know of."""
    limited = not sight.sensitive and any(_is_sensitive(event) for event in history)
    parts = system.standings.of(ref) if limited else None
    for event in history:
        if parts is None or sight.reads(parts, event.by.marking, event.by.actor):
            yield event


def _is_sensitive(event: Recorded[Any]) -> bool:
    return event.by.marking != Marking.OFFICIAL


def _told_to(who: Person, event: Recorded[Any]) -> Recorded[Any]:
    left_out = without_family(who, event)
    if not left_out:
        return event
    return replace(event, decision=event.decision.model_copy(update=left_out))


def _then(
    history: Sequence[Recorded[Any]], positions: Sequence[int], moment: Moment
) -> datetime | None:
    """The time that a moment stands for: of a position, when its entry was recorded."""
    if not isinstance(moment.as_at, int):
        return moment.as_at or moment.true_at
    version = bisect_right(positions, moment.as_at)
    return history[max(version - 1, 0)].recorded_at
