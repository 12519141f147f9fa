"""Replaying an incident: stepping through it as it was known, or as it was (domain rules §10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.forms.situation import Situation
from api.pages.address import Address, Filter
from api.pages.excerpt import filters_of, wanted_of
from api.pages.render import render
from api.pages.replay_standing import Panel, changed_keys, differences, panels_of
from api.pages.replay_steps import By, Steps, clocked, moment_at, time_of
from api.pages.situations import past_situation
from api.pages.timeline import OLDEST, Line, Lines, sought
from api.reading import Moment, Reading, at_moment, read_incident
from api.wiring import System
from domain.base import NotFound
from domain.incident import not_yet_known, since_corrected
from services.access_log import Action

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])
NEAR = 10
SPEEDS: Mapping[str, str] = {"2500": "Slowly", "1200": "Steadily", "400": "Quickly"}
"""Milliseconds that each entry is shown for, where the replay plays by itself."""
CLOCK = Filter("clock", "Clock", {By.HAPPENED: "As it was"})
KEPT = ("at", "step", "with")


@dataclass(frozen=True)
class Replay:
    """An incident as somebody may read it, whole and at the moment that they look at."""

    system: System
    whole: Reading
    situation: Situation
    lines: Lines
    steps: Steps
    address: Address
    exact: datetime | None = None

    @property
    def moment(self) -> Moment:
        """That of the step, or exactly the time that was asked for."""
        if self.exact is None:
            return self.moment_of(self.steps.line)
        if self.steps.by is By.RECORDED:
            return Moment(as_at=self.exact)
        return Moment(true_at=self.exact)

    def moment_of(self, line: Line) -> Moment:
        return moment_at(line, self.steps.by, self.whole.response.happened_at)

    def at(self, moment: Moment) -> tuple[Reading, Situation]:
        """The incident at a moment, and what its pages know around it."""
        reading = at_moment(self.system, self.whole, moment)
        situation = replace(self.situation, now=reading.now, response=reading.response)
        return reading, situation

    def to(self, line: Line | None) -> str:
        return self.address.changed(at=str(line.position), step=None) if line else ""


@router.get("/incidents/{ref}/replay")
def show_replay(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    whole = read_incident(system, ref, who, action=Action.REPLAY)
    situation = past_situation(system, whole, who)
    replay = replay_of(request, system, whole, situation)
    reading, then = replay.at(replay.moment)
    told = {
        **_stepping(replay),
        **_known(replay, reading, then),
        "response": reading.response,
        "marking": whole.marking,
        "name": situation.name,
        "moment": reading.now,
        "compared": _compared(replay, reading, then),
        "filters": filters_of(whole, situation),
    }
    page = render(request, "replay.html", told)
    if replay.exact is None:
        page.headers["HX-Replace-Url"] = replay.to(replay.steps.line)
    return page


def replay_of(request: Request, system: System, whole: Reading, situation: Situation) -> Replay:
    """The replay that an address asks for; what it asks for in vain is left out."""
    filters = (CLOCK, *filters_of(whole, situation)[:4])
    asked = Address.of(request, filters, extra=KEPT)
    address = Address(f"/incidents/{whole.ref}/replay", asked.pairs, asked.veil)
    by = By(address.one("clock") or By.RECORDED)
    lines = lines_now(whole, situation)
    wanted = replace(wanted_of(whole, address), sort=OLDEST)
    found = (sought(lines, wanted) if wanted.narrows else ()) or lines
    at, step = _asked_for(address.one("at")), _whole_number(address.one("step"))
    steps = Steps.at(by, found, at, step)
    exact = at if isinstance(at, datetime) and step is None else None
    if exact is not None and exact < time_of(lines[0], by):
        exact = None
    return Replay(system, whole, situation, lines, steps, address, exact)


def lines_now(whole: Reading, situation: Situation) -> Lines:
    """Every entry that may be read, as it reads now; NotFound where there is none."""
    if not whole.history:
        raise NotFound.because("NothingYet", f"Nothing of {whole.ref} is yours to read.")
    return Lines(whole.history, whole.positions, situation.name, _late(whole))


def _stepping(replay: Replay) -> dict[str, Any]:
    steps, address = replay.steps, replay.address
    chosen = steps.line.position
    return {
        "steps": steps,
        "near": steps.around(NEAR),
        "exact": replay.exact,
        "address": address,
        "carried": carried(address),
        "to": replay.to,
        "total": len(replay.lines),
        "recorded_address": address.changed(at=str(chosen), step=None, clock=None),
        "happened_address": address.changed(at=str(chosen), step=None, clock=By.HAPPENED),
        "beside_address": address.changed(**{"at": str(chosen), "step": None, "with": str(chosen)}),
        "speeds": SPEEDS,
        "narrowed": len(steps.lines) < len(replay.lines),
    }


def carried(address: Address) -> list[tuple[str, str]]:
    """What a form of the page has to send along, as it stands in the address."""
    query = address.changed(at=None, step=None).partition("?")[2]
    return parse_qsl(query)


def _known(replay: Replay, reading: Reading, situation: Situation) -> dict[str, Any]:
    """The panels, what this step changed in them, and what was not known or was wrong then."""
    panels, before = panels_of(reading, situation), _before(replay)
    history, then = replay.whole.history, reading.now
    return {
        "panels": panels,
        "changed": changed_keys(before, panels) if before else frozenset(),
        "unknown": replay.lines.of(not_yet_known(history, then)),
        "corrected": replay.lines.of(since_corrected(history, then)),
        "entry": _as_read_then(replay),
        "hidden": len(replay.whole.hidden),
    }


def _before(replay: Replay) -> Sequence[Panel]:
    """How it stood one step before, of all steps and not only of those that were sought."""
    before = replay.steps.before(replay.lines)
    return panels_of(*replay.at(replay.moment_of(before))) if before else ()


def _as_read_then(replay: Replay) -> Line:
    """The entry of this step in the words that it had at the moment: by one clock, as recorded."""
    line = replay.steps.line
    if replay.steps.by is By.HAPPENED:
        return line
    recorded = next(event for event in replay.whole.history if event.version == line.now.version)
    return replace(line, now=recorded, changes=())


def _compared(replay: Replay, reading: Reading, situation: Situation) -> dict[str, Any] | None:
    """This moment beside another one, where the address names it."""
    position = _whole_number(replay.address.one("with"))
    if position is None:
        return None
    other = Steps.at(replay.steps.by, replay.lines, position).line
    first, second = sorted(
        (other, replay.steps.line), key=lambda one: clocked(one, replay.steps.by)
    )
    shown = panels_of(reading, situation)
    beside = panels_of(*replay.at(replay.moment_of(other)))
    sides = (shown, beside) if first is replay.steps.line else (beside, shown)
    return {
        "first": first,
        "second": second,
        "rows": differences(*sides),
        "without": replay.address.changed(**{"with": None}),
    }


def _asked_for(said: str) -> int | datetime | None:
    """A position, or a time with its zone; None for anything else."""
    if said.isdecimal():
        return _whole_number(said)
    try:
        when = datetime.fromisoformat(said)
    except ValueError:
        return None
    return when if when.tzinfo else None


def _late(reading: Reading) -> timedelta:
    return timedelta(hours=reading.ruleset.late_entry_hours)


def _whole_number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 19 else None
