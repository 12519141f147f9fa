"""The record of one incident: its entries, and the response they add up to."""

from collections.abc import Container, Iterable, Mapping
from typing import Any
from uuid import UUID

from domain.base import Aggregate, Decision, Provenance, Recorded, Refusal, Rules
from domain.incident.decisions import DisposalConfirmed, EntryCorrected, IncidentKeysDestroyed
from domain.incident.facts import Known
from domain.incident.folding import fold
from domain.incident.referring import highest_marking, least_marking, referred_to
from domain.incident.replay import amended, as_kept
from domain.incident.state import Response
from domain.sealing import is_erased


class Record(Aggregate):
    """`history` is as recorded; `response` is folded from it with the corrections made so far."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.history: list[Recorded[Any]] = []
        self.disposed = False
        self._response: Response | None = None

    @property
    def response(self) -> Response:
        if self._response is None:
            self._response = fold(amended(self.history))
        return self._response

    @property
    def misses_codes(self) -> bool:
        """Whether a correction says a code that only the disposal of the record tells."""
        said = (e.decision.to for e in self.history if isinstance(e.decision, EntryCorrected))
        return any(isinstance(to, str) and is_erased(to) for to in said)

    def evolve(self, event: Recorded[Any]) -> None:
        self.history.append(event)
        self._response = None
        if isinstance(event.decision, DisposalConfirmed):
            self.history = as_kept(self.history)
        self.disposed = self.disposed or isinstance(event.decision, IncidentKeysDestroyed)

    def decide(self, decision: Decision, by: Provenance) -> None:
        """Record it, marked at least as the incident is and as what it refers to.

        It is about everybody whom an entry that it refers to is about. Nothing is recorded any
        more once the text of the record is gone.
        """
        if self.disposed:
            raise Refusal.because(
                "RecordDisposed",
                f"The text of {self.ref} was disposed of when its time was over. Nothing more is"
                " recorded in it: raise a new incident, and name this one there.",
            )
        least = least_marking(decision, self.history)
        whom = (who for event in referred_to(decision, self.history) for who in event.about)
        update = {
            "marking": highest_marking(by.marking, least),
            "about": tuple(dict.fromkeys((*by.about, *(who for who in whom if who != self.ref)))),
        }
        super().decide(decision, by.model_copy(update=update))

    def entry(self, event_id: UUID) -> Recorded[Any] | None:
        """The entry as recorded, or None where this incident has no such entry."""
        return next((event for event in self.history if event.event_id == event_id), None)

    def rules(self) -> Rules:
        """Rules for a verb that is for open responses only."""
        rules = Rules()
        rules.require(
            not self.response.closed,
            "ResponseClosed",
            "This response is closed. Reopen it first, with the reason why.",
        )
        return rules

    def require_entries(self, rules: Rules, event_ids: Iterable[UUID], field: str) -> None:
        known = {event.event_id for event in self.history}
        for event_id in event_ids:
            rules.require(
                event_id in known,
                "EntryUnknown",
                f"This incident has no entry {event_id}.",
                field=field,
            )

    def require_communities(self, rules: Rules, communities: Iterable[str], field: str) -> None:
        for community in communities:
            rules.require(
                community in self.response.communities,
                "CommunityUnknown",
                f"There is no community {community} on the map. Map it first.",
                field=field,
            )

    def require_live_lines(self, rules: Rules, lines: Iterable[str], by: Provenance) -> None:
        """Every line cited exists, and was live when this happened."""
        for cited in lines:
            line = self.response.lines.get(cited)
            rules.require(
                line is not None, "LineUnknown", f"There is no line {cited}.", field="lines"
            )
            rules.require(
                line is None or line.live_at(by.occurred_at),
                "LineNotLive",
                f"{cited} was not an agreed line at that time.",
                field="lines",
            )


def next_id(letter: str, taken: Container[str]) -> str:
    """The first of C1, C2, C3… that is not taken."""
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def require_text(rules: Rules, text: str | None, code: str, words: str, field: str) -> None:
    rules.require(bool(text), code, words, field=field)


def require_length(rules: Rules, text: str | None, least: int, code: str, field: str) -> None:
    """At least so many characters: enough for a reader later to understand why."""
    said = len(text or "")
    words = (
        f"Write at least {least} characters, so that a reader later understands; this has {said}."
    )
    rules.require(said >= least, code, words, field=field)


def require_registered(
    rules: Rules, stakeholders: Iterable[str], register: Mapping[str, Known], field: str
) -> None:
    """Each is in the register, and was not erased from it."""
    for stakeholder in stakeholders:
        known = register.get(stakeholder)
        rules.require(
            known is None or known.erased_on is None,
            "PersonErased",
            f"{stakeholder} asked to be forgotten, and nothing new is recorded about them."
            " Leave them out. Somebody who comes back is registered anew.",
            field=field,
        )
        rules.require(
            stakeholder in register,
            "StakeholderUnknown",
            f"{stakeholder} is not in the stakeholder register. Register them first.",
            field=field,
        )
