"""A desk dies while requests are accepted: no minute is lost, none is booked twice."""

import random
from functools import partial
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.accepting.planted import BUGS
from tests.faults.accepting.points import Points

A_FEW, UNTIL_FOUND = 6, 400
BETWEEN_COMMITS = ("after COMMIT",)
"""Where a planted second transaction shows: the first is on disk, the second is not."""


@pytest.fixture(autouse=True)
def same_every_time() -> None:
    random.seed(3)


def test_every_minute_is_accounted_for(tmp_path: Path) -> None:
    verdict = Points(tmp_path, A_FEW).run()

    assert verdict.points.total() >= A_FEW
    assert [(one.what, one.detail) for one in verdict.wrong] == []


@pytest.mark.postgres
def test_every_minute_is_accounted_for_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    verdict = Points(tmp_path, A_FEW, partial(postgres.database, postgres_server)).run()

    assert verdict.points.total() >= A_FEW
    assert [(one.what, one.detail) for one in verdict.wrong] == []


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_that_is_planted_is_found(bug: str, tmp_path: Path) -> None:
    assert Points(tmp_path, UNTIL_FOUND, bug=bug, places=BETWEEN_COMMITS).run().wrong
