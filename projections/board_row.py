"""One line of the board: what a response comes down to, at whatever moment it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Column, Integer, Text

from domain.impact import impact
from domain.incident import (
    Figures,
    Incident,
    Known,
    Milestone,
    Response,
    deadlines,
    figures,
    outside_facts,
)
from domain.incident.decisions import MilestoneBreachExplained
from domain.ruleset import Ruleset
from domain.vocabulary import Bereaved, Body, IncidentType, Level, Marking, Rating, State
from projections.columns import NEVER, Due, Moment, coded
from projections.words import words

MILESTONES: TypeAdapter[tuple[Milestone, ...]] = TypeAdapter(tuple[Milestone, ...])
OF_THE_MOMENT = {
    "longest_gap_recorded",
    "longest_gap_occurred",
    "gap_alerts",
    "offers_overdue",
    "not_yet_known",
    "since_corrected",
}
"""Figures that change while nothing happens: only a reader, who knows the time, can tell them."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A response on the board. Times are UTC.

    `next_name`, `next_due` and `next_about` are the deadline that comes first; `last_topic` and
    `last_at` the last entry; `contacts` counts recorded contacts, `attempted`, `reached` and
    `mapped` distinct people.
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
    duty: str | None
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
    figures_kept: str
    milestones_kept: str

    @property
    def figures(self) -> dict[str, Any]:
        """The figures of domain rules §17, by name, but those that change with time alone."""
        told: dict[str, Any] = orjson.loads(self.figures_kept)
        return told

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return MILESTONES.validate_json(self.milestones_kept)

    def overdue_at(self, moment: datetime) -> bool:
        return self.next_due is not None and self.next_due < moment

    def told(self) -> dict[str, Any]:
        """Everything in the row, the figures by their own names."""
        names = (field.name for field in fields(self) if not field.name.endswith("_kept"))
        plain = {name: getattr(self, name) for name in names}
        return {**self.figures, **plain, "milestones": self.milestones}


def detail_columns() -> tuple[Column[Any], ...]:
    """What is told of an incident, and looked for by nothing."""
    return (
        Column("ref", Text, primary_key=True),
        Column("figures", Text, nullable=False),
        Column("milestones", Text, nullable=False),
        Column("impact", Text, nullable=False),
    )


def columns() -> tuple[Column[Any], ...]:
    """The columns of the board, in the order of a row; what it is found by follows them."""
    return (
        Column("ref", Text, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("incident_type", coded(IncidentType), nullable=False),
        Column("pfa", Text),
        Column("body", coded(Body), nullable=False),
        Column("place_note", Text),
        Column("state", coded(State), nullable=False),
        Column("level", coded(Level)),
        Column("marking", coded(Marking), nullable=False),
        Column("rating", coded(Rating)),
        Column("bereaved", coded(Bereaved), nullable=False),
        Column("lead", Text),
        Column("duty", Text),
        Column("lead_investigator", Text),
        Column("raised_by", Text, nullable=False),
        Column("raised_at", Moment, nullable=False),
        Column("happened_at", Moment, nullable=False),
        Column("last_at", Moment, nullable=False),
        Column("last_topic", Text, nullable=False),
        Column("next_name", Text),
        Column("next_due", Due, nullable=False),
        Column("next_about", Text),
        Column("contacts", Integer, nullable=False),
        Column("attempted", Integer, nullable=False),
        Column("reached", Integer, nullable=False),
        Column("mapped", Integer, nullable=False),
        Column("mapped_reached", Integer, nullable=False),
        Column("milestones_met", Integer, nullable=False),
        Column("milestones_of", Integer, nullable=False),
        Column("title_key", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("happened_on", Text, nullable=False),
    )


def title_key(title: str) -> str:
    """What two titles share that differ in case, accents or punctuation alone."""
    return " ".join(words(title))


def line_of(
    incident: Incident, register: Mapping[str, Known], ruleset: Ruleset
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the board for one incident, and those of its details."""
    response = without_withheld_reasons(incident)
    outside = outside_facts(response, register)
    told = figures(response, register, ruleset, outside, NEVER)
    due = next(iter(deadlines(response, ruleset, outside, NEVER)), None)
    line = {
        "version": incident.version,
        "raised_by": incident.history[0].by.actor,
        "last_topic": incident.history[-1].decision.TOPIC,
        "next_name": due.name if due else None,
        "next_due": due.due if due else None,
        "next_about": due.about if due else None,
        "contacts": told.contacts,
        "attempted": told.attempted,
        "reached": told.reached,
        "mapped_reached": len(incident.response.mapped & incident.response.reached),
        "milestones_met": told.milestones_met,
        "milestones_of": told.milestones_of,
        **_standing(incident),
        **_found_by(incident),
    }
    did = impact(response, told, register)
    return line, {**_details(told), "impact": did.model_dump_json()}


def without_withheld_reasons(incident: Incident) -> Response:
    """The response without why a milestone was missed, where that is not for all its readers."""
    marking, response = incident.response.marking, incident.response
    withheld = {
        event.decision.milestone
        for event in incident.history
        if isinstance(event.decision, MilestoneBreachExplained) and event.by.marking != marking
    }
    if not withheld:
        return response
    kept = {name: why for name, why in response.explained.items() if name not in withheld}
    return replace(response, explained=kept)


def _standing(incident: Incident) -> dict[str, Any]:
    response = incident.response
    return {
        "ref": response.ref,
        "title": response.title,
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
        "duty": response.duty,
        "lead_investigator": response.lead_investigator,
        "raised_at": response.raised_at,
        "happened_at": response.happened_at,
        "last_at": response.last_event_at,
        "mapped": len(response.mapped),
    }


def _found_by(incident: Incident) -> dict[str, str]:
    response = incident.response
    seen = f"{response.title} {response.place_note or ''} {response.ref}"
    return {
        "title_key": title_key(response.title),
        "words": f" {' '.join(words(seen))}",
        "happened_on": response.happened_at.date().isoformat(),
    }


def _details(told: Figures) -> dict[str, str]:
    kept = told.model_dump(mode="json", exclude=OF_THE_MOMENT | {"milestones"})
    return {
        "ref": told.ref,
        "figures": orjson.dumps(kept).decode(),
        "milestones": MILESTONES.dump_json(told.milestones).decode(),
    }
