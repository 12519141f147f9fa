"""One thread writes: commands that wait at the same time share one commit."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeAlias, TypeVar

from services.log import EventLog, StoreUnavailable

T = TypeVar("T")
MOST_TOGETHER = 64

Job: TypeAlias = tuple[Callable[[], Any], "Future[Any]"]


class Writer:
    """Runs jobs one after another against the log; none is answered before it is on disk."""

    def __init__(self, log: EventLog, committed: Callable[[], None] = lambda: None) -> None:
        self._log, self._committed = log, committed
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
        future: Future[T] = Future()
        self._jobs.put((job, future))
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first, *self._others()]
            jobs = [job for job in batch if job is not None]
            self._commit(jobs)
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

    def _commit(self, jobs: list[Job]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._log.batch():
                outcomes = [(future, *self._attempt(job)) for job, future in jobs]
        except Exception as error:
            broken = StoreUnavailable(str(error))
            outcomes = [(future, None, broken) for _, future in jobs]
        self._committed()
        for future, result, failure in outcomes:
            _settle(future, result, failure)

    def _attempt(self, job: Callable[[], Any]) -> tuple[Any, BaseException | None]:
        try:
            with self._log.savepoint():
                return job(), None
        except self._log.failures:
            raise
        except Exception as error:
            return None, error


def _settle(future: "Future[Any]", result: Any, failure: BaseException | None) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if failure is None:
        future.set_result(result)
    else:
        future.set_exception(failure)
