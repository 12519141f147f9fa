"""What responses did: one by itself in pictures and figures, and many side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import words
from api.access import Permission, Running, SignedIn, may
from api.feedback_reading import figures_now
from api.impact_reading import Did, DidTogether, figure_of, read_impact, read_impacts, share_of
from api.officer_words import worked
from api.pages.feedback import answers_words
from api.pages.feedback_pictures import COLUMNS, Measured, headlines
from api.pages.impact_pictures import kinds, shares_of, tension_of
from api.pages.render import render
from api.pages.shown import awaits, reading
from api.pages.times import per_cent, span
from api.pages.wording import said
from api.small_counts import Count
from projections.impact import Line

AT_ONCE = 25
router = APIRouter(dependencies=[may(Permission.READ_IMPACT)])


@dataclass(frozen=True)
class Cell:
    """A share of one response, and how long its bar is."""

    words: str
    of: str
    width: str


@dataclass(frozen=True)
class Row:
    ref: str
    title: str
    state: str
    first_contact: str
    answer: str
    spent: str
    shares: Sequence[Cell]


@router.get("/impact", dependencies=[awaits("board", "requests", "capacity", "feedback")])
def show_impacts(request: Request, system: Running, who: SignedIn, page: int = 1) -> Response:
    with reading(system, system.views.board) as (_, _, shown):
        found = read_impacts(system, who)
    last = max(1, -(-len(found.lines) // AT_ONCE))
    here = min(max(page, 1), last)
    some = found.lines[(here - 1) * AT_ONCE : here * AT_ONCE]
    told = {
        "nav": "impact",
        "shown": shown,
        "rows": [row_of(line, found) for line in some],
        "headings": SHARES,
        "together": together_of(found),
        "said": headlines("All reported rounds", map(figure_of, found.said)),
        "rounds": max((one.rounds for one in found.said), default=0),
        "columns": COLUMNS[:1] + COLUMNS[2:],
        "counts_only": found.counts_only,
        "earlier": here + 1 if here < last else None,
        "later": here - 1 if here > 1 else None,
        "here": here,
        "last": last,
    }
    return render(request, "impacts.html", told)


@router.get("/impact/{ref}")
def show_impact(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    did = read_impact(system, ref, who)
    told = {
        "nav": "impact",
        "response": did.reading.response,
        "marking": did.reading.marking,
        "shares": shares_of(did),
        "tension": tension_of(did.tension),
        "days": [day for day in did.tension if day.total or day.rating],
        "kinds": kinds(),
        "withheld": did.withheld,
        "facts": facts_of(did),
        "rounds": [*rounds_told(did)],
        "columns": COLUMNS[:1] + COLUMNS[2:],
    }
    return render(request, "impact.html", told)


def facts_of(did: Did) -> list[tuple[str, str]]:
    """The measures that are no shares, in words."""
    found, now = did.impact, did.reading.now
    answers, promises = found.answers, found.promises
    median = answers.median_minutes
    took = "no question is answered yet" if median is None else f"{span(median)} is the median"
    without = f"; {answers.without} could not be answered, and why was said"
    late = f"{promises.late} of them late" if promises.late else "none of them late"
    return [
        ("First contact", first_contact(did)),
        ("Time to an answer", took + (without if answers.without else "")),
        (
            "Commitments",
            f"{promises.made} made, {promises.kept} kept, {late},"
            f" {promises.overdue(now)} overdue,"
            f" {promises.made - promises.due(now)} not due yet",
        ),
        ("New stakeholders", new_stakeholders(found.new_stakeholders, found.exempt)),
        ("Time spent", f"{worked(did.spent)} ({did.spent:,} minutes)"),
    ]


def rounds_told(did: Did) -> Iterator[tuple[str, str, Measured | None]]:
    """Each round about it: how many answered, and what they said once it is closed."""
    for one in did.rounds:
        figures = figures_now(one)
        yield one.ref, answers_words(one), headlines(one.ref, figures.measures) if figures else None


def first_contact(did: Did) -> str:
    minutes = did.impact.first_contact_minutes
    if minutes is None:
        return "nobody was reached yet"
    due = [one for one in did.reading.figures.milestones if one.name == "first_contact"]
    within = f", {'late' if due[0].late else 'in time'}" if due else ""
    return f"{span(minutes)} after it was raised{within}"


def new_stakeholders(new: int, exempt: int) -> str:
    return f"{new}, of whom {exempt} exempt" if exempt else str(new)


SHARES = (
    ("Prepared", "prepared", "mapped", "preparedness"),
    ("Reached", "reached", "mapped", "reach"),
    ("Offered", "offered", "to_offer", "offer_rate"),
    ("Accepted", "accepted", "offered", "acceptance"),
)


def row_of(line: Line, found: DidTogether) -> Row:
    did, now = line.impact, found.now
    first, median = did.first_contact_minutes, did.answers.median_minutes
    cells = [
        cell(getattr(did, part), getattr(did, whole), getattr(did, share))
        for _, part, whole, share in SHARES
    ]
    answers, promises = did.answers, did.promises
    cells[2:2] = [
        cell(answers.answered, answers.asked, answers.rate),
        cell(promises.kept, promises.due(now), promises.rate(now)),
    ]
    return Row(
        ref=line.ref,
        title=line.title,
        state=said(line.state, words.STATES),
        first_contact=span(first) if first is not None else "\N{EN DASH}",
        answer=span(median) if median is not None else "\N{EN DASH}",
        spent=worked(found.spent.get(line.ref, 0)),
        shares=cells,
    )


def cell(part: int, whole: int, share: float | None) -> Cell:
    return Cell(per_cent(share), f"{part:,} of {whole:,}" if whole else "", f"{share or 0:.1f}%")


def together_of(found: DidTogether) -> dict[str, Any]:
    answers, promises = found.together
    firsts, median = found.first_contacts, answers.median_minutes
    asked = f"{answers.answered:,} of {answers.asked:,} asked"
    due = f"{promises.kept:,} of {promises.due(found.now):,} due"
    return {
        "responses": len(found.counted),
        "shares": [
            counted("Prepared", found.prepared, found.mapped, "on the maps, known before"),
            counted("Reached", found.reached, found.mapped, "on the maps"),
            ("Questions answered", asked, answers.rate),
            ("Commitments kept", due, promises.rate(found.now)),
            counted("Offered to stay informed", found.offered, found.to_offer, "new stakeholders"),
            counted("Accepted", found.accepted, found.offered, "offers"),
        ],
        "first_contact": span(median_low(firsts)) if firsts else "\N{EN DASH}",
        "answer": span(median) if median is not None else "\N{EN DASH}",
        "spent": worked(found.hours),
    }


def counted(label: str, part: Count, whole: Count, of: str) -> tuple[str, str, float | None]:
    """A part of a whole, both as far as they may be told."""
    if part.people is None or whole.people is None:
        why = part.words if part.people is None else whole.words
        return label, f"{of}: {why}", None
    return label, f"{part.words} of {whole.words} {of}", share_of(part, whole)
