"""Many clients at once, from a process of their own."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import uvloop

from tests.benchmarks.commands import INCIDENTS, contact, raising
from tests.benchmarks.http import Connection

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Load:
    """So many clients, each raising incidents and recording contacts with one stakeholder."""

    port: int
    token: str
    stakeholder: str
    clients: int
    seconds: float
    contacts: int


@dataclass
class Answers:
    """How long each command took, in seconds, and how long it all took."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds


def apart(work: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
    """What the coroutine returns, run in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as processes:
        return processes.submit(_run, work, *arguments).result()


def _run(work: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
    return uvloop.run(work(*arguments))


async def as_fast_as_it_goes(load: Load) -> Answers:
    """Every client sends its next command as soon as the one before was answered."""
    answers, started = Answers(), time.perf_counter()
    until = started + load.seconds
    async with asyncio.TaskGroup() as clients:
        for _ in range(load.clients):
            clients.create_task(_client(load, answers, until))
    answers.seconds = time.perf_counter() - started
    return answers


async def _client(load: Load, answers: Answers, until: float) -> None:
    connection = await Connection.open(load.port, load.token)
    while time.perf_counter() < until:
        ref = str((await _timed(connection, answers, INCIDENTS, raising()))["ref"])
        for _ in range(load.contacts):
            await _timed(connection, answers, *contact(ref, load.stakeholder))
    connection.close()


async def _timed(
    connection: Connection, answers: Answers, path: str, body: dict[str, Any]
) -> dict[str, object]:
    started = time.perf_counter()
    answer = await connection.post(path, body)
    answers.waits.append(time.perf_counter() - started)
    return answer
