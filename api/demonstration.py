"""The demonstration: a made-up exercise, loaded once, and a sign-in for every role."""

import json
import secrets
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from api.settings import Settings
from api.staging import stage
from api.storage import open_storage
from services.exercise import Exercise, play, read_exercise
from services.people import Kind, People, Person

EXERCISE = Path(__file__).parent / "demonstration.yaml"
SIGN_INS = "demonstration-sign-ins.json"


class DemonstrationFailed(Exception):
    """A step of the demonstration was not answered as it expects."""


def is_empty(settings: Settings) -> bool:
    """Whether nothing was ever recorded here, so that a demonstration can be loaded."""
    with open_storage(settings) as storage:
        storage.prepare()
        return storage.store.position() == 0


async def load_demonstration(settings: Settings, now: datetime) -> None:
    """Play the demonstration into an empty system; say how far it is meanwhile."""
    exercise = read_exercise(EXERCISE.name, EXERCISE.read_text(encoding="utf-8"), now)
    with Progress(transient=True) as progress:
        task = progress.add_task("Loading the demonstration", total=len(exercise.steps))
        async with stage(settings) as played:
            result = await play(exercise, played, lambda _: progress.advance(task))
            if not result.passed:
                wrong = [outcome.line() for outcome in result.outcomes if not outcome.passed]
                raise DemonstrationFailed("\n".join(wrong[:3]))
            sign_ins = _give_passwords(played.system.people, exercise)
    kept = settings.data / SIGN_INS
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(sign_ins, indent=1))


def sign_ins_of(settings: Settings) -> dict[str, dict[str, str]]:
    """One sign-in for each role of the demonstration: name and password; empty without one."""
    kept = settings.data / SIGN_INS
    return json.loads(kept.read_text()) if kept.exists() else {}


def _give_passwords(people: People, exercise: Exercise) -> dict[str, dict[str, str]]:
    sign_ins: dict[str, dict[str, str]] = {}
    for key, actor in exercise.people.items():
        password = secrets.token_urlsafe(9)
        name = actor.name or key
        people.enrol(Person(key, name, actor.role, actor.region, actor.officer), password)
        people.credentials.end_all(key, Kind.TOKEN)
        sign_ins.setdefault(actor.role, {"name": key, "password": password})
    return sign_ins
