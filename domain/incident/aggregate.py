"""The incident: one record with every verb, and the body that each verb is asked with."""

from typing import ClassVar, Final

from domain.base import Value
from domain.incident import decisions as d
from domain.incident.verbs.contacts import Contacts
from domain.incident.verbs.correcting import Correcting
from domain.incident.verbs.disposing import Disposing
from domain.incident.verbs.interest import Offers
from domain.incident.verbs.lines import Lines
from domain.incident.verbs.mapping import Mapping
from domain.incident.verbs.opening import Opening
from domain.incident.verbs.questions import Questions
from domain.incident.verbs.reviewing import Reviewing
from domain.incident.verbs.transitions import Transitions


class Incident(
    Opening,
    Mapping,
    Contacts,
    Lines,
    Questions,
    Offers,
    Transitions,
    Reviewing,
    Correcting,
    Disposing,
):
    """The response to one incident, theme by theme.

    Every verb takes what is proposed, who proposes it, and the facts from outside; it raises
    Refusal with every broken rule, or records.
    """

    SERIES: ClassVar[str] = "INC"


BODIES: Final[dict[str, type[Value]]] = {
    "raise": d.IncidentRaised,
    "triage": d.IncidentTriaged,
    "assign-lead": d.LeadProposed,
    "hand-over": d.DutyProposed,
    "link-investigation": d.InvestigationLinked,
    "determine-mode": d.ModeDetermined,
    "confirm-family-spoc": d.FamilySpocProposed,
    "map-community": d.CommunityMapped,
    "revise-community": d.CommunityRevised,
    "record-tension": d.TensionSignalRecorded,
    "assess-impact": d.ImpactAssessed,
    "record-contact": d.StakeholderContacted,
    "complete-follow-up": d.FollowUpDone,
    "approve-line": d.LineProposed,
    "withdraw-line": d.LineWithdrawn,
    "correct-line": d.LineCorrected,
    "raise-question": d.QuestionRaised,
    "answer-question": d.QuestionAnswered,
    "make-commitment": d.CommitmentMade,
    "keep-commitment": d.CommitmentKept,
    "vary-commitment": d.CommitmentVaried,
    "issue-update": d.UpdateIssued,
    "offer-interest": d.InterestOffered,
    "decline-interest": d.InterestDeclined,
    "exempt-interest": d.InterestExempted,
    "flag-to-investigation": d.RelevantMaterialFlagged,
    "acknowledge-flag": d.FlagAcknowledged,
    "record-decision": d.DecisionRecorded,
    "move-to-restoring": d.MovedToRestoring,
    "escalate": d.Escalated,
    "stand-down": d.MonitoringStoodDown,
    "start-review": d.ReviewStarted,
    "hold-debrief": d.DebriefHeld,
    "declare-nothing-new": d.NothingNewDeclared,
    "close": d.IncidentClosed,
    "reopen": d.IncidentReopened,
    "place-legal-hold": d.LegalHoldPlaced,
    "release-legal-hold": d.LegalHoldReleased,
    "review-retention": d.RetentionReviewed,
    "decide-disposal": d.DisposalDecided,
    "confirm-disposal": d.DisposalConfirmation,
    "correct-entry": d.EntryCorrected,
    "explain-breach": d.MilestoneBreachExplained,
}
