"""The incident, and Box 1's response to it: what is decided, what follows, what is still owed."""

from domain.incident.aggregate import BODIES, Incident
from domain.incident.deadlines import Deadline, deadlines
from domain.incident.decisions import INCIDENT_DECISIONS
from domain.incident.facts import Facts, Known, OutsideFacts
from domain.incident.figures import Figures, figures, new_stakeholders, outside_facts
from domain.incident.folding import Folds
from domain.incident.guards import NEXT, blocking
from domain.incident.milestones import Milestone, milestones
from domain.incident.open_work import OpenItem, OpenKind, open_work
from domain.incident.replay import amended, as_at, as_kept, not_yet_known, since_corrected, true_at
from domain.incident.state import Response
from domain.incident.verbs.correcting import correctable
from domain.incident.workflow import Workflow, workflow

__all__ = [
    "BODIES",
    "INCIDENT_DECISIONS",
    "NEXT",
    "Deadline",
    "Facts",
    "Figures",
    "Folds",
    "Incident",
    "Known",
    "Milestone",
    "OpenItem",
    "OpenKind",
    "OutsideFacts",
    "Response",
    "Workflow",
    "amended",
    "as_at",
    "as_kept",
    "blocking",
    "correctable",
    "deadlines",
    "figures",
    "milestones",
    "new_stakeholders",
    "not_yet_known",
    "open_work",
    "outside_facts",
    "since_corrected",
    "true_at",
    "workflow",
]
