"""What responses did, as pages and programs read it: one of them, or all that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from api.access import figures_sight_of, sight_of
from api.feedback_reading import find_round, rounds_of
from api.london import local
from api.reading import Reading, read_incident
from api.request_reading import loaded_officers
from api.small_counts import Count, protected, told
from api.wiring import System
from domain.feedback import BANK, FeedbackRound, Figure, Group
from domain.feedback.bank import VERSION
from domain.impact import Answers, Impact, Promises, TensionDay, impact, tension_by_day, together
from domain.incident.figures import per_cent
from domain.officer import Officer
from domain.statistics import measured
from domain.support_request import SupportRequest
from projections.feedback import Pooled
from projections.impact import Line, impacts, minutes_spent
from services.people import Person


@dataclass(frozen=True)
class Did:
    """What one response did; `tension` is of the signals that this reader may read."""

    reading: Reading
    impact: Impact
    tension: Sequence[TensionDay]
    withheld: bool
    spent: int
    rounds: Sequence[FeedbackRound]


@dataclass(frozen=True)
class DidTogether:
    """What many responses did; `lines` are those of them that this reader may know of.

    Where they may know of none, and only count them, small counts of people are hidden.
    """

    lines: Sequence[Line]
    counted: Sequence[Line]
    spent: dict[str, int]
    said: Sequence[Pooled]
    now: datetime
    counts_only: bool

    @property
    def hours(self) -> int:
        return sum(self.spent.get(line.ref, 0) for line in self.counted)

    @cached_property
    def together(self) -> tuple[Answers, Promises]:
        return together([line.impact for line in self.counted])

    @cached_property
    def mapped(self) -> Count:
        return self._whole("mapped")

    @cached_property
    def reached(self) -> Count:
        return self._part("reached", "mapped")

    @cached_property
    def prepared(self) -> Count:
        return self._part("prepared", "mapped")

    @cached_property
    def to_offer(self) -> Count:
        return self._whole("to_offer")

    @cached_property
    def offered(self) -> Count:
        return self._part("offered", "to_offer")

    @cached_property
    def accepted(self) -> Count:
        return self._part("accepted", "offered")

    @property
    def first_contacts(self) -> list[int]:
        """How many minutes each took until the first contact, the shortest first."""
        times = (line.impact.first_contact_minutes for line in self.counted)
        return sorted(minutes for minutes in times if minutes is not None)

    def _sum(self, name: str) -> int:
        return sum(getattr(line.impact, name) for line in self.counted)

    def _whole(self, name: str) -> Count:
        return told(self._sum(name)) if self.counts_only else Count(self._sum(name))

    def _part(self, name: str, whole: str) -> Count:
        """A part is told only where the rest of its whole is not given away with it."""
        if not self.counts_only:
            return Count(self._sum(name))
        part = self._sum(name)
        return protected({"part": part, "rest": self._sum(whole) - part})["part"]


def share_of(part: Count, whole: Count) -> float | None:
    """A share in per cent, where both of its counts may be told."""
    if part.people is None or whole.people is None:
        return None
    return per_cent(part.people, whole.people)


def read_impact(system: System, ref: str, who: Person) -> Did:
    """One response, from its own entries; that it was read is written down where it must be."""
    reading = read_incident(system, ref, who)
    return Did(
        reading=reading,
        impact=impact(reading.whole, reading.figures, reading.register),
        tension=tension_by_day(reading.response, day_of),
        withheld=len(reading.response.tensions) < len(reading.whole.tensions),
        spent=spent_on(system, ref),
        rounds=[one for one in rounds_of(system, ref) if find_round(system, one.ref, who)],
    )


def read_impacts(system: System, who: Person) -> DidTogether:
    """All responses that count for somebody, each by itself where they may know of it."""
    seen = sight_of(who)
    counting = figures_sight_of(who)
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        requests, _ = system.views.requests.resolve(connection)
        capacity, _ = system.views.capacity.resolve(connection)
        lines = impacts(connection, board, seen)
        counted = lines if counting == seen else impacts(connection, board, counting)
        spent = minutes_spent(connection, requests, capacity)
        feedback, _ = system.views.feedback.resolve(connection)
        said = feedback.pooled(connection, board.within(counting).incidents)
    counts_only = counting != seen
    return DidTogether(lines, counted, spent, said, system.clock(), counts_only=counts_only)


def figure_of(pooled: Pooled) -> Figure:
    """A measure over several rounds, beside its baseline."""
    question = BANK[VERSION][pooled.measure]
    told = measured(pooled.k, pooled.n, question.baselines.get(Group.ALL))
    return Figure(measure=pooled.measure, group=Group.ALL, **told.model_dump())


def spent_on(system: System, incident: str) -> int:
    """The minutes that officers spent on the requests of one incident."""
    total = 0
    for request in system.store.parts_of(incident, SupportRequest.SERIES):
        officers = loaded_officers(system, system.store.parts_of(request, Officer.SERIES))
        days = (officer.hours.spent.get(request, {}) for officer in officers.values())
        total += sum(sum(each.values()) for each in days)
    return total


def day_of(moment: datetime) -> date:
    return local(moment).date()


def body_of(did: Impact, now: datetime, spent: int) -> dict[str, Any]:
    """The measures of one response by name, for programs and for tables."""
    return {
        "mapped": did.mapped,
        "reached": did.reached,
        "reach": did.reach,
        "prepared": did.prepared,
        "preparedness": did.preparedness,
        "first_contact_minutes": did.first_contact_minutes,
        **asked_and_promised(did.answers, did.promises, now),
        "new_stakeholders": did.new_stakeholders,
        "exempt": did.exempt,
        "offered": did.offered,
        "offer_rate": did.offer_rate,
        "accepted": did.accepted,
        "acceptance": did.acceptance,
        "minutes_spent": spent,
    }


def asked_and_promised(answers: Answers, promises: Promises, now: datetime) -> dict[str, Any]:
    return {
        "questions": answers.asked,
        "questions_answered": answers.answered,
        "questions_answered_rate": answers.rate,
        "median_answer_minutes": answers.median_minutes,
        "commitments": promises.made,
        "commitments_due": promises.due(now),
        "commitments_kept": promises.kept,
        "commitments_kept_late": promises.late,
        "commitments_kept_rate": promises.rate(now),
    }
