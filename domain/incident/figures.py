"""The figures of one response, by the names of domain rules §17."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.base import Value
from domain.incident.facts import Known, OutsideFacts
from domain.incident.gaps import Clock, alerts, longest
from domain.incident.milestones import (
    Milestone,
    met_in_time,
    milestones,
    minutes,
)
from domain.incident.parts import Interest
from domain.incident.state import Response
from domain.ruleset import Ruleset
from domain.vocabulary import Level, State


class Figures(Value):
    """Counts, whole minutes, and shares in per cent to one decimal, None where nothing divides.

    `not_yet_known` and `since_corrected` belong to a reading of the past: whoever reads one sets
    them, from `domain.incident.replay`.
    """

    ref: str
    title: str
    state: State
    level: Level | None
    marking: str
    raise_lateness: int
    contacts: int
    attempted: int
    reached: int
    reach: float | None
    preparedness: float | None
    first_contact_minutes: int | None
    first_reached_at: datetime | None
    new_stakeholders: int
    offered: int
    exempt: int
    accepted: int
    declined: int
    offer_rate: float | None
    acceptance: float | None
    offers_overdue: int
    milestones: tuple[Milestone, ...]
    milestones_met: int
    milestones_of: int
    milestones_rate: float | None
    late_entries: int
    longest_gap_recorded: int
    longest_gap_occurred: int
    gap_alerts: int
    not_yet_known: int = 0
    since_corrected: int = 0
    next_review_at: datetime | None


def figures(
    response: Response,
    register: Mapping[str, Known],
    ruleset: Ruleset,
    facts: OutsideFacts,
    now: datetime,
) -> Figures:
    """The figures of the response at `now`; `register` holds whoever is in `response.people`."""
    marks = milestones(response, ruleset, facts)
    return Figures(
        ref=response.ref,
        title=response.title,
        state=response.state,
        level=response.level,
        marking=response.marking,
        raise_lateness=minutes(response.happened_at, response.raised_at),
        milestones=marks,
        milestones_met=met_in_time(marks),
        milestones_of=len(marks),
        milestones_rate=per_cent(met_in_time(marks), len(marks)),
        next_review_at=response.next_review_at,
        **_contact_figures(response, register),
        **_interest_figures(response, register, ruleset, now),
        **_gap_figures(response, ruleset, now),
    )


def per_cent(part: int, whole: int) -> float | None:
    """A share in per cent, rounded half up to one decimal; None of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def new_stakeholders(response: Response, register: Mapping[str, Known]) -> list[str]:
    """Everybody mapped or contacted who was registered when this was raised, or later."""
    return sorted(
        ref
        for ref in response.people
        if ref in register and register[ref].registered_at >= response.raised_at
    )


def known_before(response: Response, register: Mapping[str, Known]) -> list[str]:
    """Everybody on the map who was registered before this was raised."""
    return sorted(
        ref
        for ref in response.mapped
        if ref in register and register[ref].registered_at < response.raised_at
    )


def outside_facts(
    response: Response, register: Mapping[str, Known], known: OutsideFacts | None = None
) -> OutsideFacts:
    """What the guards ask of the register, added to what other records have established.

    A bereaved person is exempt by rule, and so is nobody's to offer.
    """
    new = new_stakeholders(response, register)
    priority = [ref for ref in new if register[ref].priority]
    return (known or OutsideFacts()).model_copy(
        update={
            "new_stakeholders": tuple(ref for ref in new if not register[ref].bereaved),
            "priority_stakeholders": tuple(priority),
            "unowned_priority_stakeholders": tuple(
                ref for ref in priority if register[ref].owner is None
            ),
        }
    )


def _contact_figures(response: Response, register: Mapping[str, Known]) -> dict[str, Any]:
    mapped, reached = response.mapped, response.reached
    prepared = known_before(response, register)
    first = min((one.occurred_at for one in response.contacts if one.reached), default=None)
    return {
        "contacts": len(response.contacts),
        "attempted": len({contact.stakeholder for contact in response.contacts}),
        "reached": len(reached),
        "reach": per_cent(len(reached & mapped), len(mapped)),
        "preparedness": per_cent(len(prepared), len(mapped)),
        "first_reached_at": first,
        "first_contact_minutes": minutes(response.raised_at, first) if first else None,
    }


def _interest_figures(
    response: Response, register: Mapping[str, Known], ruleset: Ruleset, now: datetime
) -> dict[str, Any]:
    new = set(new_stakeholders(response, register))
    exempt = {ref for ref in new if register[ref].bereaved or _of(response, ref).exempt_at}
    offered = {ref for ref in new - exempt if _of(response, ref).offered_at}
    accepted = {ref for ref in offered if _accepted(_of(response, ref), register[ref], now)}
    declined = {ref for ref in offered - accepted if _of(response, ref).declined_at}
    allowed = timedelta(days=ruleset.interest_offer_days)
    overdue = [ref for ref in new - exempt - offered if _waits(response, ref, now - allowed)]
    return {
        "new_stakeholders": len(new),
        "exempt": len(exempt),
        "offered": len(offered),
        "accepted": len(accepted),
        "declined": len(declined),
        "offer_rate": per_cent(len(offered), len(new - exempt)),
        "acceptance": per_cent(len(accepted), len(offered)),
        "offers_overdue": len(overdue),
    }


def _of(response: Response, stakeholder: str) -> Interest:
    return response.interest.get(stakeholder, Interest())


def _accepted(interest: Interest, known: Known, now: datetime) -> bool:
    offered, registered = interest.offered_at, known.interest_registered_at
    return offered is not None and registered is not None and offered <= registered <= now


def _waits(response: Response, stakeholder: str, since: datetime) -> bool:
    reached = response.first_reached(stakeholder)
    return reached is not None and reached < since


def _gap_figures(response: Response, ruleset: Ruleset, now: datetime) -> dict[str, Any]:
    late = timedelta(hours=ruleset.late_entry_hours)
    return {
        "late_entries": sum(
            1 for one in response.stamps if one.recorded_at - one.occurred_at > late
        ),
        "longest_gap_recorded": longest(response, now, Clock.RECORDED),
        "longest_gap_occurred": longest(response, now, Clock.OCCURRED),
        "gap_alerts": alerts(response, ruleset, now),
    }
