"""Silences and delays of an incident by both clocks, and what came of them (domain rules §10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.forms.situation import Situation
from api.pages.handover import given
from api.pages.owed import Person, reach_of
from api.pages.render import render
from api.pages.replay import lines_now
from api.pages.situations import past_situation
from api.pages.standing import marks_of
from api.pages.timeline import Line
from api.reading import Reading, read_incident
from domain.incident.gaps import Clock, Gap, gaps
from services.access_log import Action

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])
MOST_GAPS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry on the strip: where its two clocks stand, in per cent of the whole."""

    happened: float
    recorded: float
    late: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A silence on the strip, in per cent of the whole."""

    start: float
    width: float
    alert: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Both clocks over the same days: `happened` above, `recorded` below."""

    first: datetime
    last: datetime
    marks: Sequence[Mark]
    happened: Stretch | None
    recorded: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Given:
    """An agreed line that was withdrawn or corrected, and who had been given it by then."""

    id: str
    words: str
    ended_at: datetime
    replacement: str | None
    to: Sequence[Line]


@router.get("/incidents/{ref}/replay/delays")
def show_delays(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    reading = read_incident(system, ref, who, action=Action.REPLAY)
    situation = past_situation(system, reading, who)
    lines = lines_now(reading, situation)
    recorded, occurred = (
        gaps(reading.whole, reading.ruleset, reading.now, clock) for clock in Clock
    )
    told = {
        "response": reading.response,
        "marking": reading.marking,
        "figures": reading.figures,
        "strip": strip_of(lines, recorded, occurred),
        "gaps": {Clock.RECORDED: _worst(recorded), Clock.OCCURRED: _worst(occurred)},
        "ending": {clock: _ending(lines, clock) for clock in Clock},
        "late": [line for line in lines if line.late_minutes],
        "breaches": [mark for mark in marks_of(reading) if mark.standing == "late"],
        "never": dict(never_reached(reading, situation)),
        "given": [*given_and_ended(reading, lines)],
    }
    return render(request, "replay_delays.html", told)


def strip_of(lines: Sequence[Line], recorded: Sequence[Gap], occurred: Sequence[Gap]) -> Strip:
    """Where everything stands on the strip, from the first entry of either clock to the last."""
    moments = [at for line in lines for at in (line.by.occurred_at, line.by.recorded_at)]
    first, last = min(moments), max(moments)
    whole = max((last - first).total_seconds(), 1)

    def at(moment: datetime) -> float:
        return min(max(round(100 * (moment - first).total_seconds() / whole, 1), 0), 100)

    def stretch(gap: Gap) -> Stretch:
        return Stretch(at(gap.since), round(at(gap.until) - at(gap.since), 1), gap.alert)

    marks = dict.fromkeys(
        Mark(at(line.by.occurred_at), at(line.by.recorded_at), bool(line.late_minutes))
        for line in lines
    )
    within = [gap for gap in occurred if gap.until <= last]
    longest = max(within, key=lambda gap: gap.minutes, default=None)
    ended = [gap for gap in recorded if gap.until <= last]
    alerts = [gap for gap in ended if gap.alert] or _worst(ended)[:1]
    return Strip(
        first, last, [*marks], stretch(longest) if longest else None, [*map(stretch, alerts)]
    )


def never_reached(reading: Reading, situation: Situation) -> Iterator[tuple[str, Sequence[Person]]]:
    """Each community that has people on its map whom nobody ever reached, and these."""
    for community in reach_of(reading, situation):
        never = [person for person in community.people if not person.reached_at]
        if never or not community.people:
            yield community.name, never


def given_and_ended(reading: Reading, lines: Sequence[Line]) -> Iterator[Given]:
    """Every line that no longer held later on, with whom it had been given to before."""
    told: Mapping[str, list[Line]] = given([*lines])
    for line in reading.response.lines.values():
        if line.ended_at is not None:
            before = [one for one in told.get(line.id, ()) if one.by.occurred_at <= line.ended_at]
            yield Given(line.id, line.text_en, line.ended_at, line.replacement, before)


def _worst(among: Sequence[Gap]) -> list[Gap]:
    return sorted(among, key=lambda gap: -gap.minutes)[:MOST_GAPS]


def _ending(lines: Sequence[Line], clock: Clock) -> dict[datetime, Line]:
    """The entry that ended a silence, by the moment at which it did."""
    return {_clocked(line, clock): line for line in reversed(lines)}


def _clocked(line: Line, clock: Clock) -> datetime:
    return line.by.recorded_at if clock is Clock.RECORDED else line.by.occurred_at
