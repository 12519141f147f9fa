"""Exercises from the command line: each is played on a whole system of its own."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from api.settings import Settings
from api.staging import stage
from api.storage import utc_now
from services.exercise import Exercise, Outcome, Result, open_exercise, play


class FolderInUse(Exception):
    """The folder to keep an exercise in holds something already."""


def rehearse(files: Sequence[Path], keep: Path | None, say: Callable[[str], None]) -> list[Result]:
    """Play each file in a fresh folder, telling `say` a line a step.

    Each is left in `keep`, if that is given (in a folder of its own there, of several). Nothing
    is started where a file is no exercise (BadExercise) or a folder is not fresh (FolderInUse).
    """
    now = utc_now()
    exercises = [open_exercise(file, now) for file in files]
    folders = _folders(files, keep)
    return [
        _rehearse(exercise, folder, say)
        for exercise, folder in zip(exercises, folders, strict=True)
    ]


def _folders(files: Sequence[Path], keep: Path | None) -> list[Path | None]:
    if keep is None:
        return [None] * len(files)
    folders = [keep] if len(files) == 1 else [keep / file.stem for file in files]
    for folder in folders:
        if folder.exists() and any(folder.iterdir()):
            raise FolderInUse(f"{folder} is not empty. An exercise needs a fresh folder.")
    return list(folders)


def _rehearse(exercise: Exercise, keep: Path | None, say: Callable[[str], None]) -> Result:
    def report(outcome: Outcome) -> None:
        say(outcome.line())

    async def run(folder: Path) -> Result:
        own = Settings(data=folder, database_url=None, nats_url=None, master_key_file=None)
        async with stage(own) as played:
            return await play(exercise, played, report)

    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="box1-")))
        result = asyncio.run(run(folder))
    say(result.line())
    return result
