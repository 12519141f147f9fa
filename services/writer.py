"""One thread writes: commands that wait at the same time share one commit."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeAlias, TypeVar

from services.log import StoreUnavailable
from services.store import Store

T = TypeVar("T")
MOST_TOGETHER = 64

Job: TypeAlias = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class Outcome(NamedTuple):
    """What became of a job: its result, or why it failed."""

    future: "asyncio.Future[Any]"
    result: Any = None
    failure: BaseException | None = None


class Writer:
    """Runs jobs one after another in the store; none is answered before it is on disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end."""
        self._jobs.put(None)
        self._thread.join()

    async def run(self, job: Callable[[], T]) -> T:
        """The job's result once it is durable; its own exception, or StoreUnavailable."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((job, future))
        return await future

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first, *self._others()]
            jobs = [job for job in batch if job is not None]
            _settle(self._commit(jobs))
            if len(jobs) < len(batch):
                return

    def _others(self) -> list[Job | None]:
        waiting: list[Job | None] = []
        try:
            while len(waiting) < MOST_TOGETHER - 1:
                waiting.append(self._jobs.get_nowait())
        except Empty:
            pass
        return waiting

    def _commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        try:
            with self._store.batch():
                return [self._attempt(*job) for job in jobs]
        except Exception as error:
            broken = StoreUnavailable(str(error))
            return [Outcome(future, failure=broken) for _, future in jobs]

    def _attempt(self, job: Callable[[], Any], future: "asyncio.Future[Any]") -> Outcome:
        try:
            with self._store.attempt():
                return Outcome(future, job())
        except self._store.log.failures:
            raise
        except Exception as error:
            return Outcome(future, failure=error)


def _settle(outcomes: Sequence[Outcome]) -> None:
    """Tell each event loop once; one that has ended has nobody waiting."""
    loops: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        loops.setdefault(outcome.future.get_loop(), []).append(outcome)
    for loop, those in loops.items():
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_tell, those)


def _tell(outcomes: Sequence[Outcome]) -> None:
    for future, result, failure in outcomes:
        if future.done():
            continue
        if failure is None:
            future.set_result(result)
        else:
            future.set_exception(failure)
