"""The pictures of impact, as places for SVG: across in per cent, down in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api import words
from api.impact_reading import Did
from api.pages.times import day, per_cent
from api.pages.wording import said
from domain.impact import TensionDay
from domain.vocabulary import Rating, TensionKind

ROW: Final = 50
SIGNAL: Final = 16
"""How high one signal is drawn, as long as a day has few."""
HIGHEST: Final = 128
HEAD: Final = 10
STRIP: Final = 22
FOOT: Final = 22
RATED: Final = {Rating.GREEN: "G", Rating.AMBER: "A", Rating.RED: "R"}


NOTHING: Final = {
    "on the map, known before": "nobody is mapped",
    "on the map": "nobody is mapped",
    "asked": "nothing was asked",
    "due": "nothing is due",
    "new stakeholders": "nobody is new",
    "offers": "nothing was offered",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: `width` is None where the whole is nothing."""

    label: str
    words: str
    share: str
    top: int
    width: str | None


@dataclass(frozen=True, slots=True)
class Shares:
    rows: Sequence[Share]
    height: int


@dataclass(frozen=True, slots=True)
class Block:
    """The signals of one kind on one day."""

    kind: TensionKind
    x: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The days for which one rating held, one after another."""

    rating: Rating
    letter: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tension:
    words: str
    first: str
    last: str
    bar: str
    foot: int
    height: int
    blocks: Sequence[Block]
    strips: Sequence[Strip]


def shares_of(did: Did) -> Shares:
    """The measures that are shares, each with the numbers that make it."""
    rows = [
        Share(
            label=label,
            words=f"{part:,} of {whole:,} {what}" if whole else NOTHING[what],
            share=per_cent(share),
            top=number * ROW,
            width=None if share is None else f"{min(share, 100.0):.1f}%",
        )
        for number, (label, part, whole, share, what) in enumerate(_measures(did))
    ]
    return Shares(rows, len(rows) * ROW)


def _measures(read: Did) -> list[tuple[str, int, int, float | None, str]]:
    now, did = read.reading.now, read.impact
    promises, answers = did.promises, did.answers
    due = promises.due(now)
    return [
        ("Prepared", did.prepared, did.mapped, did.preparedness, "on the map, known before"),
        ("Reached", did.reached, did.mapped, did.reach, "on the map"),
        ("Questions answered", answers.answered, answers.asked, answers.rate, "asked"),
        ("Commitments kept", promises.kept, due, promises.rate(now), "due"),
        ("Offered to stay informed", did.offered, did.to_offer, did.offer_rate, "new stakeholders"),
        ("Accepted", did.accepted, did.offered, did.acceptance, "offers"),
    ]


def tension_of(days: Sequence[TensionDay]) -> Tension | None:
    """Columns of signals by day over the rating that held; None where nothing was recorded."""
    if not days:
        return None
    most = max(one.total for one in days)
    unit = min(SIGNAL, HIGHEST // max(most, 1)) or 1
    foot = HEAD + unit * most
    wide = 100 / len(days)
    return Tension(
        words=tension_words(days),
        first=str(day(days[0].day).striptags()),
        last=str(day(days[-1].day).striptags()),
        bar=f"{min(wide * 0.8, 6):.2f}%",
        foot=foot,
        height=foot + STRIP + FOOT,
        blocks=_blocks(days, foot, unit, wide),
        strips=_strips(days, wide),
    )


def tension_words(days: Sequence[TensionDay]) -> str:
    """How many signals of each kind there were, and on which day the most."""
    totals = {kind: sum(one.signals[kind] for one in days) for kind in TensionKind}
    parts = [f"{many} {said(kind).lower()}" for kind, many in totals.items() if many]
    rated = [one.rating for one in days if one.rating is not None]
    latest = f" Rated {rated[-1]} at the end." if rated else ""
    if not parts:
        return f"No signal of tension was recorded.{latest}"
    worst = max(days, key=lambda one: one.total)
    peak = f" Most on {day(worst.day).striptags()}." if worst.total > 1 else ""
    return f"Signals of tension: {', '.join(parts)}.{peak}{latest}"


def _blocks(days: Sequence[TensionDay], foot: int, unit: int, wide: float) -> list[Block]:
    found = []
    for number, one in enumerate(days):
        y = foot
        for kind, many in one.signals.items():
            if many:
                y -= many * unit
                found.append(Block(kind, f"{number * wide:.2f}%", y, many * unit))
    return found


def _strips(days: Sequence[TensionDay], wide: float) -> list[Strip]:
    found: list[Strip] = []
    start = 0
    for number in range(1, len(days) + 1):
        held = days[start].rating
        if number < len(days) and days[number].rating == held:
            continue
        if held is not None:
            width = f"{(number - start) * wide:.2f}%"
            found.append(Strip(held, RATED[held], f"{start * wide:.2f}%", width))
        start = number
    return found


def kinds() -> list[tuple[TensionKind, str]]:
    return [(kind, said(kind, words.TENSION_KINDS)) for kind in TensionKind]
