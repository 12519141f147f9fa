"""Domain rules §8 and S6: nobody can be worked out from what is shown."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.suppression import FEWEST, hidden_in, may_filter, table, told

ETHNICITY = {"asian": 12, "black": 18, "mixed": 4, "white": 11, "other": 3}
COUNTS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.integers(0, 14) | st.integers(0, 60), min_size=1
)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        (ETHNICITY, {"mixed", "white", "other"}),
        ({"18-24": 9, "25-44": 20, "45-64": 14, "65+": 5}, {"18-24", "65+"}),
        ({"f": 26, "m": 20, "x": 2}, {"m", "x"}),
        ({"a": 3, "b": 4}, {"a", "b"}),
        ({"a": 10, "b": 38}, set()),
        ({"a": 0, "b": 38}, set()),
        ({"a": 0, "b": 9}, {"a", "b"}),
        ({"a": 1, "b": 10, "c": 10}, {"a", "b", "c"}),
        ({"a": 9, "b": 9, "c": 9, "d": 30}, {"a", "b", "c", "d"}),
        ({}, set()),
    ],
)
def test_what_is_hidden(counts: dict[str, int], hidden: set[str]) -> None:
    assert hidden_in(counts) == hidden


def test_s6_the_table_and_its_total() -> None:
    shown = table("ethnicity", ETHNICITY)

    assert shown.total == 48
    assert {cell.value: cell.n for cell in shown.cells} == {
        "asian": 12,
        "black": 18,
        "mixed": None,
        "white": None,
        "other": None,
    }
    assert table("small", {"a": 3, "b": 4}).total is None


@pytest.mark.parametrize(
    ("chosen", "allowed"),
    [
        ({"mixed"}, False),
        (set(ETHNICITY) - {"mixed"}, False),
        ({"asian"}, True),
        (set(ETHNICITY) - {"asian"}, True),
        ({"mixed", "white", "other"}, True),
        ({"asian", "white"}, False),
        ({"asian", "black", "mixed"}, False),
        (set(ETHNICITY), True),
        (set(), False),
    ],
)
def test_s6_filters(chosen: set[str], allowed: bool) -> None:
    assert may_filter(ETHNICITY, chosen) is allowed


def test_a_count_by_itself() -> None:
    assert [told(people) for people in (0, 1, 9, 10)] == [0, None, None, 10]


@given(COUNTS)
def test_what_is_hidden_is_two_cells_and_ten_people_or_everything(counts: dict[str, int]) -> None:
    hidden = hidden_in(counts)
    people = [counts[value] for value in hidden]

    assert {value for value, n in counts.items() if 0 < n < FEWEST} <= hidden
    assert not hidden or (len(hidden) >= 2 and sum(people) >= FEWEST) or hidden == set(counts)


def known_sums(counts: Mapping[str, int]) -> list[frozenset[str]]:
    """Every set of values whose sum a page shows: cells, the total, and every filter allowed."""
    values = list(counts)
    subsets = chain.from_iterable(combinations(values, size) for size in range(len(values) + 1))
    cells = [frozenset({value}) for value in values if value not in hidden_in(counts)]
    filters = [frozenset(chosen) for chosen in subsets if may_filter(counts, chosen)]
    total = [frozenset(values)] if sum(counts.values()) >= FEWEST else []
    return [*cells, *filters, *total]


@settings(max_examples=300)
@given(COUNTS.filter(lambda counts: len(counts) <= 6))
def test_no_small_cell_is_worked_out_by_adding_and_subtracting(counts: dict[str, int]) -> None:
    """Move a person between two hidden cells: no sum that is shown changes."""
    small = [value for value, n in counts.items() if 0 < n < FEWEST]
    hidden, shown = hidden_in(counts), known_sums(counts)

    for value in small:
        others = hidden - {value}
        if sum(counts.values()) < FEWEST:
            assert shown == []
        else:
            assert any(all((value in s) == (other in s) for s in shown) for other in others)


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_nor_by_somebody_who_knows_the_rule_and_every_table_that_it_could_hide(cells: int) -> None:
    """All tables of up to four cells of up to 13 people: what looks alike differs in each cell."""
    alike: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(cells)])
    for counts in product(range(14), repeat=cells):
        named = dict(zip("abcd", counts, strict=False))
        shown = table("field", named)
        for place, n in enumerate(counts):
            alike[shown][place].add(n)

    for looks, possible in alike.items():
        for place, could_be in enumerate(possible):
            if looks.cells[place].hidden:  # type: ignore[attr-defined]
                assert len(could_be) > 1, looks
