"""S2 as printed: four requests, their order, an override, five days of waiting, another score."""

import pytest

from domain.base import NotAllowed
from domain.priority import PRIORITY_V1, Band, Factor, Trigger
from domain.support_request import LineKind, explained, standing
from domain.vocabulary import IncidentType, Mode
from domain.working_time import working_days_after
from tests.domain.requesting import MONDAY, Team

VIGIL = "vigil tonight, only our team has the contacts"


@pytest.fixture
def team() -> Team:
    """SR-1 to SR-4 of domain rules §6, asked and scored on a Monday."""
    team = Team()
    team.incident("INC-1", 2, Mode.INDEPENDENT, IncidentType.DEATH_IN_CUSTODY)
    team.incident("INC-2", 6, Mode.DIRECTED, IncidentType.SERIOUS_INJURY)
    team.incident("INC-3", 0, Mode.INDEPENDENT)
    team.incident("INC-4", 4, Mode.UNDECIDED, IncidentType.PUBLIC_ORDER)
    hours_and_judged = {1: (24, "43333"), 2: (168, "21211"), 3: (72, "02102"), 4: (24, "14213")}
    for number, (hours, judged) in hours_and_judged.items():
        team.asks(f"SR-{number}", f"INC-{number}", hours)
        team.scores(f"SR-{number}", judged)
    return team


def standings(team: Team) -> list[tuple[int, Band, Band]]:
    found = [team.stands(f"SR-{number}") for number in range(1, 5)]
    return [(each.effective, each.band, each.effective_band) for each in found]


def test_scores_bands_triggers_and_queue(team: Team) -> None:
    assert standings(team) == [
        (83, Band.P1, Band.P1),
        (38, Band.P3, Band.P3),
        (40, Band.P3, Band.P3),
        (58, Band.P2, Band.P1),
    ]
    triggers = [team[f"SR-{number}"].triggers for number in range(1, 5)]
    assert triggers == [(Trigger.RECENT_DEATH,), (), (), (Trigger.TENSION_NOW,)]
    assert team.queue == ["SR-1", "SR-4", "SR-3", "SR-2"]


def test_what_is_computed_is_as_printed(team: Team) -> None:
    computed = (Factor.RELATIONSHIP, Factor.URGENCY, Factor.MODE)
    found = [team[f"SR-{number}"].scores[0].given.anchors for number in range(1, 5)]

    assert [[each[factor] for factor in computed] for each in found] == [
        [3, 4, 4],
        [1, 2, 3],
        [4, 3, 4],
        [2, 4, 2],
    ]


def test_a_lead_overrides_and_who_when_and_why_is_shown(team: Team) -> None:
    team.does("SR-2", "override-band", to="P2", reason=VIGIL)

    assert team.queue == ["SR-1", "SR-4", "SR-2", "SR-3"]
    stands = team.stands("SR-2")
    assert (stands.computed, stands.band, stands.effective_band) == (38, Band.P3, Band.P2)
    override = team["SR-2"].override
    assert override is not None
    assert (override.before, override.by, override.role, override.at, override.reason) == (
        Band.P3,
        "lea",
        "regional_lead",
        MONDAY,
        VIGIL,
    )


def test_an_officer_does_not_override_and_ten_characters_are_no_reason(team: Team) -> None:
    with pytest.raises(NotAllowed):
        team.does("SR-2", "override-band", role="se_officer", to="P2", reason=VIGIL)
    team.refused("SR-2", "override-band", "ReasonTooShort", to="P2", reason="ten chars.")

    assert team["SR-2"].override is None


def test_five_full_working_days_later(team: Team) -> None:
    team.now = working_days_after(MONDAY, 5)

    assert standings(team) == [
        (93, Band.P1, Band.P1),
        (48, Band.P3, Band.P3),
        (50, Band.P3, Band.P2),
        (68, Band.P2, Band.P1),
    ]
    assert team.queue == ["SR-1", "SR-4", "SR-3", "SR-2"]


@pytest.mark.parametrize("days", [0, 5])
def test_another_score_stands_beside_the_first(team: Team, days: int) -> None:
    team.now = working_days_after(MONDAY, days)
    team.scores("SR-3", "03102", why="Evidenced by a second, independent source")

    assert [each.given.score for each in team["SR-3"].scores] == [40, 45]
    assert team.stands("SR-3").computed == 45
    assert team.kinds("SR-3") == ["SupportRequested", "RequestScored", "RequestRescored"]


def test_how_far_the_next_band_is_is_said(team: Team) -> None:
    stands = team.stands("SR-2")

    assert stands.to_next_band == 12
    assert standing(stands) == "P3, 12 points below P2"
    assert standing(team.stands("SR-1")) == "P1, the first band"


def test_the_score_is_explained_line_by_line(team: Team) -> None:
    team.does("SR-4", "direct-as-priority", director="dana", reason="The minister has asked today")
    team.does("SR-4", "override-band", role="head_of_se", actor="hedi", to="P2", reason=VIGIL)
    team.now = working_days_after(MONDAY, 1)
    lines = explained(team["SR-4"], team.now, PRIORITY_V1, PRIORITY_V1)

    factors = [line for line in lines if line.kind is LineKind.FACTOR]
    assert [line.points for line in factors] == [5, 20, 8, 3, 6, 6, 8, 2]
    assert [line.factor for line in factors if line.computed] == ["R", "U", "M"]
    assert all(line.evidence for line in factors)
    assert factors[1].anchor_words == "Experienced now: disorder, protest or hate incidents"
    others = [line for line in lines if line.kind is not LineKind.FACTOR]
    whatever = "P1 whatever the score"
    assert [(line.words, line.by) for line in others] == [
        ("58 points under ruleset 1: P2", "lea"),
        (f"{factors[1].anchor_words}: {whatever}", ""),
        (f"A director gave this priority: {whatever}", "dana"),
        ("Waiting 1 full working day: 60 points in all", ""),
        ("Overridden from P1 to P2", "hedi"),
        ("P2, 10 points below P1", ""),
    ]
    assert [line.evidence for line in others[2::2]] == ["The minister has asked today", VIGIL]
