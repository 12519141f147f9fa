"""An exercise as its file states it: who acts, and what they do when, with what answer."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import AwareDatetime, Field, ValidationError, field_validator, model_validator

from domain.base import Value
from services.exercise.notation import absolute, read_yaml


class BadExercise(Exception):
    """A file that is not an exercise: the message names the file, the step and the cause."""


class Actor(Value):
    """Someone who acts in the exercise; `officer` is an officer's reference."""

    role: str
    region: str
    name: str | None = None
    officer: str | None = None


class FixtureForce(Value):
    """A force that exists in this exercise only."""

    code: str
    name: str
    region: str
    bilingual: bool = False


class Expectation(Value):
    """What an answer must be, as a subset. Without `status` it must be a success."""

    status: int | None = None
    reasons: list[Any] | dict[Literal["contains"], list[Any]] | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    body: Any = None


class Request(Value):
    """One request: exactly one of `post` and `get` holds its path."""

    who: str | None = Field(default=None, alias="as")
    post: str | None = None
    get: str | None = None
    body: Any = None
    headers: dict[str, str] = Field(default_factory=dict)

    @property
    def method(self) -> str:
        return "GET" if self.post is None else "POST"

    @property
    def path(self) -> str:
        return self.post or self.get or ""


class Step(Request):
    """A request, or several sent at the same moment, and what must come of it."""

    at: AwareDatetime | None = None
    note: str | None = None
    together: tuple[Request, ...] = ()
    save: dict[str, str] = Field(default_factory=dict)
    expect: tuple[Expectation, ...] = (Expectation(),)

    @field_validator("expect", mode="before")
    @classmethod
    def _one_expectation(cls, given: Any) -> Any:
        return [given] if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _one_kind(self) -> "Step":
        kinds = [self.post is not None, self.get is not None, bool(self.together)]
        if sum(kinds) != 1:
            raise ValueError("a step is exactly one of post, get and together")
        if len(self.expect) != len(self.requests):
            raise ValueError("expect needs an item for each answer")
        if any((each.post is None) == (each.get is None) for each in self.together):
            raise ValueError("a step in together is exactly one of post and get")
        return self

    @property
    def requests(self) -> tuple[Request, ...]:
        return self.together or (self,)


class Exercise(Value):
    """A scenario: who acts, which forces exist in it only, and its steps in order.

    `shared` holds parts that steps merge into their bodies by YAML anchors; it is not read.
    """

    name: str
    about: str | None = None
    shared: Any = None
    people: dict[str, Actor]
    forces: tuple[FixtureForce, ...] = ()
    steps: tuple[Step, ...]

    def mistakes(self) -> list[str]:
        """What no single step can know: people that do not exist, a clock that goes back."""
        unknown = [
            f"step {number}: nobody in people is called {request.who!r}"
            for number, step in enumerate(self.steps, 1)
            for request in step.requests
            if request.who is not None and request.who not in self.people
        ]
        clock = [(number, step.at) for number, step in enumerate(self.steps, 1) if step.at]
        back = [
            f"step {number}: the clock cannot go back"
            for (_, earlier), (number, later) in pairwise(clock)
            if later < earlier
        ]
        none = [] if self.steps else ["steps: there are none"]
        return none + unknown + back


def open_exercise(path: Path, now: datetime) -> Exercise:
    """The exercise in a file, as `read_exercise` reads it; BadExercise where there is no text."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadExercise(f"{path}: {error}") from error
    return read_exercise(str(path), text, now)


def read_exercise(file: str, text: str, now: datetime) -> Exercise:
    """The exercise that the text of `file` holds, its relative times counted from `now` (UTC).

    BadExercise, naming the file, the step and the cause, where it holds none.
    """
    try:
        exercise = Exercise.model_validate(absolute(read_yaml(text), now))
    except yaml.YAMLError as error:
        raise BadExercise(f"{file}: not YAML: {error}") from error
    except ValidationError as error:
        causes = [_cause(each["loc"], each["msg"]) for each in error.errors()]
        raise BadExercise("\n".join(f"{file}: {cause}" for cause in causes)) from error
    if mistakes := exercise.mistakes():
        raise BadExercise("\n".join(f"{file}: {mistake}" for mistake in mistakes))
    return exercise


def _cause(location: tuple[int | str, ...], message: str) -> str:
    match location:
        case ("steps", int(index), *rest):
            place = [f"step {index + 1}", *map(str, rest)]
        case _:
            place = list(map(str, location)) or ["the file"]
    return f"{', '.join(place)}: {message.removeprefix('Value error, ')}"
