"""Totals for those who are to know no single one: small counts of people stay hidden."""

import pytest

from api.small_counts import HIDDEN, TOO_FEW, Count, nested, protected, told
from api.staging import HttpStage
from tests.api.world import build


def shown(**counts: int) -> dict[str, int | None]:
    return {key: count.people for key, count in protected(counts).items()}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (
            {"asian": 12, "black": 18, "mixed": 4, "white": 11, "other": 3},
            {"asian": 12, "black": 18, "mixed": None, "white": None, "other": None},
        ),
        ({"a": 9, "b": 20, "c": 14, "d": 5}, {"a": None, "b": 20, "c": 14, "d": None}),
        ({"a": 26, "b": 20, "c": 2}, {"a": 26, "b": None, "c": None}),
        ({"a": 3, "b": 4}, {"a": None, "b": None}),
        ({"a": 10, "b": 38}, {"a": 10, "b": 38}),
        ({"a": 0, "b": 38}, {"a": 0, "b": 38}),
        ({"a": 9, "b": 10}, {"a": None, "b": None}),
        ({"a": 9, "b": 1, "c": 10}, {"a": None, "b": None, "c": 10}),
        ({"a": 9, "b": 9, "c": 40}, {"a": None, "b": None, "c": None}),
        ({"a": 1, "b": 30, "c": 30}, {"a": None, "b": None, "c": None}),
        ({}, {}),
    ],
)
def test_no_count_below_ten_is_told_nor_can_be_worked_out(
    counts: dict[str, int], expected: dict[str, int | None]
) -> None:
    assert shown(**counts) == expected


def test_why_a_count_is_hidden_does_not_tell_which_is_the_small_one() -> None:
    assert protected({"a": 2, "b": 20}) == {"a": HIDDEN, "b": HIDDEN}
    assert TOO_FEW.words == "fewer than 10"
    assert Count(1234).words == "1,234"


def test_a_count_by_itself() -> None:
    assert [told(people).people for people in (0, 1, 9, 10)] == [0, None, None, 10]


def test_a_part_is_not_told_where_its_whole_is_not() -> None:
    found = nested({"police": {"x": 15, "y": 4}, "press": {"z": 5}, "public": {"w": 12, "v": 11}})

    assert found == {
        "police": (HIDDEN, {"x": HIDDEN, "y": HIDDEN}),
        "press": (HIDDEN, {"z": HIDDEN}),
        "public": (Count(23), {"w": Count(12), "v": Count(11)}),
    }


def test_a_part_is_not_worked_out_from_its_whole() -> None:
    assert nested({"police": {"x": 30, "y": 4}})["police"] == (
        Count(34),
        {"x": HIDDEN, "y": HIDDEN},
    )


async def test_an_analyst_is_told_totals_of_what_is_open_and_nothing_else(
    played: HttpStage,
) -> None:
    world = await build(played)
    told = {
        who: (await world.ask(who, "/api/v1/figures")).json()
        for who in ("analyst", "insight", "officer", "head")
    }
    page = await world.ask("analyst", "/figures")

    assert {who: figures["incidents"] for who, figures in told.items()} == {
        "analyst": 2,
        "insight": 2,
        "officer": 3,
        "head": 4,
    }
    assert told["analyst"]["by_region"] == {"london": 1, "north-west": 1}
    assert told["analyst"]["registered"] == {"people": None, "hidden": "fewer than 10"}
    assert told["analyst"]["mapped"]["people"] == 0
    assert sum(told["head"]["by_month"].values()) == 4
    assert sum(told["head"]["by_state"].values()) == 4
    assert (page.status_code, "2 incidents" in page.text) == (200, True)
    assert "fewer than 10" in page.text
    assert "Quarrybank" not in page.text
    assert (await world.ask("investigator", "/figures")).status_code == 403
    assert (await world.ask("auditor", "/api/v1/figures")).status_code == 403
