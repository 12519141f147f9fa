"""Commands of somebody who may not read every entry: what they may not read is not there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn, Protocol

from domain.base import Aggregate, NotFound, Provenance, Recorded, Refusal, Value
from domain.incident import Facts, Incident
from domain.incident.referring import referred_to
from domain.support_request import SupportRequest
from domain.withholding import withheld
from services.verbs import Verb

UNSAID = "A rule that rests on an entry you may not read does not allow this."


class Knowledge(Protocol):
    """What somebody may know of."""

    def __call__(self, aggregate: Aggregate) -> bool:
        """Whether they may know of the record at all."""

    def of_request(self, request: SupportRequest, incident: Incident) -> bool:
        """Whether they may know of a request for support with an incident that they know of."""

    def require_own(self, aggregate: Aggregate) -> None:
        """NotAllowed where they may change no record of this kind but their own."""

    def withheld(self, aggregate: Aggregate) -> Sequence[Recorded[Any]]:
        """The entries of the record that they may not read."""


@dataclass(frozen=True)
class Decision:
    """What a verb is asked to decide, by whom, and what is known meanwhile."""

    verb: Verb
    proposed: Value
    by: Provenance
    facts: Facts

    def on(self, aggregate: Aggregate) -> None:
        self.verb.act(aggregate, self.proposed, self.by, self.facts)


def act(decision: Decision, aggregate: Aggregate, hidden: Sequence[Recorded[Any]]) -> None:
    """Let the verb decide. Its refusal says nothing of what is hidden, nor that it is there."""
    if not hidden:
        decision.on(aggregate)
    elif referred_to(decision.proposed, hidden):
        _refuse_as_unknown(decision, aggregate, hidden)
    else:
        _act_without_quoting(decision, aggregate, hidden)


def _refuse_as_unknown(
    decision: Decision, aggregate: Aggregate, hidden: Sequence[Recorded[Any]]
) -> NoReturn:
    """Refuse as the rules do where there is no such entry."""
    versions = {event.version for event in hidden}
    known = [event for event in _history(aggregate) if event.version not in versions]
    numbered = [replace(event, version=number) for number, event in enumerate(known, 1)]
    decision.on(_folded(aggregate, numbered))
    raise NotFound.because("NotFound", "This incident has no such entry.")


def _act_without_quoting(
    decision: Decision, aggregate: Aggregate, hidden: Sequence[Recorded[Any]]
) -> None:
    """Let all entries count; where that is refused, refuse with the hidden ones' words closed."""
    versions = {event.version for event in hidden}
    try:
        decision.on(aggregate)
    except Refusal as refusal:
        closed = [withheld(one) if one.version in versions else one for one in _history(aggregate)]
        decision.on(_folded(aggregate, closed))
        unsaid = [reason.model_copy(update={"text": UNSAID}) for reason in refusal.reasons]
        raise type(refusal)(unsaid) from None


def _history(aggregate: Aggregate) -> Sequence[Recorded[Any]]:
    history: Sequence[Recorded[Any]] = getattr(aggregate, "history", ())
    return history


def _folded(aggregate: Aggregate, history: Sequence[Recorded[Any]]) -> Aggregate:
    folded = type(aggregate).project(None, history)
    return folded if folded is not None else type(aggregate)(aggregate.ref)
