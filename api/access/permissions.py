"""Permissions: each an action on a resource of the table, narrowed or widened with a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.matrix import Action, Reach, Resource, granted
from domain.vocabulary import Role

RECORDS = frozenset(Reach) - {Reach.AGGREGATES}
EVERY_REACH = frozenset(Reach)
READ, WRITE, APPROVE = Action.READ, Action.WRITE, Action.APPROVE


class Permission(StrEnum):
    """What a route lets people do."""

    BE_SIGNED_IN = "be signed in"
    READ_INCIDENTS = "read incidents"
    READ_REGISTER = "read the stakeholder register"
    READ_FIGURES = "read figures"
    READ_IMPACT = "read what responses did"
    SEE_OPEN_WORK = "see open work"
    RAISE = "raise an incident"
    RUN_RESPONSE = "run a response"
    DECIDE_RESPONSE = "triage and move a response on"
    AGREE_LINES = "agree lines"
    LINK_INVESTIGATION = "say which investigation it is"
    RAISE_FLAG = "pass material to the investigation"
    ACKNOWLEDGE_FLAG = "acknowledge material"
    HOLD = "place and release legal holds"
    KEEP_REGISTER = "keep the stakeholder register"
    EXPORT = "take records out"
    READ_ACCESS_LOG = "read the access log"
    ASK_ERASURE = "pass on a request to be forgotten"
    DECIDE_ERASURE = "decide and confirm erasures"
    SEE_RETENTION = "see what is due to be forgotten"
    MANAGE_ACCOUNTS = "manage accounts"
    REVIEW_URGENT_READS = "look into urgent reads"
    ASK_SUPPORT = "ask for support"
    READ_REQUESTS = "read requests for support"
    READ_ACCEPTANCE = "read what became of requests"
    SCORE_REQUESTS = "score requests for support"
    DECIDE_REQUESTS = "decide requests for support"
    READ_CAPACITY = "read who is free"
    COUNT_CAPACITY = "read how much is free"
    MANAGE_OFFICERS = "manage officers and the rota"
    ALLOCATE = "allocate officers"
    KEEP_OWN_HOURS = "keep their own hours"
    READ_ROTA = "read the rota"
    PUBLISH_RULES = "publish rules"
    READ_INSIGHTS = "read what was learned"
    RECORD_INSIGHT = "record what was learned"
    DECIDE_INSIGHTS = "say what was learned and who is told"
    RUN_FEEDBACK = "ask for feedback"
    SCREEN_FEEDBACK = "read comments before anybody else"
    READ_FEEDBACK = "read what feedback says"
    EXPORT_FIGURES = "take figures out"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where in the table a permission stands; what differs from it says why."""

    resource: Resource
    action: Action
    reaches: Collection[Reach] = RECORDS
    besides: Collection[Role] = ()
    without: Collection[Role] = ()
    why: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        printed = {role for role in Role if self._reach(role) in self.reaches}
        return frozenset((printed | set(self.besides)) - set(self.without))

    def _reach(self, role: Role) -> Reach | None:
        return granted(role, self.resource, self.action)


RULES: dict[Permission, Rule] = {
    Permission.READ_INCIDENTS: Rule(resource=Resource.INCIDENT, action=READ),
    Permission.READ_REGISTER: Rule(resource=Resource.REGISTER, action=READ),
    Permission.READ_FIGURES: Rule(
        resource=Resource.INCIDENT,
        action=READ,
        reaches=EVERY_REACH,
        without={Role.INVESTIGATOR},
        why="Totals count every incident; an investigator is to know of their own alone.",
    ),
    Permission.READ_IMPACT: Rule(resource=Resource.REPORT, action=READ),
    Permission.SEE_OPEN_WORK: Rule(
        resource=Resource.INCIDENT,
        action=WRITE,
        why="What is owed is shown to those who may do it.",
    ),
    Permission.RAISE: Rule(resource=Resource.INCIDENT, action=WRITE),
    Permission.RUN_RESPONSE: Rule(resource=Resource.INCIDENT, action=WRITE),
    Permission.DECIDE_RESPONSE: Rule(resource=Resource.INCIDENT, action=WRITE),
    Permission.AGREE_LINES: Rule(resource=Resource.LINES, action=APPROVE),
    Permission.LINK_INVESTIGATION: Rule(
        resource=Resource.INCIDENT,
        action=WRITE,
        besides={Role.INVESTIGATOR},
        why="Which investigation it is, its mode and the family's point of contact are facts of"
        " the investigation: the investigator says them, or the team on their word.",
    ),
    Permission.RAISE_FLAG: Rule(resource=Resource.INCIDENT, action=WRITE),
    Permission.ACKNOWLEDGE_FLAG: Rule(
        resource=Resource.LINES,
        action=APPROVE,
        why="The table has no column for material: whoever clears lines answers for the"
        " investigation, out of hours the head of SE.",
    ),
    Permission.HOLD: Rule(resource=Resource.ERASURE, action=APPROVE),
    Permission.KEEP_REGISTER: Rule(resource=Resource.REGISTER, action=WRITE),
    Permission.EXPORT: Rule(resource=Resource.EXPORT, action=READ),
    Permission.READ_ACCESS_LOG: Rule(resource=Resource.ACCESS_LOG, action=READ),
    Permission.ASK_ERASURE: Rule(
        resource=Resource.REGISTER,
        action=WRITE,
        besides={Role.INFO_GOVERNANCE},
        why="People write to information governance directly, too.",
    ),
    Permission.DECIDE_ERASURE: Rule(resource=Resource.ERASURE, action=APPROVE),
    Permission.SEE_RETENTION: Rule(resource=Resource.ERASURE, action=APPROVE),
    Permission.MANAGE_ACCOUNTS: Rule(resource=Resource.SETTINGS, action=APPROVE),
    Permission.REVIEW_URGENT_READS: Rule(
        resource=Resource.ERASURE,
        action=APPROVE,
        why="Two roles read the log; whoever looks into an urgent read answers for privacy.",
    ),
    Permission.ASK_SUPPORT: Rule(resource=Resource.REQUEST, action=WRITE),
    Permission.READ_REQUESTS: Rule(resource=Resource.REQUEST, action=READ),
    Permission.READ_ACCEPTANCE: Rule(
        resource=Resource.REQUEST,
        action=READ,
        reaches=EVERY_REACH,
        without={Role.INVESTIGATOR},
        why="Totals count every request; an investigator is to know of their own alone.",
    ),
    Permission.SCORE_REQUESTS: Rule(
        resource=Resource.REQUEST,
        action=WRITE,
        without={Role.INVESTIGATOR},
        why="Whoever asks does not score what they ask for.",
    ),
    Permission.DECIDE_REQUESTS: Rule(resource=Resource.REQUEST, action=APPROVE),
    Permission.READ_CAPACITY: Rule(
        resource=Resource.ALLOCATION,
        action=READ,
        besides={Role.SE_OFFICER},
        why="SE officers are who is counted: they may see what is planned with them.",
    ),
    Permission.COUNT_CAPACITY: Rule(
        resource=Resource.ALLOCATION,
        action=READ,
        reaches=EVERY_REACH,
        besides={Role.SE_OFFICER},
        why="Totals of regions are for all who may read who is free, and for analysts.",
    ),
    Permission.MANAGE_OFFICERS: Rule(resource=Resource.ALLOCATION, action=APPROVE),
    Permission.ALLOCATE: Rule(resource=Resource.ALLOCATION, action=WRITE),
    Permission.KEEP_OWN_HOURS: Rule(
        resource=Resource.ALLOCATION,
        action=WRITE,
        besides={Role.SE_OFFICER},
        why="Everybody who is counted says when they are away and what they have spent.",
    ),
    Permission.READ_ROTA: Rule(
        resource=Resource.ALLOCATION,
        action=READ,
        besides={Role.SE_OFFICER},
        why="SE officers stand on the rota: they have to see it.",
    ),
    Permission.PUBLISH_RULES: Rule(resource=Resource.SETTINGS, action=APPROVE),
    Permission.READ_INSIGHTS: Rule(resource=Resource.INSIGHT, action=READ),
    Permission.RECORD_INSIGHT: Rule(resource=Resource.INSIGHT, action=WRITE),
    Permission.DECIDE_INSIGHTS: Rule(resource=Resource.INSIGHT, action=APPROVE),
    Permission.RUN_FEEDBACK: Rule(
        resource=Resource.INSIGHT,
        action=WRITE,
        why="The table has no column for asking: whoever records what was learned asks how it was.",
    ),
    Permission.SCREEN_FEEDBACK: Rule(
        resource=Resource.FEEDBACK, action=READ, reaches={Reach.SCREENED}
    ),
    Permission.EXPORT_FIGURES: Rule(resource=Resource.EXPORT, action=READ, reaches=EVERY_REACH),
    Permission.READ_FEEDBACK: Rule(resource=Resource.REPORT, action=READ),
}

MAY: dict[Permission, frozenset[Role]] = {
    Permission.BE_SIGNED_IN: frozenset(Role),
    **{permission: rule.roles for permission, rule in RULES.items()},
}

INCIDENT_VERBS = {
    "raise": Permission.RAISE,
    "approve-line": Permission.AGREE_LINES,
    "withdraw-line": Permission.AGREE_LINES,
    "correct-line": Permission.AGREE_LINES,
    "link-investigation": Permission.LINK_INVESTIGATION,
    "determine-mode": Permission.LINK_INVESTIGATION,
    "confirm-family-spoc": Permission.LINK_INVESTIGATION,
    "flag-to-investigation": Permission.RAISE_FLAG,
    "acknowledge-flag": Permission.ACKNOWLEDGE_FLAG,
    "place-legal-hold": Permission.HOLD,
    "release-legal-hold": Permission.HOLD,
    "triage": Permission.DECIDE_RESPONSE,
    "move-to-restoring": Permission.DECIDE_RESPONSE,
    "escalate": Permission.DECIDE_RESPONSE,
    "stand-down": Permission.DECIDE_RESPONSE,
    "start-review": Permission.DECIDE_RESPONSE,
    "close": Permission.DECIDE_RESPONSE,
    "reopen": Permission.DECIDE_RESPONSE,
    "review-retention": Permission.SEE_RETENTION,
    "decide-disposal": Permission.DECIDE_ERASURE,
    "confirm-disposal": Permission.DECIDE_ERASURE,
}
STAKEHOLDER_VERBS = {
    "request-erasure": Permission.ASK_ERASURE,
    "decide-erasure": Permission.DECIDE_ERASURE,
    "confirm-erasure": Permission.DECIDE_ERASURE,
    "lift-restriction": Permission.DECIDE_ERASURE,
    "review-retention": Permission.SEE_RETENTION,
}
REQUEST_VERBS = {
    "request": Permission.ASK_SUPPORT,
    "withdraw": Permission.ASK_SUPPORT,
    "rate": Permission.ASK_SUPPORT,
    "score": Permission.SCORE_REQUESTS,
    "fulfil": Permission.SCORE_REQUESTS,
}
OFFICER_VERBS = {
    "allocate": Permission.ALLOCATE,
    "change-allocation": Permission.ALLOCATE,
    "end-allocation": Permission.ALLOCATE,
    "log-time": Permission.KEEP_OWN_HOURS,
    "record-absence": Permission.KEEP_OWN_HOURS,
    "cancel-absence": Permission.KEEP_OWN_HOURS,
    "agree-swap": Permission.KEEP_OWN_HOURS,
    "decline-swap": Permission.KEEP_OWN_HOURS,
    "withdraw-swap": Permission.KEEP_OWN_HOURS,
    "swap-duty": Permission.KEEP_OWN_HOURS,
}
INSIGHT_VERBS = {
    "record": Permission.RECORD_INSIGHT,
    "reuse": Permission.RECORD_INSIGHT,
    "dismiss": Permission.RECORD_INSIGHT,
}
BRIEFING_VERBS = {"mark-read": Permission.READ_INSIGHTS}
FEEDBACK_VERBS = {"screen": Permission.SCREEN_FEEDBACK}
VERBS: Mapping[str, tuple[Mapping[str, Permission], Permission]] = {
    "incidents": (INCIDENT_VERBS, Permission.RUN_RESPONSE),
    "stakeholders": (STAKEHOLDER_VERBS, Permission.KEEP_REGISTER),
    "support-requests": (REQUEST_VERBS, Permission.DECIDE_REQUESTS),
    "officers": (OFFICER_VERBS, Permission.MANAGE_OFFICERS),
    "insights": (INSIGHT_VERBS, Permission.DECIDE_INSIGHTS),
    "briefings": (BRIEFING_VERBS, Permission.DECIDE_INSIGHTS),
    "feedback-rounds": (FEEDBACK_VERBS, Permission.RUN_FEEDBACK),
    "rulesets": ({}, Permission.PUBLISH_RULES),
}
"""By collection: the permission of each verb, and that of all others."""


def permission_of(collection: str, verb: str) -> Permission:
    """The permission that a command needs."""
    verbs, others = VERBS[collection]
    return verbs.get(verb, others)
