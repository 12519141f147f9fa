"""What follows from the table: which incidents, entries and people somebody may know of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from api.access import (
    Permission,
    figures_sight_of,
    knowledge_of,
    reads_all_of_register,
    reads_restricted,
    sees,
    sight_of,
    without_family,
)
from api.standings import Parts
from domain.base import Decision, Provenance, Recorded
from domain.incident import Incident
from domain.incident import decisions as d
from domain.stakeholder import Stakeholder
from projections.sight import Sight
from tests.api.printed import (
    ANALYST,
    AUDITOR,
    DUTY,
    EVERY_ROLE,
    HEAD,
    IG,
    INSIGHT,
    INVESTIGATOR,
    LEAD,
    REVIEWER,
    SE,
    TEAM,
    person,
)
from tests.domain.scenario import RAISED, REF


def entry(decision: Decision, version: int, marking: str, actor: str = "OFC-09") -> Recorded[Any]:
    now, command = datetime(2026, 3, 2, 9, version, tzinfo=UTC), uuid4()
    by = Provenance(
        actor=actor,
        role=DUTY,
        command_id=command,
        correlation_id=command,
        occurred_at=now,
        recorded_at=now,
        marking=marking,
    )
    event_id = by.event_id(REF, version)
    return Recorded(ref=REF, version=version, event_id=event_id, decision=decision, by=by)


def incident(marking: str, *more: tuple[Decision, str, str]) -> Incident:
    history = [entry(RAISED, 1, marking, actor="OFC-09")]
    history += [entry(one, version, how, who) for version, (one, how, who) in enumerate(more, 2)]
    folded = Incident.project(None, history)
    assert folded is not None
    return folded


LED = (d.LeadAssigned(officer="OFC-01"), "OFFICIAL", "OFC-09")
LINKED = (d.InvestigationLinked(ref="1", lead_investigator="OFC-01"), "OFFICIAL", "OFC-09")
LINKED_ELSEWHERE = (
    d.InvestigationLinked(ref="1", lead_investigator="INV-9"),
    "OFFICIAL",
    "OFC-09",
)
ON_DUTY = (d.DutyHandedOver(giver="OFC-09", to="OFC-01", note="x"), "OFFICIAL", "OFC-09")


REFS = ("pat", "OFC-01")
SIGHTS: dict[str, Sight] = {
    DUTY: Sight(own=REFS, sensitive=False, restricted=False),
    SE: Sight(own=REFS, sensitive=False, restricted=False),
    LEAD: Sight(own=REFS, restricted=False),
    HEAD: Sight(own=REFS, restricted=False),
    INVESTIGATOR: Sight(investigates=REFS, official=False, sensitive=False, restricted=False),
    INSIGHT: Sight(sensitive=False, restricted=False),
    REVIEWER: Sight(sensitive=False, restricted=False),
    ANALYST: Sight(official=False, sensitive=False, restricted=False),
    IG: Sight(),
    AUDITOR: Sight(official=False, sensitive=False, restricted=False),
}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_which_incidents_a_role_may_know_of(role: str) -> None:
    assert sight_of(person(role)) == SIGHTS[role]
    assert reads_restricted(person(role)) == (role == IG)


def test_somebody_without_a_place_on_the_rota_has_one_reference() -> None:
    assert sight_of(person(DUTY, officer=None)).own == ("pat",)
    assert sight_of(person(INVESTIGATOR, officer=None)).investigates == ("pat",)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_what_may_be_taken_out_is_their_own_or_what_they_read(role: str) -> None:
    taken = sight_of(person(role), Permission.EXPORT)
    if role in (DUTY, SE):
        assert taken == Sight(own=REFS, official=False, sensitive=False, restricted=False)
    else:
        assert taken == SIGHTS[role]


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_which_incidents_count_in_the_figures(role: str) -> None:
    counted, seen = figures_sight_of(person(role)), SIGHTS[role]

    assert counted.official == (seen.official or role == ANALYST)
    assert counted.sensitive == seen.sensitive
    assert (counted.own, counted.restricted) == (seen.own, seen.restricted)


def test_who_reads_the_whole_register() -> None:
    whole = {role for role in EVERY_ROLE if reads_all_of_register(person(role))}

    assert whole == TEAM | {INSIGHT, IG}


OWN: dict[str, Callable[[], Incident]] = {
    "raised": lambda: incident("OFFICIAL-SENSITIVE"),
    "led": lambda: incident("OFFICIAL-SENSITIVE", LED, LINKED_ELSEWHERE),
    "on duty": lambda: incident("OFFICIAL-SENSITIVE", ON_DUTY, LINKED_ELSEWHERE),
    "investigated": lambda: incident("OFFICIAL-SENSITIVE", LINKED),
    "elsewhere": lambda: incident("OFFICIAL-SENSITIVE", LINKED_ELSEWHERE),
    "nobody's yet": lambda: incident("OFFICIAL-SENSITIVE"),
}


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("tie", list(OWN))
def test_a_sensitive_incident_is_known_to_those_it_is_given_to(tie: str, role: str) -> None:
    who = person(role, officer="OFC-09" if tie == "raised" else "OFC-01")
    expected = role in {LEAD, HEAD, IG}
    if role in {DUTY, SE}:
        expected = tie in {"raised", "led", "on duty"}
    if role == INVESTIGATOR:
        expected = tie in {"raised", "investigated", "nobody's yet"}

    assert knowledge_of(who)(OWN[tie]()) is expected


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_an_official_incident_is_known_to_whoever_reads_incidents(role: str) -> None:
    elsewhere = incident("OFFICIAL", LINKED_ELSEWHERE)
    expected = role not in {INVESTIGATOR, ANALYST, AUDITOR}

    assert knowledge_of(person(role))(elsewhere) is expected


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_other_records_are_not_marked(role: str) -> None:
    knowledge = knowledge_of(person(role))

    assert knowledge(Stakeholder("STK-0001")) is True
    assert knowledge.withheld(Stakeholder("STK-0001")) == []


PROMISE = d.CommitmentMade(
    commitment="P1",
    to="C1",
    text="Ring.",
    due_at=datetime(2026, 4, 1, tzinfo=UTC),
    owner="OFC-09",
    promised_by="OFC-09",
)


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("tie", ["wrote it", "leads it", "neither"])
def test_a_sensitive_entry_is_read_by_its_author_its_incidents_own_and_who_reads_all(
    tie: str, role: str
) -> None:
    author = "OFC-01" if tie == "wrote it" else "OFC-09"
    lead = [LED] if tie == "leads it" else []
    one = incident(
        "OFFICIAL", *lead, LINKED_ELSEWHERE, (PROMISE, "OFFICIAL-SENSITIVE", author),
        (PROMISE, "OFFICIAL", "OFC-09"),
    )  # fmt: skip
    who, promise = person(role), one.history[-2]
    expected = role in {LEAD, HEAD, IG} or (role in {DUTY, SE} and tie != "neither")

    assert sees(who, Parts.of(one), promise) is expected
    assert sees(who, Parts.of(one), one.history[-1])
    assert knowledge_of(who).withheld(one) == ([] if expected else [promise])


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_where_nothing_is_sensitive_nothing_is_withheld(role: str) -> None:
    assert knowledge_of(person(role)).withheld(incident("OFFICIAL", LED)) == []


SPOC: dict[str, Any] = {
    "spoc_role": "other",
    "confirmed_by": "INV-1",
    "family_ref": ["the family"],
    "language": "en",
}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_family_is_known_to_its_investigation_and_to_info_governance(role: str) -> None:
    confirmed = d.FamilySpocConfirmed.model_validate(SPOC)
    changed = d.FamilySpocChanged.model_validate({**SPOC, "reason": "She is on leave."})
    told = [without_family(person(role), entry(one, 2, "OFFICIAL")) for one in (confirmed, changed)]

    assert told == ([{}, {}] if role in {INVESTIGATOR, IG} else [{"family_ref": ()}] * 2)
    assert without_family(person(role), entry(PROMISE, 2, "OFFICIAL")) == {}
