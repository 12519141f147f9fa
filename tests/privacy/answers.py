"""What box1 answers over HTTP to people without the right; and, after an erasure, to anybody."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import quote
from uuid import UUID

import httpx2

from api.access import MAY, Permission
from domain.vocabulary import Role
from tests.privacy.browser import Browser, Typed
from tests.privacy.people import EXCHANGE, FAMILY, GIVEN, ODD, STREET, SYLLABLES, Planted
from tests.privacy.place import STRANGER, Place
from tests.privacy.routes import Way, reads
from tests.privacy.traces import Trace, traces

SIGNED_OUT: Final = ""
WITHOUT: Final = (Role.ANALYST.value, Role.AUDITOR.value, STRANGER, SIGNED_OUT)
"""Who may read neither an incident's words nor the register."""

SIGNED_OUT_FOR = 2
CHANGES, LISTENED_SECONDS = "/api/v1/changes?after=0", 1.0
ENDING = re.compile(f"(?:{GIVEN}|{FAMILY}|{STREET})((?:{'|'.join(SYLLABLES)}){{3}})", re.IGNORECASE)
TELEPHONE = re.compile(EXCHANGE.replace(" ", "[ _]?") + r"(\d{4})")


def to_those_without(place: Place, typed: Typed, people: list[Planted]) -> tuple[int, list[Trace]]:
    """How many answers were read, and every trace in one to somebody who may not know it."""
    read, found = 0, list[Trace]()
    for role in WITHOUT:
        many = people[:SIGNED_OUT_FOR] if role == SIGNED_OUT else people
        for where, answer in _answers(place, typed, role, many, reads()):
            read, found = read + 1, found + _of_an_answer(where, answer)
        found += _searching(place, typed, role, people)
        found += _listening(place, role)
    for where, answer in _sensitive(place, typed, people):
        read, found = read + 1, found + _of_an_answer(where, answer)
    return read, [trace for trace in found if not _notes_of_purposes(trace)]


def to_anybody(place: Place, typed: Typed, people: list[Planted]) -> tuple[int, list[Trace]]:
    """The same for every role, about people who were erased; others may still be shown."""
    read, found = 0, list[Trace]()
    for role in (*map(str, Role), SIGNED_OUT):
        many = people[:SIGNED_OUT_FOR] if role == SIGNED_OUT else people
        for where, answer in _answers(place, typed, role, many, reads()):
            read, found = read + 1, found + _of_an_answer(where, answer)
        found += _searching(place, typed, role, _first(people))
    return read, [trace for trace in found if number_of(trace) < ODD]


def number_of(trace: Trace) -> int:
    """Whom a trace is of, by the syllables at the end of their words, or by their telephone.

    Of several telephones it is the first person's.
    """
    said = ENDING.search(trace.around)
    if not said:
        return min(map(int, TELEPHONE.findall(trace.around)), default=0)
    digits = re.findall("..", said[1].lower())
    return int("".join(str(SYLLABLES.index(each)) for each in digits))


def _answers(
    place: Place, typed: Typed, role: str, people: list[Planted], routes: Iterable[Way]
) -> Iterator[tuple[str, httpx2.Response]]:
    """Every route that reads, for the first people; those of a record itself for everybody."""
    asked: set[str] = set()
    with Browser(place, role, typed) as browser:
        for number, person in enumerate(people):
            for route in routes:
                path = route.to(person.incident, person.ref, _entry(person))
                a_form = "/do/" in route.path or "{" not in route.path
                if path in asked or (number >= len(_first(people)) and a_form):
                    continue
                asked.add(path)
                answer = browser.open(path)
                for step in (*answer.history, answer):
                    yield f"{route.path} to {role or 'nobody signed in'}", step


def _notes_of_purposes(trace: Trace) -> bool:
    """What staff typed as their purpose is for who reads the access log, which an auditor does."""
    return trace.where.endswith("to auditor") and number_of(trace) >= ODD


def _first(people: list[Planted]) -> list[Planted]:
    """For whom every route is read; what is not of a record is the same for the others."""
    return people[: max(1, min(6, len(people) // 6))]


def _entry(person: Planted) -> str:
    return person.entries[0] if person.entries else str(UUID(int=1))


def _sensitive(
    place: Place, typed: Typed, people: list[Planted]
) -> Iterator[tuple[str, httpx2.Response]]:
    """Incidents above what a role may read, to a role that reads the others."""
    routes = [one for one in reads() if "/incidents/{ref}" in one.path]
    hidden = [person for person in people if person.sensitive]
    return _answers(place, typed, Role.INSIGHT_MANAGER.value, hidden, routes)


def _of_an_answer(
    where: str, answer: httpx2.Response, *, without: Iterable[str] = ()
) -> list[Trace]:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    told = f"{answer.url}\n{answer.status_code}\n{head}\n\n".encode() + answer.content
    return traces(f"answer of {where}", told, without=without)


def _searching(place: Place, typed: Typed, role: str, people: list[Planted]) -> list[Trace]:
    """What a search for one word of theirs tells besides that word."""
    found, may = [], role in MAY[Permission.READ_REGISTER]
    with Browser(place, role, typed) as browser:
        for person in _first(people) if role else ():
            for where in ("/search", "/incidents", "/stakeholders"):
                pairs = [("where", where), ("q", person.given)]
                led = browser.post("search", "/find", pairs).headers.get("location", "/")
                answer = browser.client.get(led, follow_redirects=True)
                found += _of_an_answer(f"a search of {where}", answer, without=("given name",))
            address = f"/api/v1/search?q={quote(person.given)}"
            answer = browser.client.get(address)
            if not may:
                wanted = ("given name",)
                found += _of_an_answer("a search by a program", answer, without=wanted)
    return found


def _listening(place: Place, role: str) -> list[Trace]:
    """The stream of changes, from the beginning, for a moment."""
    cookies, heard = (place.cookies(role) if role else {}), b""
    client = httpx2.Client(base_url=place.url, cookies=cookies, timeout=LISTENED_SECONDS)
    with client, suppress(httpx2.TransportError), client.stream("GET", CHANGES) as told:
        for part in told.iter_bytes():
            heard += part
    return traces("the stream of changes", heard)
