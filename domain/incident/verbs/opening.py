"""Opening a response: raise, triage, lead, duty, family contact, investigation."""

from typing import Any, Self

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    DutyHandedOver,
    DutyProposed,
    FamilySpocChanged,
    FamilySpocConfirmed,
    FamilySpocProposed,
    IncidentRaised,
    IncidentTriaged,
    InvestigationLinked,
    LeadAssigned,
    LeadHandedOver,
    LeadProposed,
    ModeDetermined,
    NotTaken,
)
from domain.incident.facts import Facts
from domain.incident.record import Record, require_length, require_text
from domain.vocabulary import Bereaved, Body, Level, State


class Opening(Record):
    @classmethod
    def raise_(cls, ref: str, raised: IncidentRaised, by: Provenance, facts: Facts) -> Self:
        rules = Rules()
        require_text(rules, raised.title, "TitleMissing", "Give the incident a title.", "title")
        require_text(rules, raised.summary, "SummaryMissing", "Say what happened.", "summary")
        rules.require(
            raised.body is not Body.FORCE or raised.pfa is not None,
            "ForceMissing",
            "Say which police force this is about, or that it is another body.",
            field="pfa",
        )
        rules.require(
            raised.pfa is None or raised.pfa in facts.forces,
            "ForceUnknown",
            f"There is no police force with the code {raised.pfa}.",
            field="pfa",
        )
        rules.check()
        incident = cls(ref)
        incident.decide(raised, by)
        return incident

    def triage(self, triaged: IncidentTriaged, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        due = self.response.triage_due
        rules.require(
            due or self.response.closed,
            "AlreadyTriaged",
            "This was triaged already. Triage is due again after it is escalated or reopened.",
        )
        least = facts.ruleset.min_rationale
        require_length(rules, triaged.rationale, least, "RationaleTooShort", "rationale")
        require_length(rules, triaged.due_regard, least, "DueRegardTooShort", "due_regard")
        again = due and self.response.state is State.ACTIVE
        rules.require(
            not again or triaged.level in (Level.CRITICAL, Level.HIGH_PROFILE),
            "LevelTooLow",
            "A response that is active again is critical or high-profile.",
            field="level",
        )
        rules.require(
            triaged.ruleset in (0, facts.ruleset.version),
            "RulesetUnknown",
            f"The ruleset in force is version {facts.ruleset.version}.",
            field="ruleset",
        )
        rules.check()
        self.decide(triaged.model_copy(update={"ruleset": facts.ruleset.version}), by)
        if triaged.level is Level.NOT_FOR_SE:
            self.decide(NotTaken(reason=triaged.rationale), by)

    def assign_lead(self, lead: LeadProposed, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        present = self.response.lead
        rules.require(
            lead.officer not in facts.unavailable_officers,
            "OfficerNotAvailable",
            f"{lead.officer} has left, or is absent now.",
            field="officer",
        )
        rules.require(
            lead.officer != present, "AlreadyLead", f"{present} leads already.", field="officer"
        )
        if present is None:
            rules.check()
            self.decide(LeadAssigned(officer=lead.officer), by)
            return
        least = facts.ruleset.min_reason
        require_length(rules, lead.handover_note, least, "HandoverNoteTooShort", "handover_note")
        self.require_entries(rules, lead.open_items, "open_items")
        rules.check()
        handed_over = LeadHandedOver(
            giver=present,
            to=lead.officer,
            note=lead.handover_note or "",
            open_items=lead.open_items,
        )
        self.decide(handed_over, by)

    def hand_over(self, duty: DutyProposed, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        giver = duty.giver or by.actor
        rules.require(giver != duty.to, "HandoverToSelf", "Hand over to somebody else.", field="to")
        require_text(
            rules, duty.note, "HandoverNoteMissing", "Write what the next shift needs.", "note"
        )
        self.require_entries(rules, duty.open_items, "open_items")
        rules.check()
        handed_over = DutyHandedOver(
            giver=giver, to=duty.to, note=duty.note, open_items=duty.open_items
        )
        self.decide(handed_over, by)

    def link_investigation(self, linked: InvestigationLinked, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        require_text(
            rules, linked.ref, "InvestigationMissing", "Give the investigation's reference.", "ref"
        )
        now = (self.response.investigation, self.response.lead_investigator)
        rules.require(
            now != (linked.ref, linked.lead_investigator),
            "InvestigationAlreadyLinked",
            f"{linked.ref} is linked already.",
            field="ref",
        )
        rules.check()
        self.decide(linked, by)

    def determine_mode(self, determined: ModeDetermined, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        rules.require(
            determined.mode is not self.response.mode,
            "ModeAlreadyDetermined",
            f"The mode is {determined.mode} already.",
            field="mode",
        )
        rules.require(
            determined.determined_at <= by.recorded_at,
            "DeterminedInTheFuture",
            "The mode cannot have been determined in the future.",
            field="determined_at",
        )
        rules.check()
        self.decide(determined, by)

    def confirm_family_spoc(self, spoc: FamilySpocProposed, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        rules.require(
            self.response.bereaved is Bereaved.YES,
            "NotBereaved",
            "No family is bereaved, as far as this incident says. Correct that entry first.",
        )
        change = self.response.spoc_confirmed_at is not None
        rules.require(
            not change or bool(spoc.reason),
            "ReasonMissing",
            "A contact is confirmed already. Say why it changes.",
            field="reason",
        )
        rules.check()
        family = (self.ref, f"{self.ref}-family")
        confirmed: dict[str, Any] = {
            "spoc_role": spoc.spoc_role,
            "confirmed_by": spoc.confirmed_by or by.actor,
            "family_ref": tuple(ref.of(*family) for ref in spoc.family_ref),
            "language": spoc.language,
            "needs": spoc.needs and spoc.needs.of(*family),
        }
        if change:
            self.decide(FamilySpocChanged(**confirmed, reason=spoc.reason), by)
        else:
            self.decide(FamilySpocConfirmed(**confirmed), by)
