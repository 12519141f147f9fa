"""Demand that is made up: as many incidents a week as are asked for, by the laws of chance.

Chance is a hash of the seed and of what is drawn, so that the same seed gives the same demand
everywhere. Each week of each region and level is drawn for itself: another rate for one of them
leaves the others as they are, and a higher rate adds incidents and takes none away. So two
replays differ by what was changed, and not by luck.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from math import exp
from typing import Final, TypeAlias

from domain.priority import Band
from domain.vocabulary import Level
from domain.what_if.words import Arrival

Rates: TypeAlias = Mapping[tuple[str, Level], float]
"""Incidents a week, by region and level."""

BANDS: Final[Mapping[Level, tuple[tuple[Band, int], ...]]] = {
    Level.CRITICAL: ((Band.P1, 50), (Band.P2, 50)),
    Level.HIGH_PROFILE: ((Band.P2, 20), (Band.P3, 60), (Band.P4, 20)),
}
"""Per cent of the incidents of a level that are of each band: made up, too; no source has it."""
PER_CENT: Final = 100
UNSURE: Final = 1e-12


def made_up(rates: Rates, weeks: int, seed: int) -> list[Arrival]:
    """In the order of arrival, which within a week is drawn as well."""
    drawn = [
        (week, chance(seed, "when", week, region, level, number), region, level, number)
        for (region, level), rate in sorted(rates.items())
        for week in range(weeks)
        for number in range(_incidents(chance(seed, "many", week, region, level), rate))
    ]
    return list(_arrivals(sorted(drawn), seed))


def _arrivals(drawn: list[tuple[int, float, str, Level, int]], seed: int) -> Iterator[Arrival]:
    for place, (week, _, region, level, number) in enumerate(drawn, 1):
        luck = chance(seed, "band", week, region, level, number)
        yield Arrival(
            ref=f"{place}", week=week, region=region, level=level, band=_band(level, luck)
        )


def chance(seed: int, *what: object) -> float:
    """A number from 0 up to 1, always the same for the same words."""
    words = " ".join(map(str, (seed, *what)))
    return int.from_bytes(sha256(words.encode()).digest()[:6], "big") / 2**48


def _incidents(luck: float, rate: float) -> int:
    """How many there are in a week: the quantile of a Poisson distribution."""
    likely = whole = exp(-rate)
    many = 0
    while whole < luck and likely > UNSURE * whole:
        many += 1
        likely *= rate / many
        whole += likely
    return many


def _band(level: Level, luck: float) -> Band:
    left = luck * PER_CENT
    for band, share in BANDS[level]:
        if left < share:
            return band
        left -= share
    return BANDS[level][-1][0]
