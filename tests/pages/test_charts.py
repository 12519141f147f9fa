"""Pictures made of HTML: the tile map of the forces."""

from api.charts import tile_map
from domain.forces import FORCES, Force
from projections.board import Tally


def test_every_territorial_force_has_a_tile_of_its_own() -> None:
    tiles = tile_map(FORCES.values(), {})

    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == 43


def test_a_tile_is_drawn_for_what_is_most_serious_there() -> None:
    tallies: dict[str | None, Tally] = {
        "E23000003": Tally(incidents=2, critical=1),
        "E23000005": Tally(incidents=1),
    }
    weights = {tile.force.code: tile.weight for tile in tile_map(FORCES.values(), tallies)}

    assert weights["E23000003"] == "critical"
    assert weights["E23000005"] == "open"
    assert weights["E23000001"] == "none"


def test_a_force_without_a_place_is_left_off_the_map() -> None:
    assert tile_map([Force(code="X1", name="Westvale", region="north-west")], {}) == []


def test_the_map_is_read_from_north_to_south() -> None:
    rows = [tile.row for tile in tile_map(FORCES.values(), {})]
    assert rows == sorted(rows)
