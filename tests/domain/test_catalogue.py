"""Stored names are for ever, and the document says what the classes are."""

import re

from domain.base import Decision
from domain.catalogue import AGGREGATES, DOCUMENT, document
from domain.incident import BODIES, Incident
from domain.registry import Registry

TOPICS = {
    "incident.raised",
    "incident.triaged",
    "incident.lead-assigned",
    "incident.lead-handed-over",
    "incident.duty-handed-over",
    "incident.family-spoc-confirmed",
    "incident.family-spoc-changed",
    "incident.investigation-linked",
    "incident.mode-determined",
    "incident.community-mapped",
    "incident.community-revised",
    "incident.tension-signal-recorded",
    "incident.impact-assessed",
    "incident.stakeholder-contacted",
    "incident.follow-up-done",
    "incident.line-approved",
    "incident.line-withdrawn",
    "incident.line-corrected",
    "incident.update-issued",
    "incident.question-raised",
    "incident.question-answered",
    "incident.commitment-made",
    "incident.commitment-kept",
    "incident.commitment-varied",
    "incident.commitment-missed",
    "incident.relevant-material-flagged",
    "incident.flag-acknowledged",
    "incident.interest-offered",
    "incident.interest-declined",
    "incident.interest-exempted",
    "incident.decision-recorded",
    "incident.debrief-held",
    "incident.nothing-new-declared",
    "incident.legal-hold-placed",
    "incident.legal-hold-release-proposed",
    "incident.legal-hold-released",
    "incident.retention-reviewed",
    "incident.disposal-decided",
    "incident.disposal-confirmed",
    "incident.keys-destroyed",
    "incident.entry-corrected",
    "incident.milestone-breach-explained",
    "incident.moved-to-restoring",
    "incident.escalated",
    "incident.monitoring-stood-down",
    "incident.review-started",
    "incident.closed",
    "incident.reopened",
    "incident.not-taken",
    "stakeholder.registered",
    "stakeholder.amended",
    "stakeholder.owner-assigned",
    "stakeholder.owner-changed",
    "stakeholder.contact-permission-set",
    "stakeholder.interest-registered",
    "stakeholder.interest-withdrawn",
    "stakeholder.marked-inactive",
    "stakeholder.reactivated",
    "stakeholder.erasure-requested",
    "stakeholder.erasure-decided",
    "stakeholder.subject-key-destroyed",
    "stakeholder.processing-restricted",
    "stakeholder.restriction-lifted",
    "stakeholder.retention-reviewed",
    "support-request.requested",
    "support-request.scored",
    "support-request.rescored",
    "support-request.band-overridden",
    "support-request.directed-as-priority",
    "support-request.accepted",
    "support-request.partly-accepted",
    "support-request.deferred",
    "support-request.declined",
    "support-request.withdrawn",
    "support-request.fulfilled",
    "support-request.rated",
    "officer.joined",
    "officer.contract-changed",
    "officer.skill-set",
    "officer.language-set",
    "officer.absence-recorded",
    "officer.absence-cancelled",
    "officer.plan-hours-set",
    "officer.allocated",
    "officer.allocation-changed",
    "officer.allocation-ended",
    "officer.time-spent",
    "officer.duty-assigned",
    "officer.duty-swap-declined",
    "officer.duty-swap-proposed",
    "officer.duty-swap-withdrawn",
    "officer.duty-swapped",
    "officer.duty-released",
    "officer.left",
    "feedback-round.opened",
    "feedback-round.tokens-issued",
    "feedback-round.token-redeemed",
    "feedback-round.response-received",
    "feedback-round.response-screened",
    "feedback-round.closed",
    "feedback-round.reported",
    "feedback-round.participants-told-result",
    "insight.recorded",
    "insight.validated",
    "insight.returned",
    "insight.sharing-set",
    "insight.shared",
    "insight.suggested",
    "insight.reused",
    "insight.suggestion-dismissed",
    "insight.superseded",
    "insight.retired",
    "briefing.compiled",
    "briefing.published",
    "briefing.read",
    "ruleset.published",
}
LEFT_OUT = {"FeedbackRound": ("Round",), "SupportRequest": ("Support", "Requester", "Request")}
DECISIONS = [kind for kinds in AGGREGATES.values() for kind in kinds]


def test_a_stored_name_is_never_changed_or_removed() -> None:
    assert Registry(*DECISIONS).topics == TOPICS


def test_a_stored_name_is_its_aggregate_and_the_name_of_the_event() -> None:
    for aggregate, kinds in AGGREGATES.items():
        assert [kind.TOPIC for kind in kinds] == [_topic(aggregate, kind) for kind in kinds]


def test_the_document_is_what_the_classes_say() -> None:
    assert DOCUMENT.read_text() == document(), "run: python -m domain.catalogue"


def test_every_verb_is_a_method_of_the_incident() -> None:
    methods = {verb: verb.replace("-", "_") for verb in BODIES if verb != "raise"}

    assert [verb for verb, method in methods.items() if not hasattr(Incident, method)] == []
    assert len(BODIES) == 43


def _topic(aggregate: str, kind: type[Decision]) -> str:
    name = kind.__name__
    begins = LEFT_OUT.get(aggregate, (aggregate,))
    own = name.removeprefix(next(filter(name.startswith, begins), ""))
    return f"{_hyphened(aggregate)}.{_hyphened(own)}"


def _hyphened(name: str) -> str:
    return re.sub(r"(?<=.)(?=[A-Z])", "-", name).lower()
