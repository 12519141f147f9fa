"""Pictures of figures that are made of HTML: they print, reflow, and read aloud."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.forces import Force
from projections.board import Tally


@dataclass(frozen=True)
class Tile:
    """A force's place on the map: about where it is, and all forces equally large."""

    force: Force
    row: int
    column: int
    tally: Tally

    @property
    def weight(self) -> str:
        """critical, open or none: how the tile is drawn, besides its number."""
        return "critical" if self.tally.critical else "open" if self.tally.incidents else "none"


def tile_map(forces: Iterable[Force], tallies: Mapping[str | None, Tally]) -> list[Tile]:
    """The forces that have a place on the map, row by row from the north."""
    tiles = [
        Tile(force, *force.tile, tally=tallies.get(force.code, Tally()))
        for force in forces
        if force.tile
    ]
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))
