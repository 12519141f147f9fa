"""What a feedback round shows: shares with intervals, and tables without small counts (§8)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.base import Value
from domain.capacity import per_mille
from domain.feedback.about import ABOUT, BELONGING
from domain.feedback.bank import Question
from domain.feedback.decisions import ResponseReceived, Row
from domain.feedback.record import Record
from domain.feedback.words import Group, Measure
from domain.statistics import Change, Measured, Verdict, change_between, measured
from domain.suppression import FEWEST, Table, hidden_in, table


class Figure(Measured):
    """A measure of one group. `k` and `n` count answers; the rest is in per cent."""

    measure: Measure
    group: Group


class RoundFigures(Value):
    """`response_rate` is the share of the tokens that were used, in per cent.

    What came on paper or by telephone is no part of it. None where a link is open to all, or no
    token was issued.
    """

    tokens: int | None
    responses: int
    response_rate: float | None
    measures: tuple[Figure, ...]
    tables: tuple[Table, ...]


def round_figures(record: Record) -> RoundFigures:
    """Everything a round shows, in a page, a chart, a program's answer and a file alike."""
    given = [response.given for response in record.responses.values()]
    tokens = record.tokens if record.by_token else None
    return RoundFigures(
        tokens=tokens,
        responses=len(given),
        response_rate=per_mille(sum(record.redeemed.values()), tokens) / 10 if tokens else None,
        measures=tuple(figures_of(record.questions, given)),
        tables=tuple(table(name, counts) for name, counts in _told_about(given)),
    )


def figures_of(
    questions: Iterable[Question], given: Sequence[ResponseReceived]
) -> Iterator[Figure]:
    """Each question of all, and of each group that a baseline is printed for."""
    for question in questions:
        if question.options:
            k, n = _counted(question, given)
            everybody = measured(k, n, question.baselines.get(Group.ALL))
            yield Figure(measure=question.measure, group=Group.ALL, **everybody.model_dump())
            yield from _of_groups(question, n, given)


def rows_of(record: Record) -> tuple[Row, ...]:
    """The figures as the report keeps them."""
    given = [response.given for response in record.responses.values()]
    return tuple(
        Row(measure=one.measure, group=one.group, k=one.k, n=one.n, hidden=one.n is None)
        for one in figures_of(record.questions, given)
    )


def change(earlier: Record, later: Record, measure: Measure) -> Change | None:
    """How a measure of all moved from one round to the next; None where one did not ask it."""
    asked = [{one.measure: one for one in each.questions} for each in (earlier, later)]
    if any(measure not in questions for questions in asked):
        return None
    (k1, n1), (k2, n2) = (
        _counted(questions[measure], [one.given for one in each.responses.values()])
        for questions, each in zip(asked, (earlier, later), strict=True)
    )
    return change_between(k1, n1, k2, n2)


def _of_groups(
    question: Question, everybody: int, given: Sequence[ResponseReceived]
) -> Iterator[Figure]:
    counts: dict[Group, tuple[int, int]] = {
        group: _counted(question, [one for one in given if belongs(one, group)])
        for group in question.baselines
        if group is not Group.ALL
    }
    shown = {group: n for group, (_, n) in counts.items() if n >= FEWEST}
    kept_back = _kept_back(shown, everybody) | {
        group for group in shown if _splits_hidden(group, given)
    }
    for group, (k, n) in counts.items():
        baseline = question.baselines[group]
        told = measured(k, n, baseline)
        if group in kept_back:
            told = Measured(baseline=baseline, verdict=Verdict.NOT_SHOWN)
        yield Figure(measure=question.measure, group=group, **told.model_dump())


def _kept_back(shown: Mapping[Group, int], everybody: int) -> set[Group]:
    """The groups whose figures would tell, taken from that of all, of fewer than ten others.

    Groups of one field are taken away together: what is left are those who belong to none.
    """
    kept_back: set[Group] = set()
    for field in {BELONGING[group][0] for group in shown}:
        own = sorted((n, group) for group, n in shown.items() if BELONGING[group][0] == field)
        while own and 0 < everybody - sum(n for n, _ in own) < FEWEST:
            kept_back.add(own.pop(0)[1])
    return kept_back


def _splits_hidden(group: Group, given: Sequence[ResponseReceived]) -> bool:
    """Whether a group holds some, not all, of the values that its field's table hides."""
    field, codes = BELONGING[group]
    hidden = hidden_in(dict(_told_about(given)).get(field, {}))
    return bool(hidden & codes) and bool(hidden - codes)


def belongs(given: ResponseReceived, group: Group) -> bool:
    if group is Group.ALL:
        return True
    field, codes = BELONGING[group]
    return (given.demographics or {}).get(field) in codes


def _counted(question: Question, given: Iterable[ResponseReceived]) -> tuple[int, int]:
    """How many gave an answer that counts, of how many who answered; don't know is an answer."""
    base = {option.code for option in question.options if option.in_base}
    headline = {option.code for option in question.options if option.headline}
    said = [one.answers.get(question.measure) for one in given]
    return sum(one in headline for one in said), sum(one in base for one in said)


def _told_about(given: Sequence[ResponseReceived]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """For each field that anybody told, how many gave which value."""
    for name, field in ABOUT.items():
        told = Counter((one.demographics or {}).get(name) for one in given)
        counts = {code: told[code] for code in field.options if told[code]}
        if counts:
            yield name, counts
