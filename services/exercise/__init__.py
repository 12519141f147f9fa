"""Exercises: YAML files that play a scenario, step by step, against a throwaway system."""

from services.exercise.comparison import Difference, differences
from services.exercise.play import Outcome, Result, play
from services.exercise.script import (
    Actor,
    BadExercise,
    Exercise,
    FixtureForce,
    open_exercise,
    read_exercise,
)
from services.exercise.stage import Call, Reply, Stage

__all__ = [
    "Actor",
    "BadExercise",
    "Call",
    "Difference",
    "Exercise",
    "FixtureForce",
    "Outcome",
    "Reply",
    "Result",
    "Stage",
    "differences",
    "open_exercise",
    "play",
    "read_exercise",
]
