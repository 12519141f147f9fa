"""An officer's own time of today: what each request has, and what one press makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import uuid4

from api.access import Permission, allowed
from api.london import local
from api.officer_words import worked
from api.wiring import System
from domain.base import NotFound
from domain.officer import Officer
from services.people import Person

STEPS: Final = (15, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it adds, and what the day then has in all."""

    words: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Today:
    """One request that somebody works on; each form carries a key, so that twice records once."""

    request: str
    spent: str
    steps: Sequence[Step]
    key: str


@dataclass(frozen=True, slots=True)
class OwnTime:
    ref: str
    day: date
    today: Sequence[Today]


def own_time(system: System, who: Person) -> OwnTime | None:
    """None for whoever is no officer, or works on nothing now."""
    if not who.officer or not allowed(who, Permission.KEEP_OWN_HOURS):
        return None
    try:
        officer = system.store.load(Officer, who.officer)
    except NotFound:
        return None
    return time_of(officer, local(system.clock()).date())


def time_of(officer: Officer, day: date) -> OwnTime | None:
    requests = sorted(officer.hours.open_requests)
    today = [_today(officer, request, day) for request in requests]
    return OwnTime(officer.ref, day, today) if today else None


def _today(officer: Officer, request: str, day: date) -> Today:
    spent = officer.hours.spent.get(request, {}).get(day, 0)
    steps = [Step(f"+ {worked(more)}", spent + more) for more in STEPS]
    return Today(request, worked(spent), steps, str(uuid4()))
