"""A fold that goes on from another is the same as one that begins at the beginning."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from domain.base import Recorded
from domain.incident import Folds, amended, as_at, true_at
from domain.incident.decisions import EntryCorrected
from domain.incident.folding import EVERY, fold
from tests.domain.test_gaps import history_of


def corrected(history: list[Recorded[Any]], place: int) -> list[Recorded[Any]]:
    """The history with one more entry, which corrects one of its contacts."""
    last, target = history[-1], history[place]
    correction = EntryCorrected(
        target=target.event_id, field="reached", to=False, reason="voicemail only"
    )
    more = replace(
        last, version=last.version + 1, event_id=UUID(int=last.version + 1), decision=correction
    )
    return [*history, more]


def test_every_moment_of_a_long_history_in_any_order_is_folded_alike() -> None:
    history = corrected(history_of(4 * EVERY + 7), 150)
    folds, random = Folds(), Random(3)
    versions = [random.randrange(1, len(history) + 1) for _ in range(60)]

    for version in [*versions, len(history), 1, 2 * EVERY, EVERY]:
        assert as_at(history, version=version, folds=folds) == as_at(history, version=version)
        then = history[version - 1].occurred_at
        assert true_at(history, then, folds=folds) == true_at(history, then)


def test_what_a_reader_does_to_a_response_changes_nobody_elses() -> None:
    history, folds = history_of(3 * EVERY), Folds()
    mine = folds.fold(history)
    mine.contacts.clear()
    mine.met.clear()
    mine.stamps.clear()

    assert folds.fold(history) == fold(history)
    assert folds.fold(history[: 2 * EVERY]) == fold(history[: 2 * EVERY])


def test_corrections_change_the_entry_and_leave_the_history_alone() -> None:
    history = corrected(history_of(20), 10)
    read = amended(history)

    assert read[10].decision.reached is False
    assert history[10].decision.reached is True
    assert [a is b for a, b in zip(history, read, strict=True)].count(False) == 1
