"""One request for support as lists tell of it; where it stands is told by whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Column, Integer, Text

from domain.priority import Band, Factor, Priority, PriorityRules, Trigger, priority_of
from domain.support_request import RequestState, SupportRequest
from domain.support_request.decisions import RequestDeferred, RequestFulfilled
from domain.vocabulary import Level
from projections.columns import Moment, coded

LISTS = ("asks", "languages", "skills", "officers", "triggers", "groups")
UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. `state` says what the latest decision was, `until` how long it is deferred.

    `officers` are all whom an acceptance ever named; `spent` is told once it is fulfilled.
    """

    ref: str
    version: int
    incident: str
    requester: str
    marking: str
    requested_at: datetime
    needed_by: datetime
    asks: tuple[str, ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    est_minutes: int | None
    state: RequestState
    ruleset: int | None
    anchors: Mapping[Factor, int]
    score: int | None
    band: Band | None
    scored_at: datetime | None
    triggers: tuple[Trigger, ...]
    override: Band | None
    decided_at: datetime | None
    until: datetime | None
    officers: tuple[str, ...]
    spent: int | None
    pfa: str | None
    level: Level | None
    groups: tuple[str, ...]

    def priority(self, now: datetime, rules: PriorityRules) -> Priority | None:
        """Where it stands; None before a score. Score and band stay as they were recorded."""
        if self.score is None or self.band is None:
            return None
        return priority_of(
            self.anchors,
            self.triggers,
            self.override,
            self.requested_at,
            now,
            rules,
            scored=(self.score, self.band),
        )

    def queue_key(self, stands: Priority | None) -> tuple[object, ...]:
        """The order of domain rules §6: band, points, needed by, asked, reference."""
        band, points = (stands.effective_band, -stands.effective) if stands else (UNSCORED, 0)
        return (band, points, self.needed_by, self.requested_at, self.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A request in the queue: its place, and why it has it."""

    position: int
    row: Asked
    priority: Priority | None
    rules: PriorityRules

    @property
    def decide_by(self) -> datetime | None:
        """When its band asks for a decision; None before a score."""
        if self.priority is None:
            return None
        hours = self.rules.decision_hours[self.priority.effective_band]
        return self.row.requested_at + timedelta(hours=hours)

    def told(self) -> dict[str, Any]:
        names = tuple(Priority.model_fields)
        stands = {name: getattr(self.priority, name, None) for name in names}
        return {
            "position": self.position,
            "ref": self.row.ref,
            "incident": self.row.incident,
            "state": self.row.state,
            "requested_at": self.row.requested_at,
            "needed_by": self.row.needed_by,
            "requester": self.row.requester,
            "asks": self.row.asks,
            "est_minutes": self.row.est_minutes,
            **stands,
            "decide_by": self.decide_by,
        }


def columns() -> tuple[Column[Any], ...]:
    """In the order of a row; lists are JSON."""
    return (
        Column("ref", Text, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("incident", Text, nullable=False),
        Column("requester", Text, nullable=False),
        Column("marking", Text, nullable=False),
        Column("requested_at", Moment, nullable=False),
        Column("needed_by", Moment, nullable=False),
        Column("asks", Text, nullable=False),
        Column("languages", Text, nullable=False),
        Column("skills", Text, nullable=False),
        Column("est_minutes", Integer),
        Column("state", coded(RequestState), nullable=False),
        Column("ruleset", Integer),
        Column("anchors", Text, nullable=False),
        Column("score", Integer),
        Column("band", coded(Band)),
        Column("scored_at", Moment),
        Column("triggers", Text, nullable=False),
        Column("override", coded(Band)),
        Column("decided_at", Moment),
        Column("until", Moment),
        Column("officers", Text, nullable=False),
        Column("spent", Integer),
    )


def line_of(request: SupportRequest) -> dict[str, Any]:
    """The columns of a request."""
    asked_for = request.requested
    return {
        "ref": request.ref,
        "version": request.version,
        "incident": asked_for.incident,
        "requester": asked_for.requester,
        "marking": request.marking,
        "requested_at": request.requested_at,
        "needed_by": asked_for.needed_by,
        "asks": _json(asked_for.asks),
        "languages": _json(asked_for.languages),
        "skills": _json(asked_for.skills),
        "est_minutes": asked_for.est,
        "state": request.state,
        "triggers": _json(request.triggers),
        "override": request.override.band if request.override else None,
        "officers": _json(request.officers),
        **_score(request),
        **_decision(request),
    }


def asked(row: Any) -> Asked:
    kept = row._asdict()
    lists = {name: tuple(orjson.loads(kept[name])) for name in LISTS}
    anchors = {Factor(factor): anchor for factor, anchor in orjson.loads(kept["anchors"]).items()}
    triggers = tuple(Trigger(one) for one in lists["triggers"])
    return Asked(**{**kept, **lists, "anchors": anchors, "triggers": triggers})


def _score(request: SupportRequest) -> dict[str, Any]:
    scored = request.scored
    return {
        "ruleset": scored.ruleset if scored else None,
        "anchors": _json(scored.anchors if scored else {}),
        "score": scored.score if scored else None,
        "band": scored.band if scored else None,
        "scored_at": request.scores[-1].at if request.scores else None,
    }


def _decision(request: SupportRequest) -> dict[str, Any]:
    """The latest decision; a deferral counts as long as nothing came after it."""
    decided = request.decided
    decision = decided.decision if decided else None
    deferred = request.state == RequestState.DEFERRED
    return {
        "decided_at": decided.recorded_at if decided else None,
        "until": decision.until if deferred and isinstance(decision, RequestDeferred) else None,
        "spent": decision.spent if isinstance(decision, RequestFulfilled) else None,
    }


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
