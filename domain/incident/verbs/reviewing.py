"""Looking back: decisions, the debrief, legal holds, breaches explained."""

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    DebriefHeld,
    DecisionRecorded,
    LegalHoldPlaced,
    LegalHoldReleased,
    LegalHoldReleaseProposed,
    MilestoneBreachExplained,
    NothingNewDeclared,
    RetentionReviewed,
)
from domain.incident.facts import Facts
from domain.incident.milestones import milestones
from domain.incident.record import (
    Record,
    next_id,
    require_length,
    require_text,
)
from domain.incident.roles import decides_erasure, governs_information


class Reviewing(Record):
    def record_decision(self, decision: DecisionRecorded, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        known = self.response.decisions
        seen = decision.known_at_position
        rules.require(
            decision.decision not in known,
            "DecisionAlreadyRecorded",
            f"{decision.decision} is recorded already. Leave its number out.",
            field="decision",
        )
        rules.require(
            seen is None or seen <= facts.position,
            "PositionNotReached",
            f"Nothing is recorded at position {seen} yet.",
            field="known_at_position",
        )
        _require_choice(rules, decision)
        least = facts.ruleset.min_decision_rationale
        require_length(rules, decision.rationale, least, "RationaleTooShort", "rationale")
        rules.check()
        completed = {
            "decision": decision.decision or next_id("D", known),
            "known_at_position": facts.position if seen is None else seen,
        }
        self.decide(decision.model_copy(update=completed), by)

    def hold_debrief(self, held: DebriefHeld, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        rules.require(
            bool(held.attendees), "AttendeesMissing", "Say who took part.", field="attendees"
        )
        held_at = held.held_at or by.occurred_at
        rules.require(
            held_at <= by.recorded_at,
            "HeldInTheFuture",
            "Record the debrief once it has been held.",
            field="held_at",
        )
        rules.check()
        self.decide(held.model_copy(update={"held_at": held_at}), by)

    def declare_nothing_new(
        self, declared: NothingNewDeclared, by: Provenance, facts: Facts
    ) -> None:
        rules = self.rules()
        require_length(rules, declared.reason, facts.ruleset.min_reason, "ReasonTooShort", "reason")
        rules.require(
            self.response.nothing_new is None,
            "NothingNewAlreadyDeclared",
            "This is declared already.",
        )
        rules.check()
        self.decide(declared.model_copy(update={"by": declared.by or by.actor}), by)

    def place_legal_hold(self, placed: LegalHoldPlaced, by: Provenance, facts: Facts) -> None:
        governs_information(by)
        rules = Rules()
        rules.require(self.response.hold is None, "AlreadyOnHold", "This is on legal hold already.")
        require_text(rules, placed.basis, "BasisMissing", "Say what requires the hold.", "basis")
        rules.check()
        self.decide(placed, by)

    def release_legal_hold(self, released: LegalHoldReleased, by: Provenance, facts: Facts) -> None:
        """Two people ask for it, each naming the other; the hold lasts until the second has."""
        governs_information(by)
        rules = Rules()
        rules.require(self.response.hold is not None, "NoLegalHold", "There is no legal hold.")
        require_text(rules, released.basis, "BasisMissing", "Say what allows it.", "basis")
        rules.require(
            released.second_person != by.actor,
            "SecondPersonNeeded",
            "A hold is released by two people. Name the other one.",
            field="second_person",
        )
        rules.check()
        hold = self.response.hold
        agreed = hold is not None and (hold.second_person, hold.released_by) == (
            by.actor,
            released.second_person,
        )
        proposed = LegalHoldReleaseProposed(
            basis=released.basis, second_person=released.second_person
        )
        self.decide(released if agreed else proposed, by)

    def review_retention(self, reviewed: RetentionReviewed, by: Provenance, facts: Facts) -> None:
        decides_erasure(by)
        rules = Rules()
        rules.require(
            self.response.closed,
            "ResponseNotClosed",
            "How long a record is kept is looked at once its response is closed.",
        )
        require_text(rules, reviewed.reason, "ReasonMissing", "Say why.", "reason")
        rules.require(
            reviewed.keep_until > by.recorded_at.date(),
            "KeepUntilPassed",
            "Give a day to come: it is asked again then.",
            field="keep_until",
        )
        rules.check()
        self.decide(reviewed, by)

    def explain_breach(
        self, explained: MilestoneBreachExplained, by: Provenance, facts: Facts
    ) -> None:
        rules = Rules()
        known = {
            milestone.name: milestone
            for milestone in milestones(self.response, facts.ruleset, facts.outside)
        }
        milestone = known.get(explained.milestone)
        rules.require(
            milestone is not None,
            "MilestoneUnknown",
            f"This response has no milestone {explained.milestone}.",
            field="milestone",
        )
        rules.require(
            milestone is None or milestone.breached(by.recorded_at),
            "MilestoneNotBreached",
            "This milestone is not late.",
            field="milestone",
        )
        least = facts.ruleset.min_correction_reason
        require_length(rules, explained.why, least, "ReasonTooShort", "why")
        rules.check()
        self.decide(explained, by)


def _require_choice(rules: Rules, decision: DecisionRecorded) -> None:
    require_text(
        rules, decision.question, "QuestionMissing", "Say what was to be decided.", "question"
    )
    rules.require(
        len(decision.options) >= 2,
        "OptionsTooFew",
        "A decision is between at least two options.",
        field="options",
    )
    rules.require(
        decision.chosen < len(decision.options),
        "ChosenNotAnOption",
        "Choose one of the options.",
        field="chosen",
    )
