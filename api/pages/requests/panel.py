"""The support of one incident: who is on duty, who comes, hours, and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api import request_words, words
from api.access import Permission, allowed
from api.pages.requests.people import names_by_view, names_of_officers, on_duty
from api.pages.requests.staff import Allocated, Effort, allocated_to, effort_of, worked
from api.pages.wording import said
from api.reading import Reading
from api.request_reading import RequestReading, requests_for
from api.wiring import System
from api.words import plain
from domain.officer.words import DutyKind, Fluency
from domain.support_request import STAFFED, standing
from services.people import Person

DUTY = {DutyKind.PRIMARY: "Primary", DutyKind.DEPUTY: "Deputy"}
SPOKEN_HERE = frozenset({"en"})


@dataclass(frozen=True)
class Asked:
    """One request of the incident: what it is for, where it stands, who comes."""

    ref: str
    asks: str
    state: str
    standing: str
    allocated: Sequence[Allocated]
    effort: Effort | None
    open: bool


@dataclass(frozen=True)
class Support:
    """`missing` are the languages and skills that nobody who comes has yet."""

    duty: Sequence[tuple[str, str]]
    requests: Sequence[Asked]
    missing: Sequence[str]
    hours: str
    may_ask: bool

    @property
    def open(self) -> Sequence[Asked]:
        return [each for each in self.requests if each.open]

    @property
    def over(self) -> Sequence[Asked]:
        return [each for each in self.requests if not each.open]


def support_of(system: System, reading: Reading, who: Person) -> Support | None:
    """None for those who may not read requests, and for a moment that is past."""
    if not allowed(who, Permission.READ_REQUESTS):
        return None
    found = requests_for(system, reading, who)
    names = names_of_officers(
        system, {ref: officer for each in found for ref, officer in each.officers.items()}
    )
    asked = [asked_of(each, names) for each in found]
    efforts = [each.effort for each in asked if each.effort]
    expected = sum(effort.expected for effort in efforts)
    spent = sum(effort.spent for effort in efforts)
    return Support(
        duty=duty_of(system, reading),
        requests=asked,
        missing=[*missing(reading, [each for each in found if each.request.open])],
        hours=f"{worked(spent)} spent of {worked(expected)} expected" if efforts else "",
        may_ask=allowed(who, Permission.ASK_SUPPORT) and not reading.response.closed,
    )


def asked_of(reading: RequestReading, names: Mapping[str, str]) -> Asked:
    request, stands = reading.request, reading.stands
    allocated = allocated_to(reading, names)
    return Asked(
        ref=reading.ref,
        asks=", ".join(said(ask, request_words.ASKS) for ask in request.requested.asks),
        state=request.state,
        standing=standing(stands) if stands and request.open else "",
        allocated=[one for one in allocated if one.open],
        effort=effort_of(reading, allocated) if request.state in STAFFED or allocated else None,
        open=request.open,
    )


def duty_of(system: System, reading: Reading) -> list[tuple[str, str]]:
    """Primary and deputy, as far as there is one now."""
    duty = on_duty(system, reading.now)
    names = names_by_view(system, duty.values())
    return [
        (words_, names.get(duty[kind], duty[kind])) for kind, words_ in DUTY.items() if kind in duty
    ]


def missing(reading: Reading, found: Sequence[RequestReading]) -> Iterator[str]:
    """What was asked for or is spoken here, and nobody who comes has."""
    coming = [
        officer
        for each in found
        for officer in each.officers.values()
        if each.ref in officer.hours.open_requests
    ]
    spoken = {
        lang for one in coming for lang, level in one.languages.items() if level != Fluency.BASIC
    }
    communities = reading.response.communities.values()
    languages = [lang for each in found for lang in each.request.requested.languages]
    languages += [lang for community in communities for lang in community.languages]
    for lang in dict.fromkeys(languages):
        if lang not in spoken | SPOKEN_HERE:
            yield plain(words.LANGUAGES, lang)
    able = {skill for one in coming for skill in one.skills}
    for skill in dict.fromkeys(one for each in found for one in each.request.requested.skills):
        if skill not in able:
            yield plain(request_words.SKILLS, skill)
