"""The page of a decision: who could come, the best first, and of everybody else why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi.responses import Response

from api import register_words
from api.capacity_reading import read_surge
from api.forms.form import Filled
from api.forms.situation import Choice
from api.london import local, typed_date
from api.pages.requests.decisions import as_typed, proposal
from api.pages.requests.people import names_by_view
from api.pages.requests.staff import worked
from api.pages.wording import count, said
from api.request_reading import RequestReading
from api.request_words import SKILLS
from api.wiring import System
from api.words import LANGUAGES, plain
from domain.base import NotFound
from domain.officer import week_of
from domain.surge import Lender, Need, Offer, Surge
from domain.vocabulary import Level
from projections.requests_figures import profiles
from services.people import Person

MOST = 300
WISH = "wish"


@dataclass(frozen=True)
class Candidate:
    """One officer who was looked at, as the page names them."""

    ref: str
    name: str
    region: str
    free: int
    good: Sequence[str]
    why_not: str
    lender: Lender | None

    @property
    def label(self) -> str:
        rest = f", {self.why_not}" if self.why_not else ""
        return f"{self.name}, {self.region}: {self.free:,} minutes free{rest}"


def deciding_page(
    system: System,
    who: Person,
    reading: RequestReading,
    filled: Filled,
    show: Callable[..., Response],
) -> Response:
    start = started(filled, local(reading.incident.now).date())
    wish = WISH in filled.posted
    usual = usual_minutes(system, reading.incident.response.level)
    proposed = proposal(usual, reading.request.requested.est)
    found = looked_at(system, who, reading, start, proposed[0], wish=wish)
    named = told(found, names_in(system, found))
    own, outside, excluded = named
    choices = [Choice(value=one.ref, label=one.label) for group in named for one in group]
    situation = replace(filled.situation, candidates=choices[:MOST])
    posted = {"start": (start.isoformat(),), **filled.posted}
    if "officers-0-minutes" not in posted:
        posted["officers-0-minutes"] = (as_typed(proposed),)
    return show(
        replace(filled, posted=posted, situation=situation),
        template="requests/decide.html",
        week=week_of(start),
        own=own,
        outside=outside,
        excluded=excluded,
        proposed=as_typed(proposed),
        proposed_words=f"{worked(sum(proposed))} over {count(len(proposed), 'week')}",
        proposed_first=proposed[0],
        asked=reading.request.requested,
        skills=SKILLS,
        wish=wish,
        ref=reading.ref,
        verb=filled.form.verb,
        region=said(reading.region, register_words.REGIONS),
    )


def usual_minutes(system: System, level: str | None) -> Sequence[int]:
    """What responses of a level take, week by week; those that have none are taken as smaller."""
    with system.views.engine.connect() as connection:
        requests, _ = system.views.requests.resolve(connection)
        capacity, _ = system.views.capacity.resolve(connection)
        known = profiles(connection, requests, capacity, system.ruleset.capacity)
    by_level = {each.level: each.minutes for each in known}
    return by_level.get(Level(level) if level else Level.MONITOR, by_level[Level.HIGH_PROFILE])


def started(filled: Filled, today: date) -> date:
    return typed_date(filled.value("start")) or today


def looked_at(
    system: System,
    who: Person,
    reading: RequestReading,
    start: date,
    minutes: int,
    *,
    wish: bool,
) -> Surge:
    """Everybody who works in the first week, as the need of this request ranks them."""
    asked = reading.request.requested
    need = Need(
        minutes=minutes,
        region=reading.region,
        languages=asked.languages,
        skills=() if wish else asked.skills,
        preferred=asked.skills if wish else (),
    )
    week = week_of(start)
    try:
        return read_surge(system, who, week, need, reading.ref)
    except NotFound:  # the view does not know of the request yet
        return read_surge(system, who, week, need)


def names_in(system: System, found: Surge) -> Mapping[str, str]:
    offers = (*found.own, *found.candidates, *found.excluded)
    return names_by_view(system, [offer.ref for offer in offers])


def told(
    found: Surge, names: Mapping[str, str]
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """The region's own, those who could be lent, and those who cannot come."""
    lenders = {lender.region: lender for lender in found.lenders}
    own = [_candidate(offer, names, None) for offer in found.own]
    lent = [_candidate(offer, names, lenders.get(offer.region)) for offer in found.candidates]
    return own, lent, [_candidate(offer, names, None) for offer in found.excluded]


def _candidate(offer: Offer, names: Mapping[str, str], lender: Lender | None) -> Candidate:
    return Candidate(
        ref=offer.ref,
        name=names.get(offer.ref, offer.ref),
        region=said(offer.region, register_words.REGIONS),
        free=offer.free,
        good=[*_good(offer)],
        why_not="; ".join(map(_in_words, offer.reasons)),
        lender=lender,
    )


def _good(offer: Offer) -> Iterator[str]:
    for wish in offer.matched:
        yield plain(SKILLS, wish) if wish in SKILLS else plain(LANGUAGES, wish)
    if offer.knows:
        yield "knows these communities"
    if offer.duty:
        yield f"on duty {worked(offer.duty)}"


def _in_words(reason: str) -> str:
    """lacks Somali, of lacks so."""
    before, _, code = reason.rpartition(" ")
    named: dict[str, Any] = {**LANGUAGES, **SKILLS}
    with suppress(KeyError):
        return f"{before} {named[code]}"
    return reason
