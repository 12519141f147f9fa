"""What if: demand replayed against another arrangement, beside the present one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api.access import Permission, Running, SignedIn, may
from api.london import local
from api.pages import what_if_pictures, what_if_tables, what_if_words
from api.pages.render import for_every_page, templates
from api.pages.shown import awaits
from api.register_words import REGIONS
from api.what_if import (
    HAPPENED,
    LEVELS,
    MADE_UP,
    MADE_UP_RATES,
    Asked,
    Comparison,
    Employed,
    asked_of,
    comparison,
    officers_now,
    rate_name,
)
from api.words import LEVELS as LEVEL_WORDS
from domain.what_if import BANDS, Lending

router = APIRouter(dependencies=[may(Permission.READ_CAPACITY)])

WHAT_IF: Final = "/what-if"
AT_ONCE: Final = 16 * 1024
WORKING: Final = "</progress>"
LENDING: Final[Mapping[str, str]] = {
    Lending.KEEPING_RESERVE: "Loans that leave the lender its reserve, as now",
    Lending.AUTHORISED: "The same, and for a P1 the reserve too, as the head may authorise",
    Lending.NEVER: "No loans between regions",
}


@dataclass(frozen=True)
class Idea:
    """A question that is asked with one click."""

    name: str
    address: str


@router.get(WHAT_IF, dependencies=[awaits("board", "requests", "capacity")])
def show_what_if(request: Request, system: Running, who: SignedIn) -> Response:
    asked = asked_of(request.url.query, local(system.clock()).date())
    officers = officers_now(system)
    replayed = None
    if asked.anything and not asked.reasons:
        replayed = comparison(system, who, asked.question)
    told = {
        **for_every_page(request),
        "request": request,
        "asked": asked,
        "rules": system.ruleset,
        "ideas": ideas(officers),
        "replayed": replayed,
        "answer": answer_of,
        "wrong_within": partial(wrong_within, asked),
        **choices(officers),
    }
    return StreamingResponse(
        pieces("what_if.html", told),
        422 if asked.reasons else 200,
        {"Cache-Control": "no-store"},
        "text/html; charset=utf-8",
    )


def pieces(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    """The page as it is written, sent on at every step of the replay, so that it can be seen."""
    kept: list[str] = []
    size = 0
    for piece in templates().get_template(name).generate(told):
        kept.append(piece)
        size += len(piece)
        if WORKING in piece or size > AT_ONCE:
            yield "".join(kept)
            kept, size = [], 0
    yield "".join(kept)


def wrong_within(asked: Asked, *beginnings: str) -> bool:
    """Whether an answer is wrong that stands in a folded part of the form."""
    return any((reason.field or "").startswith(beginnings) for reason in asked.reasons)


def choices(officers: list[Employed]) -> dict[str, Any]:
    return {
        "officers": {
            said: [officer for officer in officers if officer.region == code]
            for code, said in REGIONS.items()
        },
        "regions": REGIONS,
        "levels": {level: LEVEL_WORDS[level] for level in LEVELS},
        "rate_name": rate_name,
        "lending": LENDING,
        "bands": BANDS,
        "happened": HAPPENED,
        "made_up": MADE_UP,
    }


def answer_of(replayed: Comparison) -> dict[str, Any]:
    """What the page says of a replay that is over."""
    shown = what_if_pictures.sides(replayed)
    some = bool(shown) and bool(shown[0][2].requests)
    return {
        "headline": what_if_words.headline(replayed),
        "second": what_if_words.second(replayed) if some else "",
        "changes": what_if_words.changes(replayed),
        "sides": shown,
        "some": some,
        "lent": any(side.lent for _, _, side in shown),
        "heats": what_if_pictures.heats(replayed),
        "waits": what_if_pictures.waits(replayed) if some else None,
        "loans": what_if_pictures.lent(replayed) if some else None,
        "used": what_if_pictures.used(replayed) if some else None,
        "tables": what_if_tables.tables(replayed) if some else {},
    }


def ideas(officers: list[Employed]) -> list[Idea]:
    """Questions to begin with, of what the rota is now."""
    if not officers:
        two, three = ({f"more.{code}": many for code in REGIONS} for many in "23")
        return [
            _idea("Two officers in each region, for a year", demand=MADE_UP, **two),
            _idea("Two in each, five years", demand=MADE_UP, weeks="261", **two),
            _idea("Three in each, a year of unrest", demand=MADE_UP, **three, **unrest()),
        ]
    by_region: dict[str, list[str]] = {}
    for officer in officers:
        by_region.setdefault(officer.region, []).append(officer.ref)
    fewest = min(by_region, key=lambda code: (len(by_region[code]), code))
    here = what_if_words.code_in_text(fewest)
    return [
        _idea("The last year again", demand=HAPPENED),
        _idea(f"One officer fewer in {here}", demand=HAPPENED, lost=by_region[fewest][0]),
        _idea(f"One more in {here}", demand=HAPPENED, **{f"more.{fewest}": "1"}),
        _idea("No reserve", demand=HAPPENED, reserve="0"),
        _idea("No loans", demand=HAPPENED, lending=Lending.NEVER),
        _idea("Five made-up years", demand=MADE_UP, weeks="261"),
        _idea("A year of unrest", demand=MADE_UP, **unrest()),
    ]


def unrest() -> dict[str, str]:
    """Four times as many as the form begins with."""
    return {
        rate_name(code, level): f"{4 * MADE_UP_RATES[level]:g}"
        for code in REGIONS
        for level in LEVELS
    }


def _idea(name: str, **values: str) -> Idea:
    return Idea(name, f"{WHAT_IF}?{urlencode(values)}")
