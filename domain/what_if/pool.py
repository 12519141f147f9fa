"""What a region's officers can still give in one week, shared by what they can do."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from domain.capacity import CapacityRules, share
from domain.what_if.words import Staffed

Abilities: TypeAlias = frozenset[str]
NOTHING: Abilities = frozenset()


class Pool:
    """A region's free minutes in one week.

    Officers with the same languages and skills are one share, as far as any demand needs these.
    Work is given to those with the fewest of them first, so that the others stay free for what
    only they can do; among as many, in the order of the alphabet.
    """

    def __init__(self, shares: Sequence[tuple[Abilities, int]], rules: CapacityRules) -> None:
        self._can = [can for can, _ in shares]
        self._left = [minutes for _, minutes in shares]
        self.available = self.free = sum(minutes for _, minutes in shares)
        self.reserve = share(self.available, rules.reserve_pct)

    def above(self, kept: int, needs: Abilities = NOTHING) -> int:
        """What is free for these needs when so many minutes are kept back of the whole."""
        most = max(self.free - kept, 0)
        if not needs or not most:
            return most
        able = sum(left for can, left in zip(self._can, self._left, strict=True) if needs <= can)
        return min(most, able)

    def take(self, minutes: int, kept: int, needs: Abilities = NOTHING) -> int:
        """Take as many of these minutes as there are; how many that was."""
        taken = left = min(minutes, self.above(kept, needs))
        for number, can in enumerate(self._can):
            if needs <= can:
                part = min(left, self._left[number])
                self._left[number] -= part
                left -= part
        self.free -= taken
        return taken


class Staff:
    """Everybody's available minutes, by region, ability and week."""

    def __init__(
        self, staff: Sequence[Staffed], rules: CapacityRules, needed: Abilities, weeks: int
    ) -> None:
        self._rules = rules
        self._minutes: dict[str, dict[Abilities, list[int]]] = {}
        available: dict[int, int] = {}
        for officer in staff:
            shares = self._minutes.setdefault(officer.region, {})
            theirs = shares.setdefault(officer.can & needed, [0] * weeks)
            for week, net in enumerate(officer.net[:weeks]):
                if net not in available:
                    available[net] = net - share(net, rules.overhead_pct)
                theirs[week] += available[net]
        self.regions = frozenset(self._minutes)

    def pools(self, regions: Sequence[str], week: int) -> Mapping[str, Pool]:
        return {region: Pool(self._in(region, week), self._rules) for region in regions}

    def _in(self, region: str, week: int) -> list[tuple[Abilities, int]]:
        shares = self._minutes.get(region, {})
        fewest_first = sorted(shares, key=lambda can: (len(can), sorted(can)))
        return [(can, shares[can][week]) for can in fewest_first]
