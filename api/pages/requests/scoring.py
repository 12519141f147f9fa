"""The page of a score: what is judged, what is computed and why, and what the record says."""

from collections.abc import Callable
from typing import Any

from fastapi.responses import Response

from api import words
from api.forms.form import Filled, Form
from api.forms.requests_scoring import JUDGED, anchor_name, as_answers, evidence_name, score_form
from api.pages.wording import count, said
from api.request_reading import RequestReading
from api.wiring import System
from domain.incident import Incident
from domain.priority import COMPUTED, Factor
from domain.support_request import ANCHORS, FACTORS, RequestFacts
from domain.support_request.computing import computed
from services.staffing import Alongside, Staff
from services.verbs import Registered


def score_form_of(reading: RequestReading) -> Form:
    return score_form(again=bool(reading.request.scores))


def last_score(reading: RequestReading) -> dict[str, Any]:
    """The score before this one as the form's answers; nothing before the first."""
    scored = reading.request.scored
    return as_answers(scored.anchors, scored.evidence) if scored else {}


def scoring_page(
    system: System,
    reading: RequestReading,
    filled: Filled,
    show: Callable[..., Response],
) -> Response:
    asked = {field.name: field for field in filled.form.fields}
    rules = system.ruleset.priority
    return show(
        filled,
        template="requests/score.html",
        judged=[
            (
                FACTORS[each],
                rules.weights[each],
                asked[anchor_name(each)],
                asked[evidence_name(each)],
            )
            for each in JUDGED
        ],
        why_again=asked.get("why"),
        computed=computed_lines(system, reading),
        record=record_of(reading),
        version=system.ruleset.version,
    )


def computed_lines(system: System, reading: RequestReading) -> list[dict[str, Any]]:
    """R, U and M as they would be recorded now, each with its reason."""
    now = system.clock()
    staff = Staff(
        store=system.store,
        alongside=Alongside(system.store.load),
        forces=system.forces,
        ruleset=system.ruleset,
        now=now,
        known=lambda incident: True,
        touching=system.views.in_touch,
    )
    facts = RequestFacts(
        register=Registered(system.store.load),
        ruleset=system.ruleset,
        forces=system.forces,
        reached_since=staff.reached_since,
    )
    request, rules = reading.request, system.ruleset.priority
    incident = system.store.load(Incident, reading.incident.ref)
    found = computed(request.requested, request.requested_at, incident, now, facts)
    return [
        {
            "name": FACTORS[factor],
            "anchor": found[factor].anchor,
            "words": ANCHORS[factor][found[factor].anchor],
            "because": found[factor].because,
            "points": rules.weights[factor] * found[factor].anchor,
            "weight": rules.weights[factor],
        }
        for factor in Factor
        if factor in COMPUTED
    ]


def record_of(reading: RequestReading) -> list[tuple[str, str]]:
    """What the incident's record says that bears on the judgement."""
    response = reading.incident.response
    communities = ", ".join(one.name for one in response.communities.values())
    point = "confirmed" if response.spoc_confirmed_at else "not confirmed"
    family = said(response.bereaved, words.YES_NO_UNKNOWN)
    return [
        ("Incident", said(response.incident_type, words.INCIDENT_TYPES)),
        ("Family bereaved", f"{family}; point of contact {point}"),
        ("Communities mapped", communities or "None yet"),
        ("Open questions", count(len(_open(reading, "question")), "question")),
        ("Promises to keep", count(len(_open(reading, "commitment")), "promise")),
    ]


def _open(reading: RequestReading, kind: str) -> list[Any]:
    return [item for item in reading.incident.open_work if item.kind == kind]
