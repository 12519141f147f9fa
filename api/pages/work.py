"""My work: what is open, soonest due first, each with the form that ends it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of, sight_of
from api.closing import closed_to
from api.consulting import OPEN_WORK, listed
from api.pages.address import Address, Filter
from api.pages.board import Link
from api.pages.known import Names, names_of_people
from api.pages.owed import WORK_VERBS
from api.pages.render import render
from api.pages.shown import awaits, from_cursor, reading
from api.pages.wording import count, highest, personal, said
from api.wiring import System
from domain.incident import Incident, OpenKind
from domain.sealing import RESTRICTED
from domain.vocabulary import Marking
from projections.paging import Page
from projections.work import Load, WorkItem
from services.people import Person

Spoken: TypeAlias = Mapping[tuple[str, str], str]

router = APIRouter(dependencies=[may(Permission.SEE_OPEN_WORK)])

WORK = "/work"
AT_ONCE = 100
EVERYONE = "everyone"
WHOSE = Filter("whose", "Whose", {EVERYONE: "Everyone's"})
GROUPS = {
    OpenKind.MILESTONE: "Milestones",
    OpenKind.QUESTION: "Questions to answer",
    OpenKind.COMMITMENT: "Promises to keep",
    OpenKind.FOLLOW_UP: "Follow-ups",
    OpenKind.FLAG: "Material to acknowledge",
}
MILESTONE_VERBS: Mapping[str, tuple[str, str]] = {
    "triage": ("triage", "Triage"),
    "lead": ("assign-lead", "Assign the lead"),
    "agreed_line": ("approve-line", "Agree a line"),
    "map": ("map-community", "Map a community"),
    "first_contact": ("record-contact", "Record a contact"),
    "family_spoc": ("confirm-family-spoc", "Confirm it"),
    "impact": ("assess-impact", "Assess the impact"),
}
UNREADABLE = {
    OpenKind.QUESTION: "Question {id}",
    OpenKind.FLAG: "Flag {id}: relevant material was passed on",
    OpenKind.FOLLOW_UP: "Follow-up",
    OpenKind.COMMITMENT: "Promise {id}",
}


@dataclass(frozen=True)
class Task:
    """One open thing as the list shows it, and where it is ended, by those who may."""

    item: WorkItem
    text: str
    owner: str
    address: str = ""
    action: str = ""


@dataclass(frozen=True)
class Group:
    """The open things of one kind."""

    key: str
    name: str
    tasks: list[Task]


@router.get(WORK, dependencies=[awaits("board", "work")])
def show_work(request: Request, system: Running, who: SignedIn) -> Response:
    address = Address.of(request, [WHOSE], extra=("after", "min_position"))
    everyone = address.one(WHOSE.name) == EVERYONE
    owners = None if everyone else {who.ref, who.actor}
    with reading(system, system.views.work) as (work, connection, shown):
        board, _ = system.views.board.resolve(connection)
        within = board.within(sight_of(who))
        page = from_cursor(
            address.one("after"),
            lambda after: work.open(connection, owners, within=within, after=after, limit=AT_ONCE),
        )
        load = work.load(connection, {who.ref, who.actor}, shown.now, within)
    names, spoken = names_of_people(system), questions_of(system, page.rows, who)
    marking = highest([item.marking for item in page.rows])
    restricted = (item.ref for item in page.rows if item.marking != Marking.OFFICIAL)
    listed(system, who, OPEN_WORK, marking, restricted)
    told = {
        "shown": shown,
        "marking": marking,
        "address": address,
        "everyone": everyone,
        "groups": list(grouped([task_of(item, names, spoken, who) for item in page.rows])),
        "sentence": everyones(page, shown.now) if everyone else mine(load),
        "views": [
            Link("Mine", WORK, not everyone),
            Link("Everyone's", f"{WORK}?whose={EVERYONE}", everyone),
        ],
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=page.after) if page.after else None,
    }
    return render(request, "work.html", told)


def grouped(tasks: list[Task]) -> Iterator[Group]:
    """By kind, each soonest due first; kinds of which nothing is open are left out."""
    for kind, name in GROUPS.items():
        of_kind = [task for task in tasks if task.item.kind is kind]
        if of_kind:
            yield Group(kind.value, name, of_kind)


def questions_of(system: System, items: list[WorkItem], who: Person) -> dict[tuple[str, str], str]:
    """What was asked, by incident and question: it is personal, so no view keeps it."""
    told = {}
    for ref in {item.ref for item in items if item.kind is OpenKind.QUESTION}:
        closed = closed_to(system, ref, who)
        for number, question in system.store.load(Incident, ref).response.questions.items():
            text = question.text
            told[ref, number] = personal(text) if closed.isdisjoint(text.about) else RESTRICTED
    return told


def task_of(item: WorkItem, names: Names, spoken: Spoken, who: Person) -> Task:
    owner = names.get(item.owner, item.owner) if item.owner else ""
    text = spoken.get((item.ref, item.id)) or text_of(item)
    verb, query, action = ending_of(item)
    if not verb or not allowed(who, permission_of("incidents", verb)):
        return Task(item, text, owner)
    address = f"/incidents/{item.ref}/do/{verb}" + (f"?{query}" if query else "")
    return Task(item, text, owner, address, action)


def ending_of(item: WorkItem) -> tuple[str, str, str]:
    """The verb that ends it, what its form is opened with, and the words on its button."""
    if item.kind is OpenKind.MILESTONE:
        verb, action = MILESTONE_VERBS.get(item.id, ("", ""))
        return verb, "", action
    verb, field, action = WORK_VERBS[item.kind]
    return verb, urlencode({field: item.id}), action


def text_of(item: WorkItem) -> str:
    """What it says, or at least what it is."""
    if item.kind is OpenKind.MILESTONE:
        return said(item.id, words.MILESTONES)
    return item.text or UNREADABLE[item.kind].format(id=item.id)


def mine(load: Load) -> str:
    waiting = f"{count(load.open, 'thing is', 'things are')} waiting for you"
    return f"{waiting}, {load.overdue:,} overdue." if load.overdue else f"{waiting}."


def everyones(page: Page[WorkItem], now: datetime) -> str:
    overdue = sum(item.overdue_at(now) for item in page.rows)
    things = count(len(page.rows), "thing is", "things are")
    said_open = f"{'More than ' if page.after else ''}{things} open"
    return f"{said_open}, {overdue:,} of those here overdue." if overdue else f"{said_open}."
