"""Who could help a region that is short in a week, and what it would leave their own regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.capacity_reading import read_surge
from api.officer_words import worked
from api.pages.capacity_asked import Demand
from api.pages.wording import said
from api.register_words import REGIONS
from api.request_words import SKILLS
from api.wiring import System
from api.words import LANGUAGES
from domain.surge import Lender, Need, Offer
from projections.capacity_weeks import RegionWeek
from services.people import Person

CALLED: Mapping[str, str] = {**LANGUAGES, **SKILLS}


@dataclass(frozen=True, slots=True)
class Looked:
    """One officer who was looked at, as the page names them; `why_not` where they cannot come."""

    ref: str
    name: str
    region: str
    free: str
    good: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Lending:
    """What a loan would leave another region, and whether that is enough."""

    region: str
    free: str
    left: str
    reserve: str
    words: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Needed:
    minutes: int
    shortfall: int
    lent: int
    own: Sequence[Looked]
    candidates: Sequence[Looked]
    excluded: Sequence[Looked]
    lenders: Sequence[Lending]


def needed(
    system: System, who: Person, whole: RegionWeek, asked: Demand, names: Mapping[str, str]
) -> Needed | None:
    """None where nothing was asked for that can be read."""
    if asked.minutes is None or asked.troubles:
        return None
    short = whole.shortfall
    need = Need(
        minutes=short or asked.minutes,
        region=whole.region,
        languages=tuple(filter(None, [asked.language])),
        skills=tuple(filter(None, [asked.skill])),
        preferred=tuple(filter(None, [asked.preferred])),
        lend=asked.lend,
    )
    found = read_surge(system, who, whole.week, need)
    lent = need.minutes if asked.lend is None else asked.lend
    return Needed(
        minutes=asked.minutes,
        shortfall=short,
        lent=lent,
        own=[_looked(offer, names) for offer in found.own],
        candidates=[_looked(offer, names) for offer in found.candidates],
        excluded=[_looked(offer, names) for offer in found.excluded],
        lenders=[_lending(lender) for lender in found.lenders],
    )


def _looked(offer: Offer, names: Mapping[str, str]) -> Looked:
    good = [said(wish, CALLED) for wish in offer.matched]
    good += ["knows these communities"] if offer.knows else []
    good += [f"on duty {worked(offer.duty)}"] if offer.duty else []
    return Looked(
        ref=offer.ref,
        name=names.get(offer.ref, offer.ref),
        region=said(offer.region, REGIONS),
        free=worked(offer.free),
        good=", ".join(good),
        why_not="; ".join(map(in_words, offer.reasons)),
    )


def in_words(reason: str) -> str:
    """lacks Somali, of lacks so"""
    before, _, code = reason.rpartition(" ")
    return f"{before} {CALLED[code]}" if code in CALLED else reason


def _lending(lender: Lender) -> Lending:
    below = lender.reserve_target - lender.free_after
    return Lending(
        region=said(lender.region, REGIONS),
        free=worked(lender.free),
        left=worked(lender.free_after),
        reserve=worked(lender.reserve_target),
        words="Its reserve stays whole"
        if lender.allowed
        else f"{worked(below)} under its reserve: for a P1 alone, and the head authorises it",
        allowed=lender.allowed,
    )
