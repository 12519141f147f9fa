"""The 43 forces, and where each stands on the tile map."""

from collections import Counter

from domain.forces import FORCES

AREAS = {
    "london": 2,
    "north-west": 5,
    "north-east": 7,
    "midlands": 9,
    "south-east": 11,
    "south-west": 5,
    "wales": 4,
}


def test_there_are_39_in_england_and_4_in_wales() -> None:
    assert [code for code in FORCES if code.startswith("E23")] == [
        f"E230000{number:02}" for number in range(1, 40)
    ]
    assert [code for code in FORCES if code.startswith("W15")] == [
        f"W150000{number:02}" for number in range(1, 5)
    ]


def test_each_belongs_to_an_engagement_area() -> None:
    assert Counter(force.region for force in FORCES.values()) == AREAS


def test_those_of_wales_work_in_two_languages() -> None:
    assert {code for code, force in FORCES.items() if force.bilingual} == {
        code for code in FORCES if code.startswith("W")
    }


def test_each_has_a_tile_of_its_own_and_a_short_name() -> None:
    tiles = {force.tile for force in FORCES.values()}

    assert len(tiles) == 43
    assert None not in tiles
    assert max(len(force.short) for force in FORCES.values()) <= 8
