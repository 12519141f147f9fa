"""Domain rules §6 and S2: scores, bands, triggers, waiting, and the order of the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.priority import (
    PRIORITY_V1,
    Anchors,
    Band,
    Factor,
    Trigger,
    lifted,
    priority_of,
    relationship_gap,
    score_of,
    urgency,
)
from domain.working_time import full_working_days, working_days_after

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def anchored(said: str) -> Anchors:
    """`21211123` as §6 prints them: S T C F R P U M."""
    return dict(zip(Factor, map(int, said), strict=True))


SR1, SR2, SR3, SR4 = map(anchored, ("43333344", "21211123", "02104234", "14212342"))
TRIGGERS = {1: (Trigger.RECENT_DEATH,), 4: (Trigger.TENSION_NOW,)}


def standing(
    number: int, anchors: Anchors, days: int = 0, override: Band | None = None
) -> tuple[int, Band, Band]:
    now = working_days_after(MONDAY, days)
    found = priority_of(anchors, TRIGGERS.get(number, ()), override, MONDAY, now, PRIORITY_V1)
    return found.effective, found.band, found.effective_band


def test_s2_scores_and_bands_as_printed() -> None:
    assert [score_of(each, PRIORITY_V1) for each in (SR1, SR2, SR3, SR4)] == [83, 38, 40, 58]
    assert standing(1, SR1) == (83, Band.P1, Band.P1)
    assert standing(2, SR2) == (38, Band.P3, Band.P3)
    assert standing(3, SR3) == (40, Band.P3, Band.P3)
    assert standing(4, SR4) == (58, Band.P2, Band.P1)


def test_s2_after_five_full_working_days() -> None:
    waited = [standing(n, each, days=5) for n, each in enumerate((SR1, SR2, SR3, SR4), 1)]

    assert waited == [
        (93, Band.P1, Band.P1),
        (48, Band.P3, Band.P3),
        (50, Band.P3, Band.P2),
        (68, Band.P2, Band.P1),
    ]


def test_s2_an_override_decides_and_the_score_stays() -> None:
    assert standing(2, SR2, override=Band.P2) == (38, Band.P3, Band.P2)


def test_s2_how_far_the_next_band_is_and_what_drives_the_score() -> None:
    found = priority_of(SR2, (), None, MONDAY, MONDAY, PRIORITY_V1)

    assert found.to_next_band == 12
    assert found.drivers == (Factor.SEVERITY, Factor.CONFIDENCE, Factor.TENSION)


@pytest.mark.parametrize(
    ("contacts", "anchor"),
    [(0, 4), (1, 3), (2, 3), (3, 2), (4, 2), (5, 1), (7, 1), (8, 0), (90, 0)],
)
def test_the_relationship_gap_is_counted(contacts: int, anchor: int) -> None:
    assert relationship_gap(contacts, PRIORITY_V1) == anchor


@pytest.mark.parametrize(
    ("hours", "anchor"),
    [(-5, 4), (24, 4), (25, 3), (72, 3), (73, 2), (168, 2), (169, 1), (336, 1), (337, 0)],
)
def test_urgency_is_the_time_that_is_left(hours: int, anchor: int) -> None:
    assert urgency(MONDAY, MONDAY + timedelta(hours=hours), PRIORITY_V1) == anchor


@given(st.tuples(*[st.integers(0, 4)] * 8), st.sampled_from(list(Factor)))
def test_a_higher_anchor_never_lowers_the_band(given_: tuple[int, ...], factor: Factor) -> None:
    anchors = dict(zip(Factor, given_, strict=True))
    higher = {**anchors, factor: min(anchors[factor] + 1, 4)}

    before, after = (
        priority_of(each, (), None, MONDAY, MONDAY, PRIORITY_V1) for each in (anchors, higher)
    )
    assert (after.band, after.effective_band) <= (before.band, before.effective_band)


@given(st.integers(0, 69), st.integers(0, 10))
def test_waiting_never_enters_p1_and_lifts_one_band_at_most(score: int, uplift: int) -> None:
    bands = list(Band)
    before, after = lifted(score, 0, PRIORITY_V1), lifted(score, uplift, PRIORITY_V1)

    assert after is not Band.P1
    assert 0 <= bands.index(before) - bands.index(after) <= 1


@given(
    st.timedeltas(timedelta(), timedelta(days=730)),
    st.integers(0, 400),
    st.floats(0, 0.99),
)
def test_full_working_days_undo_adding_them(later: timedelta, days: int, part: float) -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC) + later
    until = working_days_after(since, days)

    assert full_working_days(since, until) == days
    assert full_working_days(since, until + timedelta(days=part)) == days
