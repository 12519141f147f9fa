"""Disposing of the text of a record whose time is over: one decides, another confirms."""

from collections.abc import Iterator
from datetime import datetime

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    DisposalConfirmation,
    DisposalConfirmed,
    DisposalDecided,
    EntryCorrected,
    IncidentKeysDestroyed,
    KeptCode,
)
from domain.incident.facts import Facts
from domain.incident.record import Record, require_length
from domain.incident.replay import code_of, reads_after
from domain.incident.roles import decides_erasure
from domain.sealing import BACKUPS_KEPT, key_ref


class Disposing(Record):
    def decide_disposal(self, decided: DisposalDecided, by: Provenance, facts: Facts) -> None:
        decides_erasure(by)
        rules = Rules()
        self._require_over(rules, by.recorded_at, facts)
        least = facts.ruleset.min_reason
        require_length(rules, decided.ground, least, "ReasonTooShort", "ground")
        rules.require(
            decided.second_person != by.actor,
            "SecondPersonNeeded",
            "What you decide is confirmed by somebody else. Name them, or nobody.",
            field="second_person",
        )
        rules.check()
        self.decide(decided, _about_nobody(by))

    def confirm_disposal(
        self, confirmed: DisposalConfirmation, by: Provenance, facts: Facts
    ) -> None:
        """What was decided takes effect: keys are destroyed once this is recorded."""
        decides_erasure(by)
        rules, waiting = Rules(), self.response.disposal
        rules.require(
            waiting is not None,
            "DisposalNotDecided",
            f"Nothing is decided about the text of {self.ref} that waits to be confirmed.",
        )
        rules.require(
            waiting is None or waiting.decided_by != by.actor,
            "SecondPersonNeeded",
            "You decided this. Somebody else in information governance confirms it.",
        )
        self._require_over(rules, by.recorded_at, facts)
        rules.check()
        by = _about_nobody(by)
        self.decide(DisposalConfirmed(kept=tuple(self._kept(by.recorded_at))), by)
        gone = by.recorded_at.date() + BACKUPS_KEPT
        refs = tuple(key_ref(self.ref, who) for who in facts.subjects_in(self.ref))
        self.decide(IncidentKeysDestroyed(key_refs=refs, backups_gone_by=gone), by)

    def _require_over(self, rules: Rules, now: datetime, facts: Facts) -> None:
        """The response is closed, its period is over, and nothing keeps the record for longer."""
        closed = self.response.closed_since
        rules.require(
            closed is not None,
            "ResponseNotClosed",
            "The text of a record is disposed of once its response is closed, and kept for its"
            " time after that.",
        )
        over = closed is None or facts.record_over(closed, self.response.keep_until, now)
        rules.require(
            over,
            "RecordNotDue",
            f"{self.ref} is kept for longer: its period is not over yet, or somebody keeps it"
            " until a day to come.",
        )
        rules.require(
            self.response.hold is None,
            "LegalHoldWins",
            f"{self.ref} is on legal hold, and nothing in it may be destroyed.",
        )

    def _kept(self, now: datetime) -> Iterator[KeptCode]:
        """What corrections changed that is no free text."""
        for event in self.history:
            if isinstance(event.decision, EntryCorrected):
                code = code_of(reads_after(self.history, event), event.decision, now.date())
                if code is not None:
                    yield KeptCode(correction=event.event_id, to=code)


def _about_nobody(by: Provenance) -> Provenance:
    """Its words outlive everybody's in the record, so they are under nobody else's key."""
    return by.model_copy(update={"about": ()})
