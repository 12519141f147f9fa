"""Asking for support and scoring it: what is required, what is computed, who may override."""

from datetime import timedelta
from typing import Any

import pytest

from domain.base import NotAllowed, Refusal
from domain.incident.decisions import IncidentClosed
from domain.priority import PRIORITY_V1, Band, Factor, Trigger
from domain.ruleset import RULESET_V1
from domain.support_request import (
    NATIONAL,
    RequestState,
    SupportRequest,
    explained,
    region_of,
    standing,
)
from domain.vocabulary import IncidentType, Mode
from domain.working_time import working_days_after
from tests.domain.requesting import MONDAY, REASON, SEEN, Team, anchors, evidence, staffed
from tests.domain.scenario import DAY, LONG_ENOUGH, signed


def asking(**incident: Any) -> Team:
    team = Team()
    team.incident("INC-1", **incident)
    return team


def anchor(team: Team, factor: Factor) -> tuple[int, str]:
    """What a factor of SR-1 is, and why."""
    scored = team["SR-1"].scores[-1].given
    return scored.anchors[factor], scored.evidence[factor]


def test_whoever_asks_is_the_requester_and_waits_for_a_score() -> None:
    team = asking()
    team.asks("SR-1", actor="ines")

    request = team["SR-1"]
    assert (request.requested.requester, request.state) == ("ines", RequestState.REQUESTED)
    assert request.priority(team.now, PRIORITY_V1) is None
    assert request.decide_by(PRIORITY_V1) is None
    assert not request.staffable


def test_a_request_says_what_and_when_and_for_which_open_response() -> None:
    team = asking()
    asked = {"needed_by": MONDAY - timedelta(hours=1), "asks": [], "context": " "}
    codes = ("AsksMissing", "ContextMissing", "NeededBeforeAsked", "IncidentUnknown")

    assert refusal(team, incident="INC-9", **asked) == sorted(codes)


def test_nothing_is_asked_for_a_closed_response() -> None:
    team = asking()
    by = signed(9, MONDAY, None, "head_of_se", "head")
    team.incidents["INC-1"].decide(IncidentClosed(summary=LONG_ENOUGH), by)

    assert refusal(team) == ["IncidentOver"]


def refusal(team: Team, **asked: Any) -> list[str]:
    with pytest.raises(Refusal) as refused:
        team.asks("SR-1", **asked)
    return sorted(reason.code for reason in refused.value.reasons)


def test_it_is_marked_as_its_incident_is_and_so_is_all_that_follows() -> None:
    team = asking(marking="OFFICIAL-SENSITIVE")
    team.asks("SR-1")
    team.scores("SR-1", "00000")

    assert {event.by.marking for event in team.log["SR-1"]} == {"OFFICIAL-SENSITIVE"}


def test_its_region_is_that_of_the_force() -> None:
    team = asking()
    team.incident("INC-2", pfa=None)
    forces = team._facts({}).forces

    assert region_of(team.incidents["INC-1"], forces) == "north-west"
    assert region_of(team.incidents["INC-2"], forces) == NATIONAL


def test_what_is_judged_needs_an_anchor_and_what_it_rests_on() -> None:
    team = asking()
    team.asks("SR-1")
    said = {"S": 2, "T": 0, "C": 1, "F": 0}

    reasons = team.refused(
        "SR-1",
        "score",
        "AnchorMissing",
        "EvidenceMissing",
        anchors=said,
        evidence={"S": "Seen by a doctor"},
    )
    assert [reason.field for reason in reasons] == ["evidence.C", "anchors.P"]


def test_what_is_computed_may_be_sent_and_has_to_be_right() -> None:
    team = asking(mode=Mode.DIRECTED)
    team.asks("SR-1")
    said = {**anchors("21211"), "R": 4, "U": 4, "M": 4}
    told: dict[str, Any] = {"anchors": said, "evidence": evidence(said)}

    (reason,) = team.refused("SR-1", "score", "FactorIsComputed", **told)
    assert reason.text == (
        "Mode of investigation is computed, and is 3:"
        " The mode of investigation is: directed. Leave it out."
    )
    said["M"] = 3
    team.refused("SR-1", "score", *["ScoreIsComputed"] * 2, **told, score=100, band="P1")
    team.does("SR-1", "score", **told, score=51, band="P2", triggers=[], ruleset=1)
    assert team.stands("SR-1").computed == 51


def test_the_relationship_gap_counts_who_was_reached_or_is_owned_and_not_forgotten() -> None:
    team = asking(contacts=5)
    first, second, third, *_ = sorted(team.register)
    team.reached = {first, second}
    team.register[second] = SEEN.model_copy(update={"erased_on": MONDAY.date()})
    team.register[third] = SEEN.model_copy(update={"owner": "OFC-A"})
    team.asks("SR-1")
    team.scores("SR-1", "00000")

    assert anchor(team, Factor.RELATIONSHIP) == (
        3,
        "2 of 5 people on the map were reached within 180 days, or have a relationship owner",
    )


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (None, 2),
        (Mode.NONE, 0),
        (Mode.LOCAL, 1),
        (Mode.SUPERVISED_LEGACY, 1),
        (Mode.UNDECIDED, 2),
        (Mode.DIRECTED, 3),
        (Mode.MANAGED_LEGACY, 3),
        (Mode.INDEPENDENT, 4),
    ],
)
def test_the_mode_is_the_incidents(mode: Mode | None, expected: int) -> None:
    team = asking(mode=mode)
    team.asks("SR-1")
    team.scores("SR-1", "00000")

    assert anchor(team, Factor.MODE)[0] == expected


def test_urgency_is_how_soon_after_asking_it_is_needed() -> None:
    team = asking()
    team.asks("SR-1", hours=72)
    team.now += 5 * DAY
    team.scores("SR-1", "00000")

    assert anchor(team, Factor.URGENCY) == (
        3,
        "Needed by 05 Mar 2026 10:00 UTC, 72 hours after it was asked",
    )


@pytest.mark.parametrize(("hours", "triggers"), [(72, ("a",)), (73, ())])
def test_a_death_in_custody_is_recent_for_72_hours(hours: int, triggers: tuple[str, ...]) -> None:
    team = asking(kind=IncidentType.DEATH_IN_CUSTODY)
    team.asks("SR-1")
    team.now += timedelta(hours=hours)
    team.scores("SR-1", "00000")

    assert team["SR-1"].triggers == triggers


def test_only_the_head_lowers_what_is_p1_whatever_its_score() -> None:
    team = asking()
    team.asks("SR-1")
    team.scores("SR-1", "04000")

    with pytest.raises(NotAllowed, match="LoweringNeedsHead"):
        team.does("SR-1", "override-band", to="P2", **REASON)
    team.does("SR-1", "override-band", role="head_of_se", actor="hedi", to="P2", **REASON)
    assert team.stands("SR-1").effective_band is Band.P2
    team.does("SR-1", "override-band", to="P1", **REASON)
    assert [each.band for each in team["SR-1"].overrides] == [Band.P2, Band.P1]


def test_an_override_is_to_another_band_and_of_a_score() -> None:
    team = asking()
    team.asks("SR-1")
    team.refused("SR-1", "override-band", "NotScored", to="P1", **REASON)
    team.scores("SR-1", "00000")

    team.refused("SR-1", "override-band", "BandUnchanged", to="P4", **REASON)


def test_an_override_holds_until_the_next_score() -> None:
    team = staffed()
    team.does("SR-1", "override-band", to="P4", **REASON)
    team.scores("SR-1", "24211", why="Windows are broken now, two sources")

    assert team["SR-1"].override is None
    assert team["SR-1"].overrides
    assert team.stands("SR-1").effective_band is Band.P1


def test_a_directors_word_makes_it_p1_before_and_after_a_score() -> None:
    team = asking()
    team.asks("SR-1")
    team.refused("SR-1", "direct-as-priority", "ReasonTooShort", director="dana", reason="Because.")
    with pytest.raises(NotAllowed, match="DecisionNeedsLead"):
        team.does("SR-1", "direct-as-priority", role="se_officer", director="dana", **REASON)
    team.does("SR-1", "direct-as-priority", director="dana", **REASON)
    team.scores("SR-1", "00000")

    assert team["SR-1"].scores[0].given.triggers == (Trigger.DIRECTED,)
    other = staffed()
    other.does("SR-1", "override-band", to="P4", **REASON)
    other.does("SR-1", "direct-as-priority", director="dana", **REASON)
    assert other.stands("SR-1").effective_band is Band.P1


def test_scoring_again_says_why() -> None:
    team = staffed()
    said = anchors("31211")

    team.refused("SR-1", "score", "ReasonTooShort", anchors=said, evidence=evidence(said))


def test_the_band_says_by_when_it_is_decided() -> None:
    team = staffed()
    assert team.stands("SR-1").effective_band is Band.P3
    assert team["SR-1"].decide_by(PRIORITY_V1) == MONDAY + timedelta(hours=24)

    team.does("SR-1", "override-band", to="P1", **REASON)
    assert team["SR-1"].decide_by(PRIORITY_V1) == MONDAY + timedelta(hours=2)


def test_the_rules_change_and_a_score_stays_as_it_was_given() -> None:
    team = staffed()
    before = team.stands("SR-1")
    heavier = PRIORITY_V1.model_copy(
        update={
            "weights": {**PRIORITY_V1.weights, Factor.SEVERITY: 10, Factor.TENSION: 0},
            "least": {Band.P1: 40, Band.P2: 30, Band.P3: 20, Band.P4: 0},
        }
    )
    after = team["SR-1"].priority(team.now, heavier)

    assert after is not None
    assert (after.computed, after.band) == (before.computed, before.band)
    team.ruleset = RULESET_V1.model_copy(update={"version": 2, "priority": heavier})
    team.scores("SR-1", "21211", why="Scored anew under the second ruleset")
    first, second = (each.given for each in team["SR-1"].scores)
    assert (first.ruleset, first.score, first.band) == (1, 45, Band.P3)
    assert (second.ruleset, second.score, second.band) == (2, 55, Band.P1)


def test_without_a_score_it_waits_behind_all_others() -> None:
    team = staffed()
    team.asks("SR-2", hours=1)

    assert team.queue == ["SR-1", "SR-2"]
    team.scores("SR-2", "44444")
    assert team.queue == ["SR-2", "SR-1"]


def test_ties_go_by_need_then_by_asking_then_by_number() -> None:
    team = asking()
    for ref, hours in (("SR-3", 30), ("SR-2", 30), ("SR-1", 40)):
        team.asks(ref, hours=hours)
        team.scores(ref, "22222")

    assert team.queue == ["SR-2", "SR-3", "SR-1"]


def test_it_replays_to_the_same() -> None:
    team = staffed()
    team.does("SR-1", "override-band", to="P2", **REASON)
    team.now = working_days_after(MONDAY, 3)
    again = SupportRequest.project(None, team.log["SR-1"])

    assert again is not None
    assert again.priority(team.now, PRIORITY_V1) == team.stands("SR-1")


def test_where_it_stands_is_said_also_where_it_was_set_lower() -> None:
    team = staffed()
    assert standing(team.stands("SR-1")) == "P3, 5 points below P2"
    team.does("SR-1", "override-band", to="P4", **REASON)
    assert standing(team.stands("SR-1")) == "P4, with points enough for P3"

    team.asks("SR-2")
    assert explained(team["SR-2"], team.now, PRIORITY_V1, PRIORITY_V1) == ()
