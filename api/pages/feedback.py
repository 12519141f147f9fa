"""Feedback rounds: which there are, and one with what it says, in pictures, tables and a file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import feedback_words as fw
from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.consulting import consult
from api.csv_download import csv_download
from api.feedback_reading import counts_only, figures_now, find_round, read_round, rounds_of
from api.forms.feedback import CONTINUING
from api.pages.feedback_pictures import COLUMNS, change_words, measures_of, row_of
from api.pages.render import render
from api.pages.times import per_cent
from api.pages.wording import said
from api.wiring import System
from domain.base import Refusal
from domain.feedback import (
    ABOUT,
    FeedbackRound,
    Figure,
    Measure,
    RoundState,
    change,
    round_figures,
)
from domain.feedback.filtering import NOT_SAID, filtered
from domain.suppression import Table
from services.access_log import Action
from services.people import Person

AT_ONCE = 25
ROUNDS, COLLECTION = "/feedback-rounds", "feedback-rounds"
READ = may(Permission.READ_FEEDBACK)
router = APIRouter()


@dataclass(frozen=True)
class Narrowed:
    """What the figures were narrowed to, and either the figures or why there are none."""

    field: str
    values: Sequence[str]
    words: str
    figures: tuple[Figure, ...] = ()
    refused: str = ""


@router.get(ROUNDS, dependencies=[READ])
def show_rounds(
    request: Request, system: Running, who: SignedIn, incident: str = "", before: int = 0
) -> Response:
    if incident and not counts_only(who):
        found = [one for one in rounds_of(system, incident) if find_round(system, one.ref, who)]
        rounds, more = found[::-1], None
    else:
        rounds, more = latest(system, who, before)
    told = {
        "nav": "impact",
        "incident": incident,
        "rounds": [(one, said(one.state, fw.STATES)) for one in rounds],
        "more": more,
        "counts_only": counts_only(who),
        "may_open": allowed(who, permission_of(COLLECTION, "open")) and bool(incident),
    }
    return render(request, "feedback/rounds.html", told)


def latest(system: System, who: Person, before: int) -> tuple[list[FeedbackRound], int | None]:
    """The rounds that somebody may know of, the newest first; and where to go on."""
    last = system.store.last_of(FeedbackRound.SERIES)
    number = min(last, before - 1 if before else last)
    found: list[FeedbackRound] = []
    while number > 0 and len(found) < AT_ONCE:
        one = find_round(system, f"{FeedbackRound.SERIES}-{number:04}", who)
        found += [one] if one is not None else []
        number -= 1
    return found, number + 1 if number > 0 else None


@router.get(ROUNDS + "/{ref}", dependencies=[READ])
def show_round(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    feedback = read_round(system, ref, who)
    figures = figures_now(feedback)
    narrowed = narrowed_to(feedback, request)
    told = {
        "nav": "impact",
        "round": feedback,
        "marking": feedback.marking,
        "state": said(feedback.state, fw.STATES),
        "mode": said(feedback.opened.mode, fw.MODES),
        "answers": answers_words(feedback),
        "measures": measures_of(figures.measures) if figures else [],
        "columns": COLUMNS[1:],
        "tables": [table_of(one) for one in figures.tables] if figures else [],
        "narrowed": narrowed,
        "narrowed_measures": measures_of(narrowed.figures) if narrowed else [],
        "fields": [*fields_of(feedback)] if figures else [],
        "changes": [*changes_of(system, feedback, who)] if figures else [],
        "incident": None if counts_only(who) else feedback.opened.ref,
        "acts": [*acts_of(who, feedback)],
        "batches": batches_of(who, feedback),
        "may_screen": allowed(who, Permission.SCREEN_FEEDBACK),
        "may_take_out": allowed(who, Permission.EXPORT_FIGURES),
        "unread": sum(one.waits for one in feedback.responses.values()),
    }
    return render(request, "feedback/round.html", told)


@router.get(ROUNDS + "/{ref}/figures.csv", dependencies=[may(Permission.EXPORT_FIGURES)])
def take_out_figures(ref: str, system: Running, who: SignedIn) -> Response:
    """The same figures as the page's, with the same blanks; and that they were taken out."""
    feedback = read_round(system, ref, who)
    consult(system, who, ref, action=Action.EXPORT, marking=feedback.marking)
    figures = figures_now(feedback)
    rows = [row_of(one) for one in figures.measures] if figures else []
    for shown in figures.tables if figures else ():
        name, cells, total = table_of(shown)
        rows += [(name, value, "", n, *[""] * 5) for value, n in cells]
        rows += [(name, "All who said", "", total, *[""] * 5)]
    return csv_download(f"{ref}-figures", feedback.marking, system.clock(), COLUMNS, rows)


def answers_words(feedback: FeedbackRound) -> str:
    """48 answers to 80 links, 60.0%"""
    figures = round_figures(feedback)
    if figures.tokens is None:
        return f"{figures.responses} answers by one link for all"
    if not figures.tokens:
        return f"{figures.responses} answers, and no links made"
    rate = per_cent(figures.response_rate)
    return f"{figures.responses} answers to {figures.tokens} links, {rate}"


def table_of(shown: Table) -> tuple[str, list[tuple[str, str]], str]:
    """A field, its values and its total; what is hidden is blank."""
    cells = [
        (fw.value_words(shown.field, cell.value), "" if cell.n is None else str(cell.n))
        for cell in shown.cells
    ]
    return said(shown.field, fw.FIELDS), cells, "" if shown.total is None else str(shown.total)


def fields_of(feedback: FeedbackRound) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """By what the figures can be narrowed, with every value, whether anybody chose it or not."""
    for name, field in ABOUT.items():
        values = [(code, words.en) for code, words in field.options.items()]
        yield name, said(name, fw.FIELDS), [*values, (NOT_SAID, "Left out")]


def narrowed_to(feedback: FeedbackRound, request: Request) -> Narrowed | None:
    """The figures of those who gave some values of a field; or why they are not shown."""
    field = request.query_params.get("field", "")
    values = request.query_params.getlist("value")
    if not field or not values or figures_now(feedback) is None:
        return None
    words = ", ".join(_value(field, value) for value in values)
    told = f"{said(field, fw.FIELDS)}: {words}"
    try:
        return Narrowed(field, values, told, filtered(feedback, field, set(values)))
    except Refusal as refusal:
        return Narrowed(field, values, told, refused=refusal.reasons[0].text)


def _value(field: str, value: str) -> str:
    known = field in ABOUT and value in {*ABOUT[field].options, NOT_SAID}
    return fw.value_words(field, value) if known else value


def changes_of(
    system: System, feedback: FeedbackRound, who: Person
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """How each measure moved since each earlier round about the same incident."""
    for one in rounds_of(system, feedback.opened.ref):
        earlier = find_round(system, one.ref, who)
        if earlier is None or one.opened_at >= feedback.opened_at or not figures_now(one):
            continue
        moved = [
            (said(measure, fw.MEASURES), change_words(found))
            for measure in _measures(feedback)
            if (found := change(earlier, feedback, measure)) is not None
        ]
        yield one.ref, moved


def _measures(feedback: FeedbackRound) -> Collection[Measure]:
    return [question.measure for question in feedback.questions if question.options]


def acts_of(who: Person, feedback: FeedbackRound) -> Iterator[tuple[str, str]]:
    """What may be done with it as it stands: the address and the words."""
    state = feedback.state
    fits = {
        "issue-tokens": state is RoundState.OPEN and feedback.by_token,
        "enter": state is RoundState.OPEN,
        "close": state is RoundState.OPEN,
        "report": state is RoundState.CLOSED,
        "tell-participants": state is RoundState.REPORTED,
        "screen": False,
    }
    titles = {"enter": "Enter an answer"} | {form.verb: form.title for form in CONTINUING}
    for verb, title in titles.items():
        if fits[verb] and allowed(who, permission_of(COLLECTION, verb)):
            yield f"{ROUNDS}/{feedback.ref}/do/{verb}", title


def batches_of(who: Person, feedback: FeedbackRound) -> list[tuple[int, int]]:
    """Each batch of links and how many it has, for those who hand them out while it is open."""
    if not allowed(who, Permission.RUN_FEEDBACK) or feedback.state is not RoundState.OPEN:
        return []
    return sorted(feedback.issued.items()) if feedback.by_token else [(0, 1)]
