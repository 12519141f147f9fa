"""Moving the response on, against its guards; the head may set a guard aside and says why."""

from typing import TypeVar

from domain.base import Provenance, Reason, Rules
from domain.incident.decisions import (
    Escalated,
    IncidentClosed,
    IncidentReopened,
    MonitoringStoodDown,
    MovedToRestoring,
    ReviewStarted,
)
from domain.incident.facts import Facts
from domain.incident.figures import outside_facts
from domain.incident.guards import blocking
from domain.incident.record import Record, require_length, require_text
from domain.incident.roles import overrides_guards
from domain.vocabulary import State

Step = TypeVar(
    "Step",
    MovedToRestoring,
    ReviewStarted,
    MonitoringStoodDown,
    IncidentClosed,
    Escalated,
    IncidentReopened,
)


class Transitions(Record):
    def move_to_restoring(self, moved: MovedToRestoring, by: Provenance, facts: Facts) -> None:
        self._step(moved, {State.ACTIVE}, State.RESTORING, by, facts)

    def start_review(self, started: ReviewStarted, by: Provenance, facts: Facts) -> None:
        self._step(started, {State.RESTORING}, State.REVIEW, by, facts)

    def close(self, closed: IncidentClosed, by: Provenance, facts: Facts) -> None:
        self._step(closed, {State.REVIEW}, State.CLOSED, by, facts)

    def stand_down(self, stood_down: MonitoringStoodDown, by: Provenance, facts: Facts) -> None:
        self._step(stood_down, {State.MONITORING}, State.CLOSED, by, facts)

    def escalate(self, escalated: Escalated, by: Provenance, facts: Facts) -> None:
        lower = {State.MONITORING, State.RESTORING, State.REVIEW}
        self._step(escalated, lower, State.ACTIVE, by, facts)

    def reopen(self, reopened: IncidentReopened, by: Provenance, facts: Facts) -> None:
        self._step(reopened, {State.CLOSED, State.NOT_TAKEN}, State.ACTIVE, by, facts)

    def _step(
        self, step: Step, sources: set[State], target: State, by: Provenance, facts: Facts
    ) -> None:
        state = self.response.state
        rules = Rules()
        _explain(rules, step, facts)
        if state not in sources:
            words = f"A response in {state} cannot do this."
            rules.add(Reason(code="StateNotNext", text=words))
            rules.check()
        outside = outside_facts(self.response, facts.register, facts.outside)
        blocked = blocking(self.response, target, outside, by.recorded_at)
        codes = dict.fromkeys(reason.code for reason in blocked)
        overridden = tuple(code for code in codes if code in step.overridden_guards)
        if overridden:
            overrides_guards(by)
        rules.add(*(reason for reason in blocked if reason.code not in overridden))
        rules.check()
        self.decide(step.model_copy(update={"overridden_guards": overridden}), by)


def _explain(rules: Rules, step: Step, facts: Facts) -> None:
    least = facts.ruleset.min_reason
    if not isinstance(step, IncidentClosed):
        require_length(rules, step.reason, least, "ReasonTooShort", "reason")
    elif step.overridden_guards:
        require_length(rules, step.summary, least, "ReasonTooShort", "summary")
    else:
        require_text(
            rules, step.summary, "SummaryMissing", "Say how the response ended.", "summary"
        )
