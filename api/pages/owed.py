"""What is shown for Box 1, who was reached in each community, and the work that is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from api.forms.situation import Situation
from api.pages.naming import with_names
from api.pages.wording import count
from api.reading import Reading
from api.words import OPEN_WORK, plain
from domain.incident import OpenItem
from domain.incident.parts import Community

WORK_VERBS: Mapping[str, tuple[str, str, str]] = {
    "follow_up": ("complete-follow-up", "follow_up", "Mark it done"),
    "question": ("answer-question", "question", "Answer"),
    "commitment": ("keep-commitment", "commitment", "Mark it kept"),
    "flag": ("acknowledge-flag", "flag", "Acknowledge"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One of the seven commitments of Box 1: what shows it, and what is owed."""

    text: str
    evidence: list[Link]
    owed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the map, and whether they were reached."""

    ref: str
    name: str
    said: str
    reached_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One community and its people, those never reached first."""

    id: str
    name: str
    rating: str
    gaps: tuple[str, ...]
    people: list[Person] = field(default_factory=list)

    @property
    def mapped(self) -> int:
        return len(self.people)

    @property
    def reached(self) -> list[Person]:
        return [person for person in self.people if person.reached_at]

    @property
    def said(self) -> str:
        if not self.people:
            return "nobody on the map yet"
        return f"{len(self.reached)} of {self.mapped} reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something open, who has it, and the form that ends it."""

    kind: str
    text: str
    owner: str
    due: datetime | None
    verb: str
    address: str
    action: str


def promises_of(reading: Reading, names: Mapping[str, str]) -> list[Promise]:
    """Box 1, each with links to the entries that show it."""
    positions = {
        event.event_id: position
        for event, position in zip(reading.history, reading.positions, strict=False)
    }
    return [
        Promise(
            text=one.text,
            evidence=[
                Link(
                    words=with_names(shown.text, names),
                    address=f"#e-{positions[shown.event_id]}"
                    if shown.event_id in positions
                    else "",
                )
                for shown in one.evidence
            ],
            owed=[with_names(owed.text, names) for owed in one.owed],
        )
        for one in reading.workflow.commitments
    ]


def reach_of(reading: Reading, situation: Situation) -> list[Reached]:
    """Every community on the map, and who of it was never reached."""
    response = reading.response
    latest = response.assessments[-1].per_community if response.assessments else ()
    ratings = {one.community: str(one.rating) for one in latest}
    return [
        Reached(
            id=community.id,
            name=community.name,
            rating=ratings.get(community.id, ""),
            gaps=community.gaps,
            people=_people(reading, _refs_of(community), situation),
        )
        for community in response.communities.values()
    ]


def strangers_of(reading: Reading, situation: Situation) -> list[Person]:
    """Those who were contacted without being on the map."""
    response = reading.response
    return _people(reading, sorted(response.people - response.mapped), situation)


def tasks_of(reading: Reading, situation: Situation) -> list[Task]:
    """What is open besides milestones, which have a list of their own."""
    return [
        _task(reading.ref, item, situation)
        for item in reading.open_work
        if item.kind != "milestone"
    ]


def _refs_of(community: Community) -> list[str]:
    return list(dict.fromkeys(contact.stakeholder for contact in community.contacts))


def _people(reading: Reading, refs: Iterable[str], situation: Situation) -> list[Person]:
    people = [_person(reading, ref, situation) for ref in refs]
    return sorted(people, key=lambda person: (person.reached_at is not None, person.name))


def _person(reading: Reading, ref: str, situation: Situation) -> Person:
    response = reading.response
    tries = sum(1 for contact in response.contacts if contact.stakeholder == ref)
    reached_at = response.first_reached(ref)
    if reached_at:
        said = f"reached, {count(tries, 'contact')}"
    else:
        said = f"tried {count(tries, 'time')}, never reached" if tries else "not tried yet"
    return Person(ref=ref, name=situation.name(ref), said=said, reached_at=reached_at)


def _task(ref: str, item: OpenItem, situation: Situation) -> Task:
    verb, field, action = WORK_VERBS[item.kind]
    return Task(
        kind=plain(OPEN_WORK, item.kind),
        text=situation.open_text(item),
        owner=situation.name(item.owner) if item.owner else "",
        due=item.due,
        verb=verb,
        address=f"/incidents/{ref}/do/{verb}?{urlencode({field: item.id})}",
        action=action,
    )
