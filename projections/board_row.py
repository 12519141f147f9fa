"""One line of the board: what a response comes down to, at whatever moment it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Column, Integer, Row, Text

from domain.incident import (
    Incident,
    Known,
    Milestone,
    deadlines,
    figures,
    milestones,
    outside_facts,
)
from domain.ruleset import Ruleset
from domain.vocabulary import Bereaved, Body, IncidentType, Level, Marking, Rating, State
from projections.columns import Moment
from projections.words import words

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
READ_MILESTONES: TypeAdapter[tuple[Milestone, ...]] = TypeAdapter(tuple[Milestone, ...])
OF_THE_MOMENT = {
    "longest_gap_recorded",
    "longest_gap_occurred",
    "gap_alerts",
    "offers_overdue",
    "not_yet_known",
    "since_corrected",
}
"""Figures that change while nothing happens: only a reader, who knows the time, can tell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A response on the board. Times are UTC.

    `next_name`, `next_due` and `next_about` are the deadline that comes first; `last_topic` and
    `last_at` the last entry; `contacts` counts recorded contacts, `attempted`, `reached` and
    `mapped` distinct people. `figures` holds the others of domain rules §17, by their names.
    """

    ref: str
    version: int
    title: str
    incident_type: IncidentType
    pfa: str | None
    body: Body
    place_note: str | None
    state: State
    level: Level | None
    marking: Marking
    rating: Rating | None
    bereaved: Bereaved
    lead: str | None
    lead_investigator: str | None
    raised_by: str
    raised_at: datetime
    happened_at: datetime
    last_at: datetime
    last_topic: str
    next_name: str | None
    next_due: datetime | None
    next_about: str | None
    contacts: int
    attempted: int
    reached: int
    mapped: int
    figures: dict[str, Any]
    milestones: tuple[Milestone, ...]

    def overdue_at(self, moment: datetime) -> bool:
        return self.next_due is not None and self.next_due < moment


def columns() -> tuple[Column[Any], ...]:
    """The columns of the board, as `summary_of` fills them."""
    return (
        Column("ref", Text, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("title_key", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("incident_type", Text, nullable=False),
        Column("pfa", Text),
        Column("body", Text, nullable=False),
        Column("place_note", Text),
        Column("state", Text, nullable=False),
        Column("level", Text),
        Column("marking", Text, nullable=False),
        Column("rating", Text),
        Column("bereaved", Text, nullable=False),
        Column("lead", Text),
        Column("lead_investigator", Text),
        Column("raised_by", Text, nullable=False),
        Column("raised_at", Moment, nullable=False),
        Column("happened_at", Moment, nullable=False),
        Column("happened_on", Text, nullable=False),
        Column("last_at", Moment, nullable=False),
        Column("last_topic", Text, nullable=False),
        Column("next_name", Text),
        Column("next_due", Moment, nullable=False),
        Column("next_about", Text),
        Column("mapped", Integer, nullable=False),
    )


def title_key(title: str) -> str:
    """What two titles share that differ in case, accents or punctuation alone."""
    return " ".join(words(title))


def summary_of(
    incident: Incident, register: Mapping[str, Known], ruleset: Ruleset
) -> dict[str, Any]:
    """The columns of the board for one incident."""
    response, history = incident.response, incident.history
    outside = outside_facts(response, register)
    due = next(iter(deadlines(response, ruleset, outside, NEVER)), None)
    seen = f"{response.title} {response.place_note or ''} {incident.ref}"
    return {
        "ref": incident.ref,
        "version": incident.version,
        "title": response.title,
        "title_key": title_key(response.title),
        "words": f" {' '.join(words(seen))}",
        "incident_type": response.incident_type,
        "pfa": response.pfa,
        "body": response.body,
        "place_note": response.place_note,
        "state": response.state,
        "level": response.level,
        "marking": response.marking,
        "rating": response.rating,
        "bereaved": response.bereaved,
        "lead": response.lead,
        "lead_investigator": response.lead_investigator,
        "raised_by": history[0].by.actor,
        "raised_at": response.raised_at,
        "happened_at": response.happened_at,
        "happened_on": response.happened_at.date().isoformat(),
        "last_at": response.last_event_at,
        "last_topic": history[-1].decision.TOPIC,
        "next_name": due.name if due else None,
        "next_due": due.due if due else NEVER,
        "next_about": due.about if due else None,
        "mapped": len(response.mapped),
    }


def detail_of(
    incident: Incident, register: Mapping[str, Known], ruleset: Ruleset
) -> dict[str, Any]:
    """The figures and milestones of one incident, that do not change while nothing happens."""
    response = incident.response
    outside = outside_facts(response, register)
    told = figures(response, register, ruleset, outside, NEVER)
    kept = told.model_dump(mode="json", exclude=OF_THE_MOMENT | {"milestones"})
    marks = READ_MILESTONES.dump_json(milestones(response, ruleset, outside))
    return {
        "ref": incident.ref,
        "figures": orjson.dumps(kept).decode(),
        "milestones": marks.decode(),
    }


def board_row(row: Row[Any]) -> BoardRow:
    """The line as it was kept."""
    kept, told = row._mapping, orjson.loads(row.figures)
    plain = {name: kept[name] for name in BoardRow.__slots__ if name in kept}
    counts = {name: told[name] for name in ("contacts", "attempted", "reached")}
    typed = {
        "incident_type": IncidentType(row.incident_type),
        "body": Body(row.body),
        "state": State(row.state),
        "level": Level(row.level) if row.level else None,
        "marking": Marking(row.marking),
        "rating": Rating(row.rating) if row.rating else None,
        "bereaved": Bereaved(row.bereaved),
        "next_due": None if row.next_due == NEVER else row.next_due,
        "figures": told,
        "milestones": READ_MILESTONES.validate_json(row.milestones),
    }
    return BoardRow(**{**plain, **counts, **typed})
