"""What we owe: answers to questions, promises kept, and word to the investigation."""

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    CommitmentKept,
    CommitmentMade,
    CommitmentMissed,
    CommitmentVaried,
    FlagAcknowledged,
    QuestionAnswered,
    QuestionRaised,
    RelevantMaterialFlagged,
)
from domain.incident.facts import Facts
from domain.incident.parts import Commitment
from domain.incident.record import (
    Record,
    next_id,
    require_registered,
    require_text,
)
from domain.incident.roles import acknowledges_flags
from domain.vocabulary import AskedBy


class Questions(Record):
    def raise_question(self, raised: QuestionRaised, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        known = self.response.questions
        rules.require(
            raised.question not in known,
            "QuestionAlreadyRaised",
            f"{raised.question} is raised already. Leave its number out.",
            field="question",
        )
        require_text(rules, raised.text.text, "TextMissing", "Write what was asked.", "text")
        asker = [self.ref]
        if raised.asked_by is AskedBy.COMMUNITY:
            self.require_communities(rules, [raised.ref], "ref")
        else:
            require_registered(rules, [raised.ref], facts.register, "ref")
            asker.append(raised.ref)
        rules.check()
        numbered = raised.question or next_id("Q", known)
        self.decide(
            raised.model_copy(update={"question": numbered, "text": raised.text.of(*asker)}), by
        )

    def answer_question(self, answered: QuestionAnswered, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        question = self.response.questions.get(answered.question)
        rules.require(
            question is not None,
            "QuestionUnknown",
            f"There is no question {answered.question}.",
            field="question",
        )
        rules.require(
            question is None or question.line is None or question.open,
            "QuestionAlreadyAnswered",
            f"{answered.question} is answered, and whoever asked was told.",
            field="question",
        )
        self.require_live_lines(rules, [answered.line] if answered.line else [], by)
        rules.require(
            bool(answered.line or answered.cannot_answer_reason),
            "AnswerNeedsLineOrReason",
            "Answer from an agreed line, or say why it cannot be answered.",
            field="line",
        )
        rules.check()
        self.decide(answered, by)

    def make_commitment(self, made: CommitmentMade, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        known = self.response.commitments
        rules.require(
            made.commitment not in known,
            "CommitmentAlreadyMade",
            f"{made.commitment} is made already. Leave its number out.",
            field="commitment",
        )
        if made.to not in self.response.communities:
            require_registered(rules, [made.to], facts.register, "to")
        require_text(rules, made.text, "TextMissing", "Write what was promised.", "text")
        rules.require(
            made.due_at > by.occurred_at,
            "DueInThePast",
            "A promise falls due after it is made.",
            field="due_at",
        )
        rules.check()
        completed = {
            "commitment": made.commitment or next_id("P", known),
            "owner": made.owner or by.actor,
            "promised_by": made.promised_by or by.actor,
        }
        self.decide(made.model_copy(update=completed), by)

    def keep_commitment(self, kept: CommitmentKept, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        self._unkept(rules, kept.commitment)
        rules.check()
        self.decide(kept, by)

    def vary_commitment(self, varied: CommitmentVaried, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        self._unkept(rules, varied.commitment)
        require_text(
            rules, varied.reason, "ReasonMissing", "Say why the promise changes.", "reason"
        )
        rules.require(
            varied.new_due > by.occurred_at,
            "DueInThePast",
            "The new date comes after the change.",
            field="new_due",
        )
        rules.check()
        self.decide(varied, by)

    def mark_missed(self, missed: CommitmentMissed, by: Provenance, facts: Facts) -> None:
        """For the clock alone: nobody marks or unmarks a missed promise by hand."""
        rules = Rules()
        commitment = self._unkept(rules, missed.commitment)
        rules.require(
            commitment is None or commitment.overdue_at(missed.noticed_at),
            "CommitmentNotDue",
            f"{missed.commitment} is not overdue.",
            field="commitment",
        )
        rules.require(
            commitment is None or commitment.missed_at is None,
            "CommitmentAlreadyMissed",
            f"{missed.commitment} is marked as missed already.",
            field="commitment",
        )
        rules.check()
        self.decide(missed, by)

    def flag_to_investigation(
        self, flagged: RelevantMaterialFlagged, by: Provenance, facts: Facts
    ) -> None:
        rules = self.rules()
        known = self.response.flags
        to = flagged.to or self.response.lead_investigator or ""
        rules.require(
            flagged.flag not in known,
            "FlagAlreadyRaised",
            f"{flagged.flag} is raised already. Leave its number out.",
            field="flag",
        )
        require_text(
            rules,
            to,
            "RecipientMissing",
            "No investigator is linked: say who it is for.",
            "to",
        )
        self.require_entries(rules, [flagged.pointer], "pointer")
        rules.check()
        numbered = flagged.flag or next_id("F", known)
        self.decide(flagged.model_copy(update={"flag": numbered, "to": to}), by)

    def acknowledge_flag(
        self, acknowledged: FlagAcknowledged, by: Provenance, facts: Facts
    ) -> None:
        acknowledges_flags(by)
        rules = Rules()
        flag = self.response.flags.get(acknowledged.flag)
        rules.require(
            flag is not None,
            "FlagUnknown",
            f"There is no flag {acknowledged.flag}.",
            field="flag",
        )
        rules.require(
            flag is None or flag.acknowledged_at is None,
            "FlagAlreadyAcknowledged",
            f"{acknowledged.flag} is acknowledged already.",
            field="flag",
        )
        rules.check()
        self.decide(acknowledged.model_copy(update={"by": acknowledged.by or by.actor}), by)

    def _unkept(self, rules: Rules, ref: str) -> Commitment | None:
        commitment = self.response.commitments.get(ref)
        rules.require(
            commitment is not None,
            "CommitmentUnknown",
            f"There is no commitment {ref}.",
            field="commitment",
        )
        rules.require(
            commitment is None or commitment.kept_at is None,
            "CommitmentAlreadyKept",
            f"{ref} is kept already.",
            field="commitment",
        )
        return commitment
