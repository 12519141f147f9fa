"""Forgetting somebody: asked for, decided stream by stream, confirmed by a second person."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from domain.base import Provenance, Rules
from domain.incident.facts import Facts, Held
from domain.incident.roles import decides_erasure
from domain.sealing import BACKUPS_KEPT, key_ref
from domain.stakeholder.erasing import (
    ErasureConfirmation,
    ErasureDecided,
    ErasureRequested,
    Outcome,
    ProcessingRestricted,
    RestrictionLifted,
    RetentionReviewed,
    StreamDecision,
    SubjectKeyDestroyed,
)
from domain.stakeholder.record import Entry


class Forgetting(Entry):
    def request_erasure(self, asked: ErasureRequested, by: Provenance, facts: Facts) -> None:
        rules, case = Rules(), self.case
        unproven = case.requested is not None and not case.requested.identity_checked
        rules.require(
            not case.open or (case.to_decide and unproven and asked.identity_checked),
            "ErasureAlreadyRequested",
            f"{self.ref} asked to be forgotten already; it is with information governance.",
        )
        rules.check()
        self.decide(asked, by)

    def decide_erasure(self, decided: ErasureDecided, by: Provenance, facts: Facts) -> None:
        decides_erasure(by)
        rules = Rules()
        rules.require(
            self.case.open,
            "ErasureNotRequested",
            f"No request of {self.ref} to be forgotten is open. Record the request first.",
        )
        streams = facts.streams_about(self.ref)
        _require_streams(rules, decided, streams)
        _require_grounds(rules, decided)
        _require_no_hold(rules, decided.per_stream, streams)
        self._require_identity(rules, decided)
        second = decided.second_person
        rules.require(
            second is None or second not in {by.actor, decided.by},
            "SecondPersonNeeded",
            "What you decide is confirmed by somebody else. Name them, or nobody.",
            field="second_person",
        )
        rules.check()
        self.decide(decided.model_copy(update={"by": decided.by or by.actor}), by)
        if not self.case.to_erase:
            self._restrict(decided, streams, by)

    def confirm_erasure(self, confirmed: ErasureConfirmation, by: Provenance, facts: Facts) -> None:
        """What was decided takes effect: keys are destroyed once this is recorded."""
        decides_erasure(by)
        rules, case = Rules(), self.case
        rules.require(
            case.to_confirm,
            "ErasureNotDecided",
            f"Nothing is decided about forgetting {self.ref} that waits to be confirmed.",
        )
        rules.require(
            by.actor not in case.decided_by,
            "SecondPersonNeeded",
            "You decided this. Somebody else in information governance confirms it.",
        )
        rules.check()
        if case.decided is None:
            return
        streams = facts.streams_about(self.ref)
        _require_all_decided(rules, case.decided, streams)
        _require_no_hold(rules, case.decided.per_stream, streams)
        rules.check()
        gone = by.recorded_at.date() + BACKUPS_KEPT
        for stream in case.to_erase:
            self.decide(self._destroyed(stream, gone), by)
        self._restrict(case.decided, streams, by)

    def lift_restriction(self, lifted: RestrictionLifted, by: Provenance, facts: Facts) -> None:
        decides_erasure(by)
        rules = Rules()
        rules.require(
            lifted.stream in self.case.restricted,
            "NotRestricted",
            f"What {lifted.stream} says about {self.ref} is not restricted.",
            field="stream",
        )
        rules.require(bool(lifted.ground), "GroundMissing", "Say why.", field="ground")
        rules.check()
        self.decide(lifted, by)

    def review_retention(self, reviewed: RetentionReviewed, by: Provenance, facts: Facts) -> None:
        decides_erasure(by)
        rules = Rules()
        rules.require(bool(reviewed.reason), "ReasonMissing", "Say why.", field="reason")
        rules.require(
            reviewed.keep_until > by.recorded_at.date(),
            "KeepUntilPassed",
            "Give a day to come: it is asked again then.",
            field="keep_until",
        )
        rules.check()
        self.decide(reviewed, by)

    def _destroyed(self, stream: str, gone: date) -> SubjectKeyDestroyed:
        named = key_ref(stream, self.ref)
        return SubjectKeyDestroyed(stream=stream, key_ref=named, backups_gone_by=gone)

    def _restrict(
        self, decided: ErasureDecided, streams: Mapping[str, Held], by: Provenance
    ) -> None:
        """Restrict what is to be, and what a legal hold keeps from being erased."""
        for one in decided.per_stream:
            there = streams.get(one.stream, Held())
            held = one.outcome is Outcome.REFUSE and there.on_hold
            if (held or one.outcome is Outcome.RESTRICT) and not self._restricted(one.stream):
                self.decide(ProcessingRestricted(stream=one.stream, ground=one.ground), by)

    def _restricted(self, stream: str) -> bool:
        return stream in self.case.restricted

    def _require_identity(self, rules: Rules, decided: ErasureDecided) -> None:
        erases = any(one.outcome is Outcome.ERASE for one in decided.per_stream)
        asked = self.case.requested
        rules.require(
            asked is None or asked.identity_checked or not erases,
            "IdentityNotChecked",
            "Nobody has checked that it was they who asked. Check it, and record the request anew.",
        )


def _require_streams(rules: Rules, decided: ErasureDecided, streams: Mapping[str, Held]) -> None:
    """Each stream that says something about them is decided, once, and no other."""
    for stream, times in Counter(one.stream for one in decided.per_stream).items():
        rules.require(
            times == 1,
            "StreamDecidedTwice",
            f"{stream} is decided {times} times. Decide it once.",
            field="per_stream",
        )
        rules.require(
            stream in streams,
            "StreamUnknown",
            f"{stream} says nothing about them that can still be read. Leave it out.",
            field="per_stream",
        )
    _require_all_decided(rules, decided, streams)


def _require_all_decided(
    rules: Rules, decided: ErasureDecided, streams: Mapping[str, Held]
) -> None:
    said = {one.stream for one in decided.per_stream}
    for stream in streams:
        rules.require(
            stream in said,
            "StreamUndecided",
            f"{stream} says something about them too. Decide what becomes of it.",
            field="per_stream",
        )


def _require_grounds(rules: Rules, decided: ErasureDecided) -> None:
    for number, one in enumerate(decided.per_stream):
        rules.require(
            bool(one.ground),
            "GroundMissing",
            f"Say on what ground {one.stream} is decided so.",
            field=f"per_stream.{number}.ground",
        )


def _require_no_hold(
    rules: Rules, per_stream: tuple[StreamDecision, ...], streams: Mapping[str, Held]
) -> None:
    for number, one in enumerate(per_stream):
        held = one.stream in streams and streams[one.stream].on_hold
        rules.require(
            not (held and one.outcome is Outcome.ERASE),
            "LegalHoldWins",
            f"{one.stream} is on legal hold, and nothing in it may be destroyed. Refuse it; what"
            " it says about them is then restricted until the hold is released.",
            field=f"per_stream.{number}.outcome",
        )
