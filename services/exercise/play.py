"""Plays an exercise on a stage and says, step by step, where an answer is not as expected."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from domain.base import Value
from services.exercise.comparison import Difference, differences, unmatched
from services.exercise.notation import filled, found
from services.exercise.script import Exercise, Expectation, Step
from services.exercise.stage import Call, Reply, Stage


class Outcome(Value):
    """What became of one step; `at` is what the clock showed, None where it was never set."""

    number: int
    passed: bool = False
    at: datetime | None
    calls: tuple[Call, ...] = ()
    statuses: tuple[int, ...] = ()
    differences: tuple[Difference, ...] = ()

    def line(self) -> str:
        """The step in a line, and a line for each difference."""
        asked = " + ".join(f"{call.who or '-'} {call.method} {call.path}" for call in self.calls)
        answered = "+".join(map(str, self.statuses))
        clock = f"{self.at:%Y-%m-%d %H:%M}" if self.at else " " * 16
        verdict = "ok" if self.passed else "DIFFERS"
        head = f"{self.number:4}  {clock}  {asked}  {answered}  {verdict}"
        return "\n".join([head, *(f"      {each}" for each in self.differences)])


class Result(Value):
    """What became of a whole exercise."""

    name: str
    passed: bool
    outcomes: tuple[Outcome, ...]

    def line(self) -> str:
        """How many steps were answered as expected."""
        right = sum(outcome.passed for outcome in self.outcomes)
        return f"{self.name}: {right} of {len(self.outcomes)} steps as expected"


async def play(
    exercise: Exercise, stage: Stage, report: Callable[[Outcome], None] = lambda _: None
) -> Result:
    """Play every step in order, telling `report` of each as it ends."""
    stage.add_forces(exercise.forces)
    saved: dict[str, Any] = dict(await stage.add_people(exercise.people))
    outcomes = []
    clock = None
    for number, step in enumerate(exercise.steps, 1):
        clock = step.at or clock
        outcome = await _play_step(number, step, clock, stage, saved)
        report(outcome)
        outcomes.append(outcome)
    passed = all(outcome.passed for outcome in outcomes)
    return Result(name=exercise.name, passed=passed, outcomes=tuple(outcomes))


async def _play_step(
    number: int, step: Step, clock: datetime | None, stage: Stage, saved: dict[str, Any]
) -> Outcome:
    if step.at is not None:
        await stage.set_clock(step.at)
    try:
        calls = _calls(step, saved)
        expected = filled([_subset(each) for each in step.expect], saved)
    except KeyError as unknown:
        never = Difference(where="a name", expected=f"{{{unknown.args[0]}}}", actual="never saved")
        return Outcome(number=number, at=clock, differences=(never,))
    replies = await asyncio.gather(*(stage.send(call) for call in calls))
    behind = await _wait_for_views(replies, stage)
    not_saved = _save(step, replies[0], saved)
    wrong = (*behind, *(_compare(expected, replies) or not_saved))
    return Outcome(
        number=number,
        passed=not wrong,
        at=clock,
        calls=calls,
        statuses=tuple(reply.status for reply in replies),
        differences=wrong,
    )


def _calls(step: Step, saved: dict[str, Any]) -> tuple[Call, ...]:
    return tuple(
        Call(
            who=request.who,
            method=request.method,
            path=filled(request.path, saved),
            body=filled(request.body, saved),
            headers={name: str(text) for name, text in filled(request.headers, saved).items()},
        )
        for request in step.requests
    )


def _subset(expectation: Expectation) -> dict[str, Any]:
    """The expectation as one object to compare an answer with."""
    wanted: dict[str, Any] = {"succeeded": True}
    if expectation.status is not None:
        wanted = {"status": expectation.status}
    if expectation.headers:
        wanted["headers"] = {name.lower(): text for name, text in expectation.headers.items()}
    if isinstance(expectation.reasons, list):
        wanted["reasons"] = {"in_any_order": expectation.reasons}
    elif expectation.reasons is not None:
        wanted["reasons"] = expectation.reasons
    if expectation.body is not None:
        wanted["body"] = expectation.body
    return wanted


def _answer(reply: Reply) -> dict[str, Any]:
    """The answer in the shape of `_subset`."""
    return {
        "succeeded": 200 <= reply.status < 300,
        "status": reply.status,
        "headers": {name.lower(): text for name, text in reply.headers.items()},
        "reasons": reply.body.get("reasons") if isinstance(reply.body, dict) else None,
        "body": reply.body,
    }


def _compare(expected: Sequence[dict[str, Any]], replies: Sequence[Reply]) -> list[Difference]:
    answers = [_answer(reply) for reply in replies]
    if len(answers) == 1:
        return _explained(expected[0], answers[0])
    left = unmatched(expected, answers)
    if left is None:
        return []
    got = [{"status": reply.status, "body": reply.body} for reply in replies]
    return [Difference(where="together", expected=left, actual=got)]


def _explained(expected: dict[str, Any], answer: dict[str, Any]) -> list[Difference]:
    """The differences part by part, or the whole answer where its very status is another."""
    wrong = [
        difference
        for part, wanted in expected.items()
        for difference in differences(wanted, answer[part], part)
    ]
    if wrong and wrong[0].where in ("status", "succeeded"):
        got = {"status": answer["status"], "body": answer["body"]}
        return [Difference(where="status", expected=wrong[0].expected, actual=got)]
    return wrong


def _save(step: Step, reply: Reply, saved: dict[str, Any]) -> list[Difference]:
    for name, path in step.save.items():
        try:
            saved[name] = found(reply.body, path)
        except LookupError:
            return [Difference(where=f"save {name}", expected=path, actual=reply.body)]
    return []


async def _wait_for_views(replies: Sequence[Reply], stage: Stage) -> list[Difference]:
    positions = [
        reply.body["position"]
        for reply in replies
        if reply.status == 201 and isinstance(reply.body, dict) and "position" in reply.body
    ]
    try:
        if positions:
            await stage.caught_up(max(positions))
    except TimeoutError as late:
        return [Difference(where="views", expected=max(positions), actual=str(late))]
    return []
