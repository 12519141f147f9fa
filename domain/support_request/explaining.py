"""Why a request stands where it stands, line by line, for whoever has to defend it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from domain.base import Value
from domain.priority import COMPUTED, Band, Factor, Priority, PriorityRules, Trigger
from domain.support_request.record import Record
from domain.support_request.words import ANCHORS, FACTORS, TRIGGERS
from domain.working_time import full_working_days


class LineKind(StrEnum):
    FACTOR = "factor"
    SCORE = "score"
    TRIGGER = "trigger"
    UPLIFT = "uplift"
    OVERRIDE = "override"
    STANDING = "standing"


class Line(Value):
    """One line. `computed` says of a factor that nobody judged it; `by` and `at` who and when."""

    kind: LineKind
    words: str
    factor: Factor | None = None
    anchor: int | None = None
    anchor_words: str = ""
    weight: int | None = None
    points: int | None = None
    evidence: str = ""
    computed: bool = False
    trigger: Trigger | None = None
    band: Band | None = None
    by: str = ""
    at: datetime | None = None


def explained(
    request: Record, now: datetime, rules: PriorityRules, quoted: PriorityRules
) -> Sequence[Line]:
    """Factors, score, triggers, uplift, override, and where it stands; empty before a score.

    `rules` are in force now, and say where it stands; `quoted` are those of the version that its
    score quotes, so that the points add up to it.
    """
    stands = request.priority(now, rules)
    if stands is None:
        return ()
    return (
        *_factors(request, quoted),
        _score(request, stands),
        *_triggers(request),
        _uplift(request, stands, now),
        *_override(request),
        Line(kind=LineKind.STANDING, words=standing(stands), band=stands.effective_band),
    )


def standing(stands: Priority) -> str:
    """P2, 2 points below P1."""
    band, missing = stands.effective_band, stands.to_next_band
    if missing is None:
        return f"{band}, the first band"
    better = list(Band)[list(Band).index(band) - 1]
    if not missing:
        return f"{band}, with points enough for {better}"
    return f"{band}, {missing} point{'s' * (missing != 1)} below {better}"


def _factors(request: Record, rules: PriorityRules) -> Iterator[Line]:
    scored = request.scores[-1]
    for factor, anchor in scored.given.anchors.items():
        yield Line(
            kind=LineKind.FACTOR,
            words=FACTORS[factor],
            factor=factor,
            anchor=anchor,
            anchor_words=ANCHORS[factor][anchor],
            weight=rules.weights[factor],
            points=rules.weights[factor] * anchor,
            evidence=scored.given.evidence.get(factor, ""),
            computed=factor in COMPUTED,
        )


def _score(request: Record, stands: Priority) -> Line:
    last = request.scores[-1]
    return Line(
        kind=LineKind.SCORE,
        words=f"{stands.computed} points under ruleset {last.given.ruleset}: {stands.band}",
        points=stands.computed,
        band=stands.band,
        evidence=getattr(last.given, "why", ""),
        by=last.by,
        at=last.at,
    )


def _triggers(request: Record) -> Iterator[Line]:
    for trigger in request.triggers:
        said = request.direction if trigger is Trigger.DIRECTED else None
        yield Line(
            kind=LineKind.TRIGGER,
            words=f"{TRIGGERS[trigger]}: {Band.P1} whatever the score",
            trigger=trigger,
            band=Band.P1,
            evidence=said.reason if said else "",
            by=said.director if said else "",
            at=said.at if said else None,
        )


def _uplift(request: Record, stands: Priority, now: datetime) -> Line:
    days = full_working_days(request.requested_at, now)
    waited = f"{days} full working day{'s' * (days != 1)}"
    return Line(
        kind=LineKind.UPLIFT,
        words=f"Waiting {waited}: {stands.effective} points in all",
        points=stands.uplift,
    )


def _override(request: Record) -> Iterator[Line]:
    override = request.override
    if override is not None:
        yield Line(
            kind=LineKind.OVERRIDE,
            words=f"Overridden from {override.before} to {override.band}",
            band=override.band,
            evidence=override.reason,
            by=override.by,
            at=override.at,
        )
