"""How much is measured: all of it, or a quick look."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """`seconds` of load in so many `rounds`; `events` to rebuild from; `incidents` to search in."""

    seconds: float
    rounds: int
    events: int
    incidents: int
    repeats: int


WHOLE = Scale(seconds=15, rounds=3, events=200_000, incidents=10_000, repeats=200)
QUICK = Scale(seconds=3, rounds=2, events=20_000, incidents=500, repeats=40)
