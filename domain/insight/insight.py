"""The rules of one insight: recorded, validated, shared, suggested, used again, replaced."""

from typing import Any, Self

from domain.base import Provenance, Rules
from domain.incident import Incident
from domain.incident.record import require_length, require_text
from domain.insight import decisions as d
from domain.insight.facts import InsightFacts
from domain.insight.record import Offered, Record
from domain.insight.words import WIDTH, Audience
from domain.lessons import Circumstances, parts_of
from domain.vocabulary import Marking

LEAST_HOW = 20
"""Characters that say how a lesson was used (rule I3)."""


class Insight(Record):
    """One insight. Every verb raises Refusal with every broken rule, or records."""

    @classmethod
    def record(
        cls, ref: str, recorded: d.InsightRecorded, by: Provenance, facts: InsightFacts
    ) -> Self:
        """Record what was learned, with the entries that show it."""
        rules = Rules()
        incident = facts.incidents.get(recorded.incident) if recorded.incident else None
        _require_told(rules, recorded)
        rules.require(
            incident is not None or recorded.incident is None,
            "IncidentUnknown",
            f"There is no incident {recorded.incident}.",
            field="incident",
        )
        _require_entries(rules, recorded, incident, facts)
        whole = _filled_in(recorded, incident, facts)
        rules.require(
            whole.incident_type is not None,
            "IncidentTypeMissing",
            "Say in which type of incident this helps, or name the incident it was learned in.",
            field="incident_type",
        )
        rules.check()
        insight = cls(ref)
        insight.decide(whole, by)
        return insight

    def validate(self, validated: d.InsightValidated, by: Provenance, facts: InsightFacts) -> None:
        """Somebody other than its author says that it holds (rule I1)."""
        rules = self._rules()
        rules.require(not self.validated, "AlreadyValidated", f"{self.ref} is validated already.")
        rules.require(
            by.actor != self.author,
            "ValidatorIsAuthor",
            "You recorded this. Somebody else says whether it holds.",
        )
        rules.check()
        self.decide(validated.model_copy(update={"by": by.actor}), by)

    def return_(self, returned: d.InsightReturned, by: Provenance, facts: InsightFacts) -> None:
        """Give it back to its author, with what is missing."""
        rules = self._rules()
        require_text(rules, returned.note, "NoteMissing", "Say what is missing.", "note")
        rules.require(
            by.actor != self.author,
            "ValidatorIsAuthor",
            "You recorded this. Somebody else says whether it holds.",
        )
        rules.check()
        self.decide(returned.model_copy(update={"by": by.actor}), by)

    def set_sharing(self, sharing: d.SharingSet, by: Provenance, facts: InsightFacts) -> None:
        """Say how far it may go; beyond the team only after a redaction check (rule I2)."""
        rules = self._rules()
        beyond = sharing.audience is not Audience.TEAM
        rules.require(
            not beyond or sharing.redaction_checked_by is not None,
            "RedactionNotChecked",
            "Before it leaves the team somebody checks that it names nobody. Say who did.",
            field="redaction_checked_by",
        )
        rules.require(
            not beyond or self.marking == Marking.OFFICIAL,
            "MarkingTooHigh",
            f"This is marked {self.marking}: it stays with the team. Record what others may"
            " know as an insight of its own.",
            field="audience",
        )
        rules.check()
        self.decide(sharing, by)

    def share(self, shared: d.InsightShared, by: Provenance, facts: InsightFacts) -> None:
        """Note that it was shared, no further than its sharing allows."""
        rules = self._rules()
        rules.require(
            self.validated, "NotValidated", f"{self.ref} is not validated. Nobody is told yet."
        )
        allowed = self.sharing.audience if self.sharing else Audience.TEAM
        rules.require(
            WIDTH[shared.audience] <= WIDTH[allowed],
            "SharingNotSet",
            f"{self.ref} may be shared with: {allowed}. Set its sharing first.",
            field="audience",
        )
        rules.check()
        self.decide(shared.model_copy(update={"at": shared.at or by.occurred_at}), by)

    def suggest(self, incident: str, now_in: Circumstances, by: Provenance) -> None:
        """Suggest it to an incident's team, once; its score is of now (domain rules §9)."""
        if not self.validated or incident in self.offers:
            return
        parts = parts_of(self.lesson, now_in, by.recorded_at)
        told = d.InsightSuggested(incident=incident, score=parts.score, parts=parts)
        self.decide(told, by)

    def reuse(self, reused: d.InsightReused, by: Provenance, facts: InsightFacts) -> None:
        """Say how it was used (rule I3); said again, what came of it is added."""
        rules = self._decidable(reused.incident, facts)
        require_length(rules, reused.how, LEAST_HOW, "HowTooShort", "how")
        before = self.offers.get(reused.incident)
        rules.require(
            before is None or not before.reused or (not before.outcome and bool(reused.outcome)),
            "AlreadyReused",
            f"{self.ref} is used in {reused.incident} already. Send what came of it, once.",
            field="incident",
        )
        rules.check()
        self.decide(reused, by)

    def dismiss(
        self, dismissed: d.SuggestionDismissed, by: Provenance, facts: InsightFacts
    ) -> None:
        """Say why a suggestion is not used."""
        rules = self._decidable(dismissed.incident, facts)
        before = self.offers.get(dismissed.incident)
        rules.require(
            before is not None,
            "NotSuggested",
            f"{self.ref} was not suggested to {dismissed.incident}.",
            field="incident",
        )
        rules.require(
            before is None or not before.decided,
            "SuggestionDecided",
            f"This suggestion is decided already, by {_decider(before)}.",
            field="incident",
        )
        rules.check()
        self.decide(dismissed, by)

    def supersede(
        self, superseded: d.InsightSuperseded, by: Provenance, facts: InsightFacts
    ) -> None:
        """Put another insight in its place."""
        rules = self._rules()
        other = facts.insights.get(superseded.by) if superseded.by != self.ref else None
        rules.require(
            other is not None and other.validated,
            "SuccessorNotValidated",
            f"{superseded.by} is no other validated insight. Validate it first.",
            field="by",
        )
        require_text(rules, superseded.reason, "ReasonMissing", "Say why.", "reason")
        rules.check()
        self.decide(superseded, by)

    def retire(self, retired: d.InsightRetired, by: Provenance, facts: InsightFacts) -> None:
        """Take it out of use; it stays on the record."""
        rules = self._rules()
        require_text(rules, retired.reason, "ReasonMissing", "Say why.", "reason")
        rules.check()
        self.decide(retired, by)

    def _rules(self) -> Rules:
        rules = Rules()
        rules.require(
            not self.over,
            "InsightOver",
            f"{self.ref} is {self.state.lower()}. {_way_on(self.superseded_by)}",
        )
        return rules

    def _decidable(self, incident: str, facts: InsightFacts) -> Rules:
        """A suggestion that was made is decided, also when its lesson is out of use since."""
        rules = Rules() if incident in self.offers else self._rules()
        rules.require(
            incident in facts.incidents,
            "IncidentUnknown",
            f"There is no incident {incident}.",
            field="incident",
        )
        rules.require(
            self.validated or incident in self.offers,
            "NotValidated",
            f"{self.ref} is not validated: it cannot be used yet.",
        )
        return rules


def _require_told(rules: Rules, recorded: d.InsightRecorded) -> None:
    require_text(
        rules, recorded.statement, "StatementMissing", "Say what was learned.", "statement"
    )
    rules.require(
        bool(recorded.themes), "ThemesMissing", "Choose at least one theme.", field="themes"
    )


def _require_entries(
    rules: Rules, recorded: d.InsightRecorded, incident: Incident | None, facts: InsightFacts
) -> None:
    """What shows it are entries of the incident, or of what was answered there."""
    if incident is None:
        rules.require(
            not recorded.evidence or recorded.incident is not None,
            "IncidentMissing",
            "Say in which incident the entries are that show it.",
            field="incident",
        )
        return
    beside = facts.entries_beside(incident.ref) if recorded.evidence else ()
    own = [one for one in recorded.evidence if one not in beside]
    incident.require_entries(rules, own, "evidence")


def _filled_in(
    recorded: d.InsightRecorded, incident: Incident | None, facts: InsightFacts
) -> d.InsightRecorded:
    """With the type, the force and its region, from the incident where they were left out."""
    found: dict[str, Any] = {}
    if incident is not None:
        found["incident_type"] = recorded.incident_type or incident.response.incident_type
        found["pfa"] = recorded.pfa or incident.response.pfa
    force = facts.forces.get(found.get("pfa") or recorded.pfa or "")
    if force is not None:
        found["region"] = force.region
    return recorded.model_copy(update=found)


def _decider(offered: Offered | None) -> str:
    return (offered and offered.decided_by) or "somebody"


def _way_on(successor: str | None) -> str:
    return f"{successor} stands in its place." if successor else "Record it anew if it holds again."
