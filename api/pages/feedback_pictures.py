"""The figures of a round as places for SVG: a share with its interval against the baseline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from api import feedback_words as fw
from api.pages.times import per_cent
from api.pages.wording import said
from domain.feedback import Figure, Group
from domain.statistics import Change

ROW: Final = 64
NOT_SHOWN: Final = "not shown: fewer than 10 here or beside it"


@dataclass(frozen=True, slots=True)
class Bar:
    """`x`, `width`, `dot` and `line` are None where there is nothing of the kind to draw."""

    label: str
    words: str
    verdict: str
    top: int
    x: str | None
    width: str | None
    dot: str | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One question with all its groups: the picture, and the same as rows of a table."""

    code: str
    name: str
    bars: Sequence[Bar]
    height: int
    rows: Sequence[Sequence[str]]


def measures_of(figures: Iterable[Figure]) -> list[Measured]:
    """Question by question, everybody first."""
    by_question: dict[str, list[Figure]] = {}
    for one in figures:
        by_question.setdefault(one.measure, []).append(one)
    return [_measured(code, some) for code, some in by_question.items()]


def headlines(name: str, figures: Iterable[Figure]) -> Measured:
    """What everybody answered, one bar a question."""
    some = [one for one in figures if one.group is Group.ALL]
    bars = [
        replace(_bar(one, number * ROW), label=said(one.measure, fw.MEASURES))
        for number, one in enumerate(some)
    ]
    rows = [("", *row_of(one)[:1], *row_of(one)[2:]) for one in some]
    return Measured(name, name, bars, len(bars) * ROW, rows)


def _measured(code: str, some: Sequence[Figure]) -> Measured:
    bars = [_bar(one, number * ROW) for number, one in enumerate(some)]
    return Measured(
        code=code,
        name=said(code, fw.MEASURES),
        bars=bars,
        height=len(bars) * ROW,
        rows=[row_of(one) for one in some],
    )


def _bar(one: Figure, top: int) -> Bar:
    drawn = one.low is not None and one.high is not None and one.share is not None
    return Bar(
        label=said(one.group, fw.GROUPS),
        words=in_words(one),
        verdict=verdict_of(one),
        top=top,
        x=f"{one.low:.1f}%" if drawn else None,
        width=f"{(one.high or 0) - (one.low or 0):.1f}%" if drawn else None,
        dot=f"{one.share:.1f}%" if drawn else None,
        line=None if one.baseline is None else f"{one.baseline}%",
    )


def in_words(one: Figure) -> str:
    """31 of 48, 64.6% (50.4 to 76.6)"""
    if one.n is None:
        return NOT_SHOWN
    return f"{one.k} of {one.n}, {per_cent(one.share)} ({one.low:.1f} to {one.high:.1f})"


def verdict_of(one: Figure) -> str:
    beside = "" if one.baseline is None else f" ({one.baseline}%)"
    return f"{said(one.verdict, fw.VERDICTS)}{beside}"


COLUMNS: Final = ("Measure", "Group", "k", "n", "Share", "Low", "High", "Baseline", "Verdict")


def row_of(one: Figure) -> tuple[str, ...]:
    """The cells of a table and of a file; what is hidden is blank in both."""
    numbers = (one.k, one.n, one.share, one.low, one.high, one.baseline)
    return (
        said(one.measure, fw.MEASURES),
        said(one.group, fw.GROUPS),
        *("" if number is None else str(number) for number in numbers),
        said(one.verdict, fw.VERDICTS),
    )


def change_words(change: Change) -> str:
    """The points, their interval, and whether that is a change."""
    if change.points is None:
        return NOT_SHOWN
    numbers = (signed(change.low or 0.0), signed(change.high or 0.0))
    return (
        f"{signed(change.points)} points [{numbers[0]}, {numbers[1]}],"
        f" {said(change.direction, fw.DIRECTIONS).lower()}"
    )


def signed(number: float) -> str:
    mark = "\N{MINUS SIGN}" if number < 0 else "+" if number > 0 else ""
    return f"{mark}{abs(number):.1f}"
