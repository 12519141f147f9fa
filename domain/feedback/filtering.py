"""The figures of some of those who answered, where what is shown besides does not tell of the few.

A filter is some values of one field. Whoever left the field out counts as one more value, and each
measure is asked by itself, as not everybody answers every question.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.base import Refusal
from domain.feedback.about import ABOUT, BELONGING
from domain.feedback.bank import Question
from domain.feedback.decisions import ResponseReceived
from domain.feedback.figures import Figure, figures_of
from domain.feedback.record import Record
from domain.feedback.words import Group
from domain.statistics import Measured, Verdict, measured
from domain.suppression import hidden_in, may_filter

NOT_SAID: Final = "not_said"
TOO_FEW: Final = (
    "Fewer than 10 people are in this choice, or outside it. Their answers could be worked out"
    " from what is shown. Choose more values, or others."
)


def filtered(record: Record, field: str, values: Collection[str]) -> tuple[Figure, ...]:
    """The measures of those who gave one of these values; Refusal where that tells too much."""
    given = [response.given for response in record.responses.values()]
    counts = _by_value(given, field)
    known = field in ABOUT and set(values) <= {*ABOUT[field].options, NOT_SAID}
    if not known:
        raise Refusal.because("FilterUnknown", "Choose values of one field.", field="value")
    if not _tells_of_enough(counts, values):
        raise Refusal.because("FilterTellsOfFew", TOO_FEW, field="value")
    return tuple(
        _figure(question, given, field, values) for question in record.questions if question.options
    )


def may_choose(record: Record, field: str, values: Collection[str]) -> bool:
    """Whether a filter would be answered."""
    given = [response.given for response in record.responses.values()]
    return _tells_of_enough(_by_value(given, field), values)


def _figure(
    question: Question, given: Sequence[ResponseReceived], field: str, values: Collection[str]
) -> Figure:
    """One measure; without figures where those who answered this very question are too few."""
    base = {option.code for option in question.options if option.in_base}
    headline = {option.code for option in question.options if option.headline}
    answered = [one for one in given if one.answers.get(question.measure) in base]
    counts = _by_value(answered, field)
    inside = [one for one in answered if _value(one, field) in values]
    told = Measured(verdict=Verdict.NOT_SHOWN)
    if _tells_of_enough(counts, values) and not _group_tells(question, given, field, counts):
        k = sum(one.answers[question.measure] in headline for one in inside)
        told = measured(k, len(inside))
    return Figure(measure=question.measure, group=Group.ALL, **told.model_dump())


def _tells_of_enough(counts: Mapping[str, int], values: Collection[str]) -> bool:
    """Beside a table of those who filled the field in, and beside the figures of everybody."""
    told = {value: n for value, n in counts.items() if value != NOT_SAID}
    return may_filter(counts, values) and may_filter(told, set(values) - {NOT_SAID})


def _group_tells(
    question: Question, given: Sequence[ResponseReceived], field: str, counts: Mapping[str, int]
) -> bool:
    """Whether the row of a group beside its baseline holds some, not all, of what is hidden."""
    hidden = hidden_in(counts)
    shown = {row.group for row in figures_of([question], given) if row.n is not None}
    groups = [BELONGING[group] for group in shown & BELONGING.keys()]
    return any(
        of == field and bool(hidden & codes) and bool(hidden - codes) for of, codes in groups
    )


def _by_value(given: Sequence[ResponseReceived], field: str) -> Mapping[str, int]:
    return Counter(_value(one, field) for one in given)


def _value(given: ResponseReceived, field: str) -> str:
    return (given.demographics or {}).get(field, NOT_SAID)
