"""What is kept for those who look back."""

from dataclasses import replace

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers
from domain.incident.parts import DecisionTaken, Hold
from domain.incident.state import Response


def _decision_recorded(response: Response, event: Event) -> None:
    decision: d.DecisionRecorded = event.decision
    response.decisions[decision.decision] = DecisionTaken(
        event_id=event.event_id,
        id=decision.decision,
        question=decision.question,
        chosen=dict(enumerate(decision.options)).get(decision.chosen, ""),
        known_at_position=decision.known_at_position,
        occurred_at=event.occurred_at,
    )


def _debrief_held(response: Response, event: Event) -> None:
    response.debrief = event.decision.held_at


def _nothing_new(response: Response, event: Event) -> None:
    response.nothing_new = event.occurred_at


def _hold_placed(response: Response, event: Event) -> None:
    placed: d.LegalHoldPlaced = event.decision
    response.hold = Hold(
        basis=placed.basis, review_at=placed.review_at, placed_at=event.occurred_at
    )


def _release_proposed(response: Response, event: Event) -> None:
    if response.hold is not None:
        response.hold = replace(
            response.hold,
            released_by=event.by.actor,
            second_person=event.decision.second_person,
        )


def _hold_released(response: Response, event: Event) -> None:
    response.hold = None


def _retention_reviewed(response: Response, event: Event) -> None:
    response.keep_until = event.decision.keep_until
    response.disposal = None


def _breach_explained(response: Response, event: Event) -> None:
    response.explained[event.decision.milestone] = event.decision.why


MEMORY: dict[type[Decision], Remembers] = {
    d.DecisionRecorded: _decision_recorded,
    d.DebriefHeld: _debrief_held,
    d.NothingNewDeclared: _nothing_new,
    d.LegalHoldPlaced: _hold_placed,
    d.LegalHoldReleaseProposed: _release_proposed,
    d.LegalHoldReleased: _hold_released,
    d.RetentionReviewed: _retention_reviewed,
    d.MilestoneBreachExplained: _breach_explained,
}
