"""A row of the lessons: what a list or a page of one tells without reading its stream."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Column, Integer, Row, Text

from domain.insight import Audience, Confidence, Insight, InsightState, Kind, Phase
from domain.sealing import is_erased
from domain.vocabulary import IncidentType
from projections.columns import Moment, coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One insight. `audience` is how far it may go, None where nobody has said."""

    ref: str
    statement: str
    kind: Kind
    state: InsightState
    phase: Phase
    confidence: Confidence
    themes: tuple[str, ...]
    communities: tuple[str, ...]
    incident: str | None
    incident_type: IncidentType
    pfa: str | None
    region: str | None
    marking: str
    author: str
    audience: Audience | None
    recorded_at: datetime
    validated_at: datetime | None
    shared_at: datetime | None
    suggested: int
    reused: int
    dismissed: int


def number_of(ref: str) -> int:
    """INS-0012 is 12: the number under which its words are kept."""
    return int(ref.rpartition("-")[2])


def columns() -> list[Column[Any]]:
    return [
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("ref", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("statement", Text, nullable=False),
        Column("detail", Text, nullable=False),
        Column("kind", coded(Kind), nullable=False),
        Column("state", coded(InsightState), nullable=False),
        Column("phase", coded(Phase), nullable=False),
        Column("confidence", coded(Confidence), nullable=False),
        Column("themes", Text, nullable=False),
        Column("communities", Text, nullable=False),
        Column("theme_count", Integer, nullable=False),
        Column("community_count", Integer, nullable=False),
        Column("incident", Text),
        Column("incident_type", coded(IncidentType), nullable=False),
        Column("pfa", Text),
        Column("region", Text),
        Column("marking", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("audience", coded(Audience)),
        Column("recorded_at", Moment, nullable=False),
        Column("validated_at", Moment),
        Column("shared_at", Moment),
        Column("suggested", Integer, nullable=False),
        Column("reused", Integer, nullable=False),
        Column("dismissed", Integer, nullable=False),
    ]


def row_of(insight: Insight) -> dict[str, Any]:
    told, offers = insight.recorded, insight.offers.values()
    return {
        "number": number_of(insight.ref),
        "ref": insight.ref,
        "version": insight.version,
        "statement": readable(told.statement),
        "detail": readable(told.detail),
        "kind": told.kind,
        "state": insight.state,
        "phase": told.phase,
        "confidence": told.confidence,
        "themes": _kept(told.themes),
        "communities": _kept(told.communities),
        "theme_count": len(set(told.themes)),
        "community_count": len(set(told.communities)),
        "incident": told.incident,
        "incident_type": told.incident_type,
        "pfa": told.pfa,
        "region": told.region,
        "marking": insight.marking,
        "author": insight.author,
        "audience": insight.sharing.audience if insight.sharing else None,
        "recorded_at": insight.recorded_at,
        "validated_at": insight.validated_at,
        "shared_at": insight.shared_at,
        "suggested": sum(one.suggested_at is not None for one in offers),
        "reused": sum(bool(one.reused) for one in offers),
        "dismissed": sum(one.dismissed is not None for one in offers),
    }


def readable(text: str | None) -> str:
    """The text, or nothing where its key is destroyed."""
    return "" if text is None or is_erased(text) else text


def learned(row: Row[Any]) -> Learned:
    told: dict[str, Any] = {name: row._mapping[name] for name in Learned.__slots__}
    lists = {name: tuple(orjson.loads(told[name])) for name in ("themes", "communities")}
    return Learned(**{**told, **lists})


def _kept(tags: Collection[str]) -> str:
    return orjson.dumps(sorted(set(filter(readable, tags)))).decode()
