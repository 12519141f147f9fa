"""The tables beside the pictures of a replay: every figure, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.what_if_pictures import columns, most_of, places, sides, week_name, width_of
from api.pages.what_if_words import in_hours, number, region
from api.what_if import Comparison
from domain.capacity import per_mille
from domain.priority import Band
from domain.what_if import Outcome, Use

DASH = "\N{EN DASH}"
NOBODY = Use(available=0, done=0)


@dataclass(frozen=True)
class Table:
    """`rows` begin with what they are about; the rest are figures."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(asked: Comparison) -> dict[str, Table]:
    return {
        "short": _short(asked),
        "weeks": _weeks(asked),
        "waits": _waits(asked),
        "loans": _loans(asked),
        "use": _use(asked),
    }


def _short(asked: Comparison) -> Table:
    shown = sides(asked)
    return Table(
        "Weeks in which work waited, and the most that waited",
        (
            "Region",
            *(f"{name}: weeks" for _, name, _ in shown),
            *(f"{name}: most hours" for _, name, _ in shown),
        ),
        [
            (
                region(code),
                *(f"{sum(map(bool, of(side, code))):,}" for _, _, side in shown),
                *(f"{in_hours(max(of(side, code), default=0)):,}" for _, _, side in shown),
            )
            for code in places(asked)
        ],
    )


def of(side: Outcome, code: str) -> Sequence[int]:
    return side.shortfall.get(code, ())


def _weeks(asked: Comparison) -> Table:
    """Regions that are never short have no column."""
    shown = [(name, side) for _, name, side in sides(asked) if most_of(side)]
    short = [code for code in places(asked) if any(any(of(side, code)) for _, side in shown)]
    step = width_of(asked.weeks)
    told = [
        (f"{region(code)}, {name.lower()}", columns(of(side, code)))
        for code in short
        for name, side in shown
        if of(side, code)
    ]
    return Table(
        "Hours that waited at the end of a week"
        + (f", the most of {step} weeks each" if step > 1 else ""),
        ("From", *(heading for heading, _ in told)),
        [
            (
                week_name(asked, place * step),
                *(f"{in_hours(values[place]):,}" for _, values in told),
            )
            for place in range(-(-asked.weeks // step))
        ],
    )


def _waits(asked: Comparison) -> Table:
    rows = [
        (
            f"{band}, {name.lower()}",
            f"{waits.requests:,}",
            f"{waits.waited:,}",
            number(waits.mean),
            number(waits.median),
            number(waits.nine_in_ten),
            number(waits.longest),
            f"{waits.open:,}",
        )
        for band in Band
        for _, name, side in sides(asked)
        for waits in [side.waits[band]]
    ]
    headings = (
        "Requests",
        "Waited",
        "Average",
        "Median",
        "Nine in ten",
        "Longest",
        "Still waiting",
    )
    return Table("Waits in working days", ("Band", *headings), rows)


def _loans(asked: Comparison) -> Table:
    shown = sides(asked)
    lent = [
        {(loan.lender, loan.borrower): loan.minutes for loan in side.loans} for _, _, side in shown
    ]
    return Table(
        "Hours lent",
        ("From and to", *(name for _, name, _ in shown)),
        [
            (
                f"{region(lender)} to {region(borrower)}",
                *(f"{in_hours(each.get((lender, borrower), 0)):,}" for each in lent),
            )
            for lender, borrower in sorted({pair for each in lent for pair in each})
        ],
    )


def _use(asked: Comparison) -> Table:
    rows = [
        (
            f"{region(code)}, {name.lower()}",
            f"{in_hours(use.available):,}",
            f"{in_hours(use.done):,}",
            f"{number(per_mille(use.done, use.available))}%" if use.available else DASH,
        )
        for code in places(asked)
        for _, name, side in sides(asked)
        for use in [side.use.get(code, NOBODY)]
    ]
    headings = ("Region", "Hours they had", "Hours of work", "Used")
    return Table("How much of their time was used", headings, rows)
