"""Taking records out: what a page's filters show, as a file that is marked and written down."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import register_words, words
from api.access import Permission, Running, SignedIn, may
from api.access.sight import reads_restricted
from api.consulting import REGISTER, consult
from api.csv_download import csv_download
from api.exporting import people_to_take_out, to_take_out
from api.pages.address import Address
from api.pages.excerpt import address_of, filters_of, found_in
from api.pages.incident import lines_known, marking_of, moment_of
from api.pages.known import Names, names_of_people
from api.pages.situations import situation_in
from api.pages.stakeholders import filters_of as register_filters
from api.pages.stakeholders import wanted_of
from api.pages.timeline import Line
from api.reading import read_incident
from api.wiring import System
from api.words import plain
from domain.sealing import RESTRICTED, erased_words
from domain.vocabulary import Marking
from projections.register_row import Registered
from services.access_log import Action
from services.people import Person

router = APIRouter(dependencies=[may(Permission.EXPORT)])

AT_ONCE = 500
ENTRY_COLUMNS = (
    *("Position", "Happened (UK time)", "Recorded (UK time)", "What", "In words", "Details"),
    *("Corrected", "By", "Role", "Marking"),
)
REGISTER_COLUMNS = (
    *("Reference", "Name", "Category", "Segment", "Areas", "Prefers", "Languages", "Owner"),
    *("One-to-one contact", "Priority", "Active"),
)


@router.get("/incidents/{ref}/timeline.csv")
def take_out_timeline(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    """The entries that the timeline's filters find, all of them, in the same order."""
    to_take_out(system, who, ref)
    moment = moment_of(request, system.clock())
    reading = read_incident(system, ref, who, moment, Action.EXPORT)
    situation = situation_in(system, reading, who)
    lines = lines_known(reading, situation)
    address = address_of(request, filters_of(reading, situation), f"/incidents/{ref}")
    rows = map(cells_of_entry, found_in(lines, reading, address))
    marking = marking_of(reading, lines)
    return csv_download(f"{ref}-timeline", marking, system.clock(), ENTRY_COLUMNS, rows)


@router.get("/stakeholders.csv")
def take_out_register(request: Request, system: Running, who: SignedIn) -> Response:
    """Whom the register's filters find, as far as this person may take them out."""
    names = names_of_people(system)
    address = Address.of(request, register_filters(system, names))
    people = list(registered(system, who, address))
    refs, marking = (one.ref for one in people), Marking.OFFICIAL
    consult(system, who, REGISTER, action=Action.EXPORT, marking=marking, shown=refs)
    rows = (cells_of_person(one, system, who, names) for one in people)
    return csv_download("register", marking, system.clock(), REGISTER_COLUMNS, rows)


def registered(system: System, who: Person, address: Address) -> Iterator[Registered]:
    """Every page of the list, one after the other."""
    wanted, after = wanted_of(address), None
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        register, _ = system.views.register.resolve(connection)
        people = people_to_take_out(board, who)
        while True:
            page = register.rows(connection, wanted, after, AT_ONCE, people)
            yield from page.rows
            after = page.after
            if after is None:
                return


def cells_of_entry(line: Line) -> tuple[object, ...]:
    said = line.told
    return (
        line.position,
        line.by.occurred_at,
        line.by.recorded_at,
        said.sentence,
        said.words or ("[erased]" if said.gone else ""),
        "; ".join(f"{label}: {value}" for label, value in said.details),
        "; ".join(f"{each.label}: {each.was} → {each.now}" for each in line.changes),
        line.who,
        plain(words.ROLES, line.by.role),
        line.by.marking,
    )


def cells_of_person(
    one: Registered, system: System, who: Person, names: Names
) -> tuple[object, ...]:
    areas = (system.forces[area].name if area in system.forces else area for area in one.areas)
    return (
        one.ref,
        name_of(one, who),
        plain(register_words.CATEGORIES, one.category),
        plain(register_words.SEGMENTS, one.segment),
        "; ".join(areas),
        plain(words.LANGUAGES, one.preferred),
        "; ".join(plain(words.LANGUAGES, code) for code in one.languages),
        names.get(one.owner, one.owner) if one.owner else "",
        "Yes" if one.one_to_one else "No",
        "Yes" if one.priority else "No",
        "Yes" if one.active else "No",
    )


def name_of(one: Registered, who: Person) -> str:
    """Their name; or that it was erased, and when; or that it may not be read now."""
    if one.erased_on is not None:
        return erased_words(one.erased_on)
    hidden = one.restricted and not reads_restricted(who)
    return RESTRICTED if hidden else one.name or ""
