"""What sort of entry an event is, for people who look for one."""

from collections.abc import Mapping

from api.telling import answers, contacts, course, keeping, mapping, opening
from domain.base import Decision
from domain.incident.decisions import (
    CommunityMapped,
    CommunityRevised,
    DecisionRecorded,
    FollowUpDone,
    ImpactAssessed,
    LineApproved,
    LineCorrected,
    LineWithdrawn,
    QuestionAnswered,
    QuestionRaised,
    StakeholderContacted,
    TensionSignalRecorded,
    UpdateIssued,
)

KINDS: Mapping[str, str] = {
    "contact": "Contacts",
    "community": "Communities",
    "tension": "Tension and impact",
    "line": "Lines and updates",
    "question": "Questions",
    "promise": "Promises",
    "decision": "Decisions",
    "course": "Where the response stands",
    "other": "Everything else",
}
_EXACTLY: Mapping[type, str] = {
    StakeholderContacted: "contact",
    FollowUpDone: "contact",
    CommunityMapped: "community",
    CommunityRevised: "community",
    TensionSignalRecorded: "tension",
    ImpactAssessed: "tension",
    LineApproved: "line",
    LineWithdrawn: "line",
    LineCorrected: "line",
    UpdateIssued: "line",
    QuestionRaised: "question",
    QuestionAnswered: "question",
    DecisionRecorded: "decision",
}
_OTHERWISE: Mapping[str, Mapping[type, object]] = {
    "contact": contacts.TELLERS,
    "promise": answers.TELLERS,
    "course": {**opening.TELLERS, **course.TELLERS},
    "community": mapping.TELLERS,
    "other": keeping.TELLERS,
}
KIND_OF: Mapping[type, str] = {
    **{kind: word for word, tellers in _OTHERWISE.items() for kind in tellers},
    **_EXACTLY,
}


def kind_of(decision: Decision) -> str:
    """One of KINDS."""
    return KIND_OF[type(decision)]
