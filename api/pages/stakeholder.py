"""One stakeholder: what the register says of them, and where they take part."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of, sight_of
from api.closing import closed_to, open_to
from api.erasure_reading import erasure_of
from api.forms import erasure
from api.forms.register import KEEPING
from api.pages.known import Names, names_of_people
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.wording import highest, personal, said
from api.register_reading import read_stakeholder
from api.telling import tell
from api.wiring import System
from domain.stakeholder import Stakeholder
from domain.vocabulary import Marking
from projections.timeline import Sought, TimelineEntry
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_REGISTER)])

ENTRIES_SHOWN = 20


@dataclass(frozen=True)
class Part:
    """Some facts under a heading: label and words, in order."""

    heading: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mark:
    """A word beside a name that has to be seen before anything is done."""

    words: str
    late: bool = False


@router.get("/stakeholders/{ref}", dependencies=[awaits("board", "timeline")])
def show_stakeholder(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    names = names_of_people(system)
    with reading(system, system.views.timeline) as (timeline, connection, shown):
        board, _ = system.views.board.resolve(connection)
        seen, about = board.within(sight_of(who)), Sought(touching=[ref])
        page = timeline.activity(connection, about, within=seen, limit=ENTRIES_SHOWN)
    marking = highest([entry.marking for entry in page.rows])
    stakeholder = read_stakeholder(system, ref, who, marking, restricted(page.rows))
    told = {
        "shown": shown,
        "marking": marking,
        "ref": ref,
        "name": personal(stakeholder.described.name),
        "kind": said(stakeholder.described.kind, register_words.KINDS),
        "marks": marks_of(stakeholder),
        "parts": [who_they_are(stakeholder, system), working_with(stakeholder, names)],
        "entries": list(entries_about(system, page.rows, {**names, ref: "them"}, who)),
        "may_see_who_looked": allowed(who, Permission.READ_ACCESS_LOG),
        "erasure": erasure_of(system, stakeholder, who),
        "register_words": register_words,
        "actions": [*actions_on(stakeholder, who), *erasing(stakeholder, who)],
    }
    return render(request, "stakeholder.html", told)


def restricted(entries: list[TimelineEntry]) -> dict[str, None]:
    """The responses of which something OFFICIAL-SENSITIVE is shown, each once."""
    return dict.fromkeys(e.ref for e in entries if e.marking != Marking.OFFICIAL)


def marks_of(stakeholder: Stakeholder) -> list[Mark]:
    known = stakeholder.known
    marks = [
        (stakeholder.case.open, Mark("Asked to be forgotten", late=True)),
        (bool(stakeholder.case.restricted), Mark("Restricted in some records", late=True)),
        (not stakeholder.active, Mark("No longer active", late=True)),
        (not known.one_to_one, Mark("No one-to-one contact", late=True)),
        (known.bereaved, Mark("Bereaved family: through their point of contact only", late=True)),
        (known.priority, Mark("Priority")),
        (known.priority and known.owner is None, Mark("Nobody owns this relationship", late=True)),
    ]
    return [mark for holds, mark in marks if holds]


def who_they_are(stakeholder: Stakeholder, system: System) -> Part:
    described = stakeholder.described
    areas = (system.forces[a].name if a in system.forces else a for a in described.areas)
    return Part(
        "Who they are",
        (
            ("Category", said(described.category, register_words.CATEGORIES)),
            ("Within it", said(described.sub_category, register_words.SUB_CATEGORIES)),
            ("Segment", said(described.segment, register_words.SEGMENTS)),
            ("Areas", ", ".join(areas)),
            ("Groups", ", ".join(said(tag) for tag in described.tags)),
            ("How we know of them", described.source),
        ),
    )


def working_with(stakeholder: Stakeholder, names: Names) -> Part:
    described, owned = stakeholder.described, stakeholder.owned
    spoken = (said(language, words.LANGUAGES) for language in described.languages)
    points = (
        f"{said(point.kind, register_words.CONTACT_KINDS)}: {personal(point.value)}"
        for point in described.contact_points
    )
    return Part(
        "How to work with them",
        (
            ("How to reach them", "\n".join(points)),
            ("May we contact them", contact_permission(stakeholder)),
            ("Languages", ", ".join(spoken)),
            ("Prefers", said(described.preferred, words.LANGUAGES)),
            ("What they need", personal(described.access_needs)),
            ("Owner", names.get(owned.owner, owned.owner) if owned else ""),
            ("Responsible for", "\n".join(owned.responsibilities) if owned else ""),
            ("Wants to hear from us", interest_of(stakeholder)),
        ),
    )


def contact_permission(stakeholder: Stakeholder) -> str:
    permission = stakeholder.permission
    if permission is None:
        return "Yes: nothing else was said"
    return f"{'Yes' if permission.one_to_one else 'No'}: {permission.reason}"


def interest_of(stakeholder: Stakeholder) -> str:
    interest = stakeholder.interest
    if interest is None:
        return ""
    asked = ", ".join(said(each, register_words.INTEREST_PURPOSES) for each in interest.purposes)
    ways = ", ".join(said(each, words.CHANNELS) for each in interest.channels)
    return f"{asked}\nBy {ways.lower()}, in {said(interest.language, words.LANGUAGES)}"


def entries_about(
    system: System, entries: list[TimelineEntry], names: Names, who: Person
) -> Iterator[dict[str, object]]:
    """Each entry that touches them, in a sentence; what was said stays in the incident."""
    for entry in entries:
        if not entry.ref.startswith("INC-"):
            continue
        [stored] = system.storage.entries(entry.position - 1, 1)
        event = open_to(closed_to(system, entry.ref, who), system.storage.decode(stored))
        told = tell(event.decision, lambda ref: names.get(ref, ref))
        yield {"entry": entry, "sentence": told.sentence}


def actions_on(stakeholder: Stakeholder, who: Person) -> Iterator[tuple[str, str]]:
    """The verbs that make sense now, each with its words; none for somebody who was erased."""
    if not allowed(who, Permission.KEEP_REGISTER) or stakeholder.erased_on:
        return
    pointless = {
        "register",
        "reactivate" if stakeholder.active else "deactivate",
        "register-interest" if stakeholder.interest else "withdraw-interest",
    }
    for form in KEEPING:
        if form.verb not in pointless:
            yield form.verb, form.title


def erasing(stakeholder: Stakeholder, who: Person) -> Iterator[tuple[str, str]]:
    """What can be done now about forgetting them."""
    case = stakeholder.case
    unproven = case.to_decide and case.requested and not case.requested.identity_checked
    makes_sense = {
        "request-erasure": not case.open or unproven,
        "decide-erasure": case.open,
        "confirm-erasure": case.to_confirm,
        "lift-restriction": bool(case.restricted),
    }
    for form in erasure.FORMS:
        needed = permission_of("stakeholders", form.verb)
        if makes_sense.get(form.verb) and allowed(who, needed):
            yield form.verb, form.title
