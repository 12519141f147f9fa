"""Bugs of accepting that can be planted, to show that the account would find one that we made."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from services import carrying_out, staffing, store, writer

Planter = Callable[[], None]


def officers_are_recorded_in_a_second_transaction() -> None:
    record, commit = carrying_out.Job._record, writer.Writer._commit
    later: list[tuple[carrying_out.Job, Any]] = []

    def own_only(self: carrying_out.Job, aggregate: Any) -> Sequence[Any]:
        if aggregate.ref.startswith("OFC") and self.sent.order.collection != "officers":
            later.append((self, aggregate))
            return ()
        return record(self, aggregate)

    def twice(self: writer.Writer, jobs: Sequence[writer.Job]) -> list[writer.Outcome]:
        outcomes = commit(self, jobs)
        with self._store.batch():
            for job, aggregate in later:
                record(job, aggregate)
        later.clear()
        return outcomes

    _put(writer, "MOST_TOGETHER", 1)
    _put(carrying_out.Job, "_record", own_only)
    _put(writer.Writer, "_commit", twice)


def receipts_are_kept_in_a_second_transaction() -> None:
    keep, commit = store.Store.keep_receipt, writer.Writer._commit
    later: list[tuple[str, str, str]] = []

    def twice(self: writer.Writer, jobs: Sequence[writer.Job]) -> list[writer.Outcome]:
        outcomes = commit(self, jobs)
        with self._store.batch():
            for receipt in later:
                keep(self._store, *receipt)
        later.clear()
        return outcomes

    _put(writer, "MOST_TOGETHER", 1)
    _put(store.Store, "keep_receipt", lambda self, *receipt: later.append(receipt))
    _put(writer.Writer, "_commit", twice)


def answers_before_it_is_recorded() -> None:
    def commit(self: writer.Writer, jobs: Sequence[writer.Job]) -> list[writer.Outcome]:
        with self._store.batch():
            writer._settle([self._attempt(*job) for job in jobs])
            time.sleep(0.02)
        return []

    _put(writer.Writer, "_commit", commit)


def the_last_officer_is_left_out() -> None:
    changed: Any = staffing.Alongside.changed
    _put(staffing.Alongside, "changed", property(lambda self: changed.fget(self)[:2]))


BUGS: Final[dict[str, Planter]] = {
    planter.__name__.replace("_", " "): planter
    for planter in (
        officers_are_recorded_in_a_second_transaction,
        receipts_are_kept_in_a_second_transaction,
        answers_before_it_is_recorded,
        the_last_officer_is_left_out,
    )
}


def plant(bug: str) -> None:
    """Put this bug into the running process."""
    BUGS[bug]()


def _put(where: object, name: str, what: object) -> None:
    """Replace something that is there: a bug in a name nobody uses would be found by nobody."""
    if not hasattr(where, name):
        raise AttributeError(f"{where} has no {name}: plant this bug where it went")
    setattr(where, name, what)
