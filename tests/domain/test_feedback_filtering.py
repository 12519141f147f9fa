"""Nothing that a round shows tells of fewer than ten: by subtraction over tables and filters."""

from collections import Counter
from datetime import UTC, datetime
from itertools import chain, combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refusal
from domain.feedback import FeedbackRound, Measure, Response, round_figures
from domain.feedback.about import BELONGING
from domain.feedback.decisions import ResponseReceived, RoundOpened
from domain.feedback.filtering import NOT_SAID, filtered
from domain.statistics import Verdict

FIELD = "ethnicity"
VALUES = ("asian", "black", "mixed", "white", "other")
ANSWERS = ("very", "not_very", None)
S6 = {"asian": 12, "black": 18, "mixed": 4, "white": 11, "other": 3}


def round_of(people: list[tuple[str, str | None]]) -> FeedbackRound:
    """A round with one answer a person: the value of the field, and what they answered."""
    held = FeedbackRound("FB-0001")
    held.opened = RoundOpened(
        ref="INC-2026-0001",
        questions=(Measure.IMPARTIAL,),
        questions_version="1",
        closes_at=datetime(2026, 5, 1, tzinfo=UTC),
        level="consult",
        can_change="The next meeting.",
    )
    for number, (value, answer) in enumerate(people):
        said = ResponseReceived(
            answers={Measure.IMPARTIAL: answer} if answer else {},
            demographics=None if value == NOT_SAID else {FIELD: value},
        )
        held.responses[UUID(int=number)] = Response(id=UUID(int=number), given=said)
    return held


def everybody(counts: dict[str, int], answer: str = "very") -> list[tuple[str, str | None]]:
    return [(value, answer) for value, many in counts.items() for _ in range(many)]


@pytest.mark.parametrize(
    "values", [{"mixed"}, set(S6) - {"mixed"}, {"white"}, {"asian", "white"}, set()]
)
def test_s6_a_filter_that_tells_of_few_is_refused(values: set[str]) -> None:
    with pytest.raises(Refusal) as refused:
        filtered(round_of(everybody(S6)), FIELD, values)

    assert [reason.code for reason in refused.value.reasons] == ["FilterTellsOfFew"]


def test_a_filter_of_enough_is_answered_without_a_baseline() -> None:
    [one] = filtered(round_of(everybody(S6)), FIELD, {"asian"})

    assert (one.k, one.n, one.verdict) == (12, 12, Verdict.NO_BASELINE)


@pytest.mark.parametrize(("field", "values"), [("shoe_size", {"9"}), (FIELD, {"asian", "martian"})])
def test_a_filter_of_what_is_not_asked_is_refused(field: str, values: set[str]) -> None:
    with pytest.raises(Refusal) as refused:
        filtered(round_of(everybody(S6)), field, values)

    assert [reason.code for reason in refused.value.reasons] == ["FilterUnknown"]


def test_a_measure_that_few_of_them_answered_is_not_shown() -> None:
    people = everybody({"asian": 30, "black": 30})
    people = [(value, None if number < 25 else said) for number, (value, said) in enumerate(people)]
    [one] = filtered(round_of(people), FIELD, {"black"})

    assert (one.n, one.verdict) == (None, Verdict.NOT_SHOWN)


def test_whoever_left_it_out_is_not_told_by_what_is_left() -> None:
    with pytest.raises(Refusal):
        filtered(round_of(everybody({"asian": 30, NOT_SAID: 4})), FIELD, {"asian"})


PEOPLE = st.lists(
    st.tuples(st.sampled_from((*VALUES, NOT_SAID)), st.sampled_from(("very", "not_very", "very")))
    | st.tuples(st.sampled_from(VALUES), st.sampled_from(ANSWERS)),
    max_size=30,
)
CROWDS = st.dictionaries(st.sampled_from((*VALUES, NOT_SAID)), st.integers(0, 24), max_size=6)


@settings(max_examples=150, deadline=None)
@given(people=PEOPLE, crowds=CROWDS)
def test_no_few_follow_from_all_tables_groups_and_filters_together(
    people: list[tuple[str, str | None]], crowds: dict[str, int]
) -> None:
    """Every figure shown is a sum over values: whatever sums can be made of them is ten or none."""
    held = round_of(people + everybody(crowds))
    base = Counter(value for value, said in people + everybody(crowds) if said)
    sums = [frozenset(values) for values in shown_sums(held)]
    for made in differences(sums):
        many = sum(base[value] for value in made)
        assert many == 0 or many >= 10, (sorted(made), dict(base))


@settings(max_examples=150, deadline=None)
@given(counts=CROWDS)
def test_no_few_follow_where_everybody_answers_and_the_table_counts_the_same_people(
    counts: dict[str, int],
) -> None:
    """The table adds its cells and its total. How many left the field out is no cell of it."""
    held = round_of(everybody(counts))
    sums = shown_sums(held)
    for shown in round_figures(held).tables:
        sums += [frozenset({cell.value}) for cell in shown.cells if not cell.hidden]
        sums += [frozenset(VALUES)] if shown.total is not None else []
    for made in differences(sums):
        cells = made - {NOT_SAID}
        many = sum(counts.get(value, 0) for value in cells)
        if made == cells:
            assert many == 0 or many >= 10, (sorted(made), counts)


def shown_sums(held: FeedbackRound) -> list[frozenset[str]]:
    """The values that each figure of the one measure is a sum over."""
    found: list[frozenset[str]] = []
    for one in round_figures(held).measures:
        if one.n is not None:
            codes = BELONGING[one.group][1] if one.group in BELONGING else None
            if codes is None:
                found.append(frozenset({*VALUES, NOT_SAID}))
            elif BELONGING[one.group][0] == FIELD:
                found.append(frozenset(codes))
    for values in chain.from_iterable(
        combinations((*VALUES, NOT_SAID), size) for size in range(1, 7)
    ):
        try:
            [one] = filtered(held, FIELD, set(values))
        except Refusal:
            continue
        if one.n is not None:
            found.append(frozenset(values))
    return found


def differences(sums: list[frozenset[str]]) -> set[frozenset[str]]:
    """All that taking shown sums away from each other, and putting them together, can make."""
    made = set(sums)
    while True:
        more = {big - small for big in made for small in made if small < big} | {
            one | other for one in made for other in made if not one & other
        }
        if more <= made:
            return made
        made |= more
