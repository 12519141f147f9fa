"""Whose request for support comes first, and why: domain rules §6, as plain functions."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from pydantic import Field

from domain.base import Value
from domain.working_time import full_working_days


class Factor(StrEnum):
    """What is scored from 0 to 4; R, U and M are computed from the record."""

    SEVERITY = "S"
    TENSION = "T"
    CONFIDENCE = "C"
    FAMILY = "F"
    RELATIONSHIP = "R"
    PROFILE = "P"
    URGENCY = "U"
    MODE = "M"


class Band(StrEnum):
    """P1 comes first."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Trigger(StrEnum):
    """What makes a request P1 whatever its score."""

    RECENT_DEATH = "a"
    TENSION_NOW = "b"
    DIRECTED = "c"


Anchor: TypeAlias = Annotated[int, Field(ge=0, le=4)]
Anchors: TypeAlias = Mapping[Factor, Anchor]
HIGHEST: Final = 4
DRIVERS: Final = 3
COMPUTED: Final = frozenset({Factor.RELATIONSHIP, Factor.URGENCY, Factor.MODE})


class PriorityRules(Value):
    """The weights and limits of one ruleset (domain rules §6; no source prints them)."""

    weights: Mapping[Factor, int]
    least: Mapping[Band, int]
    uplift_a_day: int
    most_uplift: int
    decision_hours: Mapping[Band, int]
    recent_death_hours: int
    active_contacts: tuple[tuple[int, Anchor], ...]
    urgency_hours: tuple[tuple[int, Anchor], ...]


PRIORITY_V1: Final = PriorityRules(
    weights={
        Factor.SEVERITY: 5,
        Factor.TENSION: 5,
        Factor.CONFIDENCE: 4,
        Factor.FAMILY: 3,
        Factor.RELATIONSHIP: 3,
        Factor.PROFILE: 2,
        Factor.URGENCY: 2,
        Factor.MODE: 1,
    },
    least={Band.P1: 70, Band.P2: 50, Band.P3: 30, Band.P4: 0},
    uplift_a_day=2,
    most_uplift=10,
    decision_hours={Band.P1: 2, Band.P2: 8, Band.P3: 24, Band.P4: 72},
    recent_death_hours=72,
    active_contacts=((8, 0), (5, 1), (3, 2), (1, 3), (0, 4)),
    urgency_hours=((24, 4), (72, 3), (168, 2), (336, 1)),
)


class Priority(Value):
    """Where a request stands. `to_next_band` is in points, None for P1; drivers strongest first."""

    computed: int
    uplift: int
    effective: int
    band: Band
    effective_band: Band
    triggers: tuple[Trigger, ...]
    override: Band | None
    drivers: tuple[Factor, ...]
    to_next_band: int | None


def score_of(anchors: Anchors, rules: PriorityRules) -> int:
    """0 to 100: the sum of weight times anchor (domain rules §6)."""
    return sum(rules.weights[factor] * anchor for factor, anchor in anchors.items())


def band_of(score: int, rules: PriorityRules) -> Band:
    return next(band for band in Band if score >= rules.least[band])


def drivers_of(anchors: Anchors, rules: PriorityRules) -> tuple[Factor, ...]:
    """The factors that add most to the score, at most three, the first named first in a tie."""
    points = {factor: rules.weights[factor] * anchors.get(factor, 0) for factor in Factor}
    strongest = sorted(Factor, key=lambda factor: -points[factor])[:DRIVERS]
    return tuple(factor for factor in strongest if points[factor])


def uplift_of(requested_at: datetime, now: datetime, rules: PriorityRules) -> int:
    """Points for waiting: so many a full working day, up to a limit (domain rules §6)."""
    return min(full_working_days(requested_at, now) * rules.uplift_a_day, rules.most_uplift)


def lifted(computed: int, uplift: int, rules: PriorityRules) -> Band:
    """The band after waiting: at most one better, and never into P1, which is for emergencies."""
    return _lifted_from(band_of(computed, rules), computed, uplift, rules)


def relationship_gap(active_contacts: int, rules: PriorityRules) -> Anchor:
    """R: the fewer active contacts in the affected communities, the higher (domain rules §6)."""
    return next(anchor for least, anchor in rules.active_contacts if active_contacts >= least)


def urgency(now: datetime, needed_by: datetime, rules: PriorityRules) -> Anchor:
    """U: the sooner it is needed, the higher; 0 where there are more than 14 days."""
    left = needed_by - now
    for hours, anchor in rules.urgency_hours:
        if left <= timedelta(hours=hours):
            return anchor
    return 0


def priority_of(
    anchors: Anchors,
    triggers: Collection[Trigger],
    override: Band | None,
    requested_at: datetime,
    now: datetime,
    rules: PriorityRules,
    *,
    scored: tuple[int, Band] | None = None,
) -> Priority:
    """Where a scored request stands now: by override, else by trigger, else by score and wait.

    `scored` is the score and band as recorded, where the rules may have changed since.
    """
    computed, band = scored or _score_and_band(anchors, rules)
    uplift = uplift_of(requested_at, now, rules)
    by_score = _lifted_from(band, computed, uplift, rules)
    effective_band = override or (Band.P1 if triggers else by_score)
    return Priority(
        computed=computed,
        uplift=uplift,
        effective=computed + uplift,
        band=band,
        effective_band=effective_band,
        triggers=tuple(sorted(triggers)),
        override=override,
        drivers=drivers_of(anchors, rules),
        to_next_band=_missing(computed + uplift, effective_band, rules),
    )


def _score_and_band(anchors: Anchors, rules: PriorityRules) -> tuple[int, Band]:
    score = score_of(anchors, rules)
    return score, band_of(score, rules)


def _lifted_from(before: Band, computed: int, uplift: int, rules: PriorityRules) -> Band:
    if band_of(computed + uplift, rules) is band_of(computed, rules):
        return before
    better = _better(before)
    return before if better is Band.P1 else better


def _better(band: Band) -> Band:
    bands = list(Band)
    return bands[max(bands.index(band) - 1, 0)]


def _missing(score: int, band: Band, rules: PriorityRules) -> int | None:
    """How many points the next better band is away."""
    return None if band is Band.P1 else max(rules.least[_better(band)] - score, 0)
