"""The pictures of a replay, as places and sizes for SVG: across in per cent, down in pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from typing import Final

from api.pages.what_if_words import code_in_text, hours, in_hours, number, region
from api.pages.wording import count
from api.what_if import Comparison
from domain.capacity import PER_CENT, half_up, per_mille
from domain.priority import Band
from domain.what_if import Outcome

COLUMNS: Final = 53
STRIP: Final = 24
"""How high a bar of the weeks is at most."""
PITCH: Final = STRIP + 38
"""How far one region's bars are under those of another."""
LEAST: Final = 2
WIDEST: Final = 48
"""Per cent of the width that the longest bar has; its words stand after it."""
SHADES: Final = ("#d9a441", "#c2571a", "#8c1d18")
SIDES: Final = (("now", "Now"), ("then", "What if"))


@dataclass(frozen=True)
class Cell:
    """One bar of a strip: where it is, how high, and in which shade."""

    x: str
    width: str
    height: int
    shade: str


@dataclass(frozen=True)
class Strip:
    """One region over the weeks."""

    region: str
    words: str
    cells: Sequence[Cell]
    top: int

    @property
    def foot(self) -> int:
        return self.top + 18 + STRIP


@dataclass(frozen=True)
class Heat:
    """What waited where and when, of one side."""

    name: str
    words: str
    strips: Sequence[Strip]
    first: str
    last: str

    @property
    def height(self) -> int:
        return (self.strips[-1].foot if self.strips else 0) + 26


@dataclass(frozen=True)
class Bar:
    """One side's figure."""

    side: str
    name: str
    width: str
    words: str
    top: int


@dataclass(frozen=True)
class Row:
    label: str
    top: int
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Bars:
    """Figures under each other, of both sides; `limit` is where 100 per cent is."""

    words: str
    rows: Sequence[Row]
    height: int
    limit: str = ""


def sides(asked: Comparison) -> list[tuple[str, str, Outcome]]:
    """The sides that were replayed, each with its key and its name."""
    found = {"now": asked.now, "then": asked.then}
    return [(key, name, side) for key, name in SIDES if (side := found[key]) is not None]


def per(part: int, whole: int, most: int = PER_CENT) -> str:
    """A length in per cent, with two decimals."""
    return f"{float(Fraction(part * most, whole)) if whole else 0:.2f}%"


def width_of(weeks: int) -> int:
    """How many weeks share a column, so that columns can still be told apart on a phone."""
    return -(-weeks // COLUMNS)


def columns(minutes: Sequence[int]) -> list[int]:
    """The most that waited in the weeks of each column."""
    step = width_of(len(minutes))
    return [max(minutes[start : start + step]) for start in range(0, len(minutes), step)]


def heats(asked: Comparison) -> list[Heat]:
    """One for each side, on one scale."""
    shown = sides(asked)
    peak = max((most_of(side) for _, _, side in shown), default=0)
    first, last = week_name(asked, 0), week_name(asked, asked.weeks - 1)
    return [
        Heat(
            name=name,
            words=f"{name}: {_waited(side)}",
            strips=[
                _strip(code, side.shortfall.get(code, (0,)), peak, place)
                for place, code in enumerate(places(asked))
            ],
            first=first,
            last=last,
        )
        for _, name, side in shown
        if peak
    ]


def most_of(side: Outcome) -> int:
    """The most that waited in any region at the end of any week."""
    return max(chain.from_iterable(side.shortfall.values()), default=0)


def places(asked: Comparison) -> list[str]:
    """The regions of either side."""
    return sorted({code for _, _, side in sides(asked) for code in side.use})


def _waited(side: Outcome) -> str:
    worst = {code: max(minutes) for code, minutes in side.shortfall.items() if any(minutes)}
    if not worst:
        return "no work waited in any region."
    code = max(worst, key=lambda each: worst[each])
    most = hours(worst[code])
    return f"most work waited in {code_in_text(code)}, at worst {most} at the end of a week."


def _strip(code: str, minutes: Sequence[int], peak: int, place: int) -> Strip:
    values = columns(minutes)
    short = sum(map(bool, minutes))
    cells = [
        Cell(
            x=per(column, len(values)),
            width=per(1, len(values), 86),
            height=max(half_up(Fraction(value * STRIP, peak)), LEAST),
            shade=SHADES[min(value * len(SHADES) // peak, len(SHADES) - 1)],
        )
        for column, value in enumerate(values)
        if value
    ]
    words = f"{count(short, 'week')} short" if short else "never short"
    return Strip(region=region(code), words=words, cells=cells, top=place * PITCH + 14)


def week_name(asked: Comparison, week: int) -> str:
    """The Monday of a week, or its number where the weeks are made up."""
    if asked.question.made_up:
        return f"Week {week + 1}"
    day = asked.question.since + timedelta(weeks=week)
    return f"{day.day} {day:%b %Y}"


def waits(asked: Comparison) -> Bars:
    found = {
        f"{band}": [
            (key, name, side.waits[band].mean, _wait_words(side, band))
            for key, name, side in sides(asked)
        ]
        for band in Band
    }
    return _bars("How many working days late the work of a request was on average, by band", found)


def _wait_words(side: Outcome, band: Band) -> str:
    of = side.waits[band]
    if not of.requests:
        return "no request"
    if not of.waited:
        return "none waited"
    return f"{number(of.mean)} (longest {number(of.longest)})"


def lent(asked: Comparison) -> Bars:
    """Hours that each region lent to others."""
    found = {
        region(code): [
            (key, name, minutes, f"{in_hours(minutes):,} h")
            for key, name, side in sides(asked)
            for minutes in [sum(loan.minutes for loan in side.loans if loan.lender == code)]
        ]
        for code in places(asked)
    }
    return _bars("Hours that each region's officers worked for other regions", found)


def used(asked: Comparison) -> Bars:
    """What each region's officers did of what they had, in per cent."""
    found = {
        region(code): [(key, name, *_share(side, code)) for key, name, side in sides(asked)]
        for code in places(asked)
    }
    words = "What each region's officers did, in per cent of the time that they had for it"
    return _bars(words, found, whole=10 * PER_CENT)


def _share(side: Outcome, code: str) -> tuple[int, str]:
    use = side.use.get(code)
    if use is None or not use.available:
        return 0, "nobody there"
    share = per_mille(use.done, use.available)
    return share, f"{number(share)}%"


def _bars(
    words: str, found: Mapping[str, Sequence[tuple[str, str, int, str]]], whole: int = 0
) -> Bars:
    """The longest bar has the whole width, or what is `whole`: a thin line shows where that is."""
    top, rows = 0, []
    longest = whole or max((value for bars in found.values() for _, _, value, _ in bars), default=0)
    for label, bars in found.items():
        drawn = [
            Bar(key, name, per(value, longest, WIDEST), figure, top + 22 + 20 * place)
            for place, (key, name, value, figure) in enumerate(bars)
        ]
        rows.append(Row(label, top + 16, drawn))
        top += 32 + 20 * len(bars)
    return Bars(words, rows, top, f"{WIDEST}%" if whole else "")
