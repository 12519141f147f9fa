"""The form of every verb of an incident, and how they are grouped for people."""

from collections.abc import Mapping

from api.forms import answers, communities, contacts, course, erasure, keeping, opening
from api.forms.form import Form

FORMS: tuple[Form, ...] = (
    opening.RAISE,
    opening.TRIAGE,
    opening.ASSIGN_LEAD,
    opening.HAND_OVER,
    opening.LINK_INVESTIGATION,
    opening.DETERMINE_MODE,
    opening.CONFIRM_FAMILY_SPOC,
    communities.MAP_COMMUNITY,
    communities.REVISE_COMMUNITY,
    communities.RECORD_TENSION,
    communities.ASSESS_IMPACT,
    contacts.RECORD_CONTACT,
    contacts.COMPLETE_FOLLOW_UP,
    contacts.ISSUE_UPDATE,
    contacts.OFFER_INTEREST,
    contacts.DECLINE_INTEREST,
    contacts.EXEMPT_INTEREST,
    answers.APPROVE_LINE,
    answers.WITHDRAW_LINE,
    answers.CORRECT_LINE,
    answers.RAISE_QUESTION,
    answers.ANSWER_QUESTION,
    answers.MAKE_COMMITMENT,
    answers.KEEP_COMMITMENT,
    answers.VARY_COMMITMENT,
    keeping.FLAG_TO_INVESTIGATION,
    keeping.ACKNOWLEDGE_FLAG,
    keeping.RECORD_DECISION,
    course.MOVE_TO_RESTORING,
    course.ESCALATE,
    course.STAND_DOWN,
    course.START_REVIEW,
    course.HOLD_DEBRIEF,
    course.DECLARE_NOTHING_NEW,
    course.CLOSE,
    course.REOPEN,
    keeping.PLACE_LEGAL_HOLD,
    keeping.RELEASE_LEGAL_HOLD,
    erasure.KEEP_INCIDENT,
    erasure.DECIDE_DISPOSAL,
    erasure.CONFIRM_DISPOSAL,
    keeping.CORRECT_ENTRY,
    keeping.EXPLAIN_BREACH,
)
INCIDENT_FORMS: Mapping[str, Form] = {form.verb: form for form in FORMS}
GROUPS: Mapping[str, str] = {
    "contacts": "People we talk to",
    "communities": "Communities and tension",
    "answers": "What we say and promise",
    "people": "Who does what",
    "family": "The family and the investigation",
    "course": "Where the response stands",
    "record": "The record",
}


def grouped(verbs: frozenset[str]) -> list[tuple[str, list[Form]]]:
    """The forms of these verbs under the headings that people look for them by."""
    chosen = [form for form in FORMS if form.verb in verbs]
    groups = [(words, [f for f in chosen if f.group == key]) for key, words in GROUPS.items()]
    return [(words, forms) for words, forms in groups if forms]
