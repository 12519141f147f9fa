"""Domain rules §12, typed a second time: for each column, who has what."""

from api.access import Action, Permission, Reach
from domain.incident import BODIES
from domain.vocabulary import Role
from services.people import Person

DUTY, SE, LEAD, HEAD = "duty_officer", "se_officer", "regional_lead", "head_of_se"
INVESTIGATOR, REVIEWER, INSIGHT = "investigator", "reviewer", "insight_manager"
IG, AUDITOR, ANALYST = "info_governance", "auditor", "analyst"
TEAM = {DUTY, SE, LEAD, HEAD}
EVERY_ROLE = sorted(role.value for role in Role)

COLUMNS: dict[str, dict[str, str]] = {
    "incident O": {
        **dict.fromkeys(TEAM, "RW"),
        INVESTIGATOR: "R own",
        INSIGHT: "R",
        REVIEWER: "R",
        ANALYST: "R agg",
        IG: "R",
    },
    "incident O-S": {
        DUTY: "RW own",
        SE: "RW own",
        LEAD: "RW",
        HEAD: "RW",
        INVESTIGATOR: "R own",
        REVIEWER: "R own",
        IG: "R",
    },
    "register": {
        **dict.fromkeys(TEAM, "RW"),
        INSIGHT: "R",
        REVIEWER: "R own",
        ANALYST: "R agg",
        IG: "R",
    },
    "request": {
        DUTY: "RW",
        SE: "R",
        LEAD: "RWA",
        HEAD: "RWA",
        INVESTIGATOR: "RW own",
        REVIEWER: "R",
        ANALYST: "R agg",
    },
    "allocate": {DUTY: "RW own", LEAD: "RWA", HEAD: "RWA", REVIEWER: "R", ANALYST: "R agg"},
    "lines": {DUTY: "R", SE: "R", LEAD: "R", HEAD: "RWA", INVESTIGATOR: "RWA own", REVIEWER: "R"},
    "feedback raw": {INSIGHT: "R screened", ANALYST: "R no text"},
    "feedback report": {
        **dict.fromkeys({*TEAM, INSIGHT, REVIEWER, ANALYST, IG}, "R"),
        INVESTIGATOR: "R own",
    },
    "insight": {
        DUTY: "RW",
        SE: "RW",
        LEAD: "RWA",
        HEAD: "RWA",
        INSIGHT: "RWA",
        **dict.fromkeys({INVESTIGATOR, REVIEWER, ANALYST, IG}, "R"),
    },
    "review": {HEAD: "R", REVIEWER: "RW", IG: "R"},
    "export": {
        DUTY: "R own",
        SE: "R own",
        LEAD: "R",
        HEAD: "R",
        INSIGHT: "R agg",
        REVIEWER: "R logged",
        ANALYST: "R agg",
        IG: "R",
    },
    "access log": {IG: "R", AUDITOR: "R"},
    "erase/hold": {IG: "RWA"},
    "settings": {HEAD: "RWA", IG: "R", AUDITOR: "R"},
}
REACHES = {
    "": Reach.ALL,
    "own": Reach.OWN,
    "agg": Reach.AGGREGATES,
    "screened": Reach.SCREENED,
    "no text": Reach.NO_TEXT,
    "logged": Reach.LOGGED,
}
ACTIONS = {"R": Action.READ, "W": Action.WRITE, "A": Action.APPROVE}

# Who may send each command, typed a second time.
COMMANDS: dict[tuple[str, str], set[str]] = {
    **{("incidents", verb): TEAM for verb in BODIES},
    **{("incidents", f"{verb}-line"): {INVESTIGATOR, HEAD} for verb in ("approve", "withdraw")},
    ("incidents", "correct-line"): {INVESTIGATOR, HEAD},
    ("incidents", "acknowledge-flag"): {INVESTIGATOR, HEAD},
    ("incidents", "link-investigation"): TEAM | {INVESTIGATOR},
    ("incidents", "determine-mode"): TEAM | {INVESTIGATOR},
    ("incidents", "confirm-family-spoc"): TEAM | {INVESTIGATOR},
    ("incidents", "place-legal-hold"): {IG},
    ("incidents", "release-legal-hold"): {IG},
    ("incidents", "review-retention"): {IG},
    ("incidents", "decide-disposal"): {IG},
    ("incidents", "confirm-disposal"): {IG},
    ("stakeholders", "register"): TEAM,
    ("stakeholders", "amend"): TEAM,
    ("stakeholders", "assign-owner"): TEAM,
    ("stakeholders", "request-erasure"): TEAM | {IG},
    ("stakeholders", "decide-erasure"): {IG},
    ("stakeholders", "confirm-erasure"): {IG},
    ("stakeholders", "lift-restriction"): {IG},
    ("stakeholders", "review-retention"): {IG},
    **{
        ("support-requests", verb): {LEAD, HEAD}
        for verb in (
            *("override-band", "direct-as-priority", "accept", "accept-in-part"),
            *("defer", "decline"),
        )
    },
    **{
        ("support-requests", verb): {DUTY, LEAD, HEAD, INVESTIGATOR}
        for verb in ("request", "withdraw", "rate")
    },
    **{("support-requests", verb): {DUTY, LEAD, HEAD} for verb in ("score", "fulfil")},
    **{
        ("officers", verb): {LEAD, HEAD}
        for verb in (
            *("join", "change-contract", "set-skill", "set-language", "set-plan-hours"),
            *("assign-duty", "release-duty", "leave"),
        )
    },
    **{
        ("officers", f"{verb}allocat{rest}"): {DUTY, LEAD, HEAD}
        for verb, rest in (("", "e"), ("change-", "ion"), ("end-", "ion"))
    },
    **{
        ("officers", verb): TEAM
        for verb in (
            *("log-time", "record-absence", "cancel-absence"),
            *("swap-duty", "agree-swap", "decline-swap", "withdraw-swap"),
        )
    },
    ("rulesets", "publish"): {HEAD},
    **{
        ("feedback-rounds", verb): TEAM | {INSIGHT}
        for verb in ("open", "issue-tokens", "enter", "close", "report", "tell-participants")
    },
    ("feedback-rounds", "screen"): {INSIGHT},
    **{("insights", verb): TEAM | {INSIGHT} for verb in ("record", "reuse", "dismiss")},
    **{
        ("insights", verb): {LEAD, HEAD, INSIGHT}
        for verb in ("validate", "return", "set-sharing", "share", "supersede", "retire")
    },
    **{("briefings", verb): {LEAD, HEAD, INSIGHT} for verb in ("compile", "publish")},
    ("briefings", "mark-read"): TEAM | {INSIGHT, INVESTIGATOR, REVIEWER, ANALYST, IG},
}
PERMISSIONS: dict[tuple[str, str], Permission] = {
    ("incidents", "raise"): Permission.RAISE,
    ("incidents", "record-contact"): Permission.RUN_RESPONSE,
    ("incidents", "flag-to-investigation"): Permission.RAISE_FLAG,
    **{
        ("incidents", verb): Permission.DECIDE_RESPONSE
        for verb in (
            *("triage", "move-to-restoring", "escalate", "stand-down"),
            *("start-review", "close", "reopen"),
        )
    },
    ("incidents", "acknowledge-flag"): Permission.ACKNOWLEDGE_FLAG,
    ("incidents", "approve-line"): Permission.AGREE_LINES,
    ("incidents", "withdraw-line"): Permission.AGREE_LINES,
    ("incidents", "correct-line"): Permission.AGREE_LINES,
    ("incidents", "link-investigation"): Permission.LINK_INVESTIGATION,
    ("incidents", "determine-mode"): Permission.LINK_INVESTIGATION,
    ("incidents", "confirm-family-spoc"): Permission.LINK_INVESTIGATION,
    ("incidents", "place-legal-hold"): Permission.HOLD,
    ("incidents", "release-legal-hold"): Permission.HOLD,
    ("incidents", "review-retention"): Permission.SEE_RETENTION,
    ("incidents", "decide-disposal"): Permission.DECIDE_ERASURE,
    ("incidents", "confirm-disposal"): Permission.DECIDE_ERASURE,
    ("stakeholders", "register"): Permission.KEEP_REGISTER,
    ("stakeholders", "raise"): Permission.KEEP_REGISTER,
    ("stakeholders", "request-erasure"): Permission.ASK_ERASURE,
    ("stakeholders", "decide-erasure"): Permission.DECIDE_ERASURE,
    ("stakeholders", "confirm-erasure"): Permission.DECIDE_ERASURE,
    ("stakeholders", "lift-restriction"): Permission.DECIDE_ERASURE,
    ("stakeholders", "review-retention"): Permission.SEE_RETENTION,
    ("support-requests", "request"): Permission.ASK_SUPPORT,
    ("support-requests", "withdraw"): Permission.ASK_SUPPORT,
    ("support-requests", "rate"): Permission.ASK_SUPPORT,
    ("support-requests", "score"): Permission.SCORE_REQUESTS,
    ("support-requests", "fulfil"): Permission.SCORE_REQUESTS,
    ("support-requests", "override-band"): Permission.DECIDE_REQUESTS,
    ("support-requests", "accept"): Permission.DECIDE_REQUESTS,
    ("officers", "join"): Permission.MANAGE_OFFICERS,
    ("officers", "assign-duty"): Permission.MANAGE_OFFICERS,
    ("officers", "allocate"): Permission.ALLOCATE,
    ("officers", "end-allocation"): Permission.ALLOCATE,
    ("officers", "log-time"): Permission.KEEP_OWN_HOURS,
    ("officers", "swap-duty"): Permission.KEEP_OWN_HOURS,
    ("rulesets", "publish"): Permission.PUBLISH_RULES,
    ("insights", "record"): Permission.RECORD_INSIGHT,
    ("feedback-rounds", "open"): Permission.RUN_FEEDBACK,
    ("feedback-rounds", "close"): Permission.RUN_FEEDBACK,
    ("feedback-rounds", "screen"): Permission.SCREEN_FEEDBACK,
    ("insights", "reuse"): Permission.RECORD_INSIGHT,
    ("insights", "validate"): Permission.DECIDE_INSIGHTS,
    ("insights", "share"): Permission.DECIDE_INSIGHTS,
    ("briefings", "compile"): Permission.DECIDE_INSIGHTS,
    ("briefings", "mark-read"): Permission.READ_INSIGHTS,
}


# Who has each permission, typed a second time.
ALLOWED: dict[Permission, set[str]] = {
    Permission.BE_SIGNED_IN: {role.value for role in Role},
    Permission.READ_INCIDENTS: TEAM | {INVESTIGATOR, INSIGHT, REVIEWER, IG},
    Permission.READ_REGISTER: TEAM | {INSIGHT, REVIEWER, IG},
    Permission.SEE_OPEN_WORK: TEAM,
    Permission.RAISE: TEAM,
    Permission.RUN_RESPONSE: TEAM,
    Permission.DECIDE_RESPONSE: TEAM,
    Permission.AGREE_LINES: {INVESTIGATOR, HEAD},
    Permission.LINK_INVESTIGATION: TEAM | {INVESTIGATOR},
    Permission.RAISE_FLAG: TEAM,
    Permission.ACKNOWLEDGE_FLAG: {INVESTIGATOR, HEAD},
    Permission.HOLD: {IG},
    Permission.KEEP_REGISTER: TEAM,
    Permission.READ_FIGURES: TEAM | {INSIGHT, REVIEWER, ANALYST, IG},
    Permission.READ_IMPACT: TEAM | {INVESTIGATOR, INSIGHT, REVIEWER, ANALYST, IG},
    Permission.EXPORT: TEAM | {REVIEWER, IG},
    Permission.READ_ACCESS_LOG: {IG, AUDITOR},
    Permission.ASK_ERASURE: TEAM | {IG},
    Permission.DECIDE_ERASURE: {IG},
    Permission.SEE_RETENTION: {IG},
    Permission.REVIEW_URGENT_READS: {IG},
    Permission.MANAGE_ACCOUNTS: {HEAD},
    Permission.ASK_SUPPORT: {DUTY, LEAD, HEAD, INVESTIGATOR},
    Permission.READ_REQUESTS: TEAM | {INVESTIGATOR, REVIEWER},
    Permission.READ_ACCEPTANCE: TEAM | {REVIEWER, ANALYST},
    Permission.SCORE_REQUESTS: {DUTY, LEAD, HEAD},
    Permission.DECIDE_REQUESTS: {LEAD, HEAD},
    Permission.READ_CAPACITY: TEAM | {REVIEWER},
    Permission.COUNT_CAPACITY: TEAM | {REVIEWER, ANALYST},
    Permission.MANAGE_OFFICERS: {LEAD, HEAD},
    Permission.ALLOCATE: {DUTY, LEAD, HEAD},
    Permission.KEEP_OWN_HOURS: TEAM,
    Permission.READ_ROTA: TEAM | {REVIEWER},
    Permission.PUBLISH_RULES: {HEAD},
    Permission.READ_INSIGHTS: TEAM | {INSIGHT, INVESTIGATOR, REVIEWER, ANALYST, IG},
    Permission.RECORD_INSIGHT: TEAM | {INSIGHT},
    Permission.RUN_FEEDBACK: TEAM | {INSIGHT},
    Permission.SCREEN_FEEDBACK: {INSIGHT},
    Permission.EXPORT_FIGURES: TEAM | {INSIGHT, REVIEWER, ANALYST, IG},
    Permission.READ_FEEDBACK: TEAM | {INSIGHT, INVESTIGATOR, REVIEWER, ANALYST, IG},
    Permission.DECIDE_INSIGHTS: {LEAD, HEAD, INSIGHT},
}


def person(role: str, ref: str = "pat", officer: str | None = "OFC-01") -> Person:
    return Person(ref, "Pat", role, "wales", officer)
