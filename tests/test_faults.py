"""The fault harness itself: a few rounds end well, and every bug can still be planted."""

from pathlib import Path

import pytest

from tests.faults.planted import BUGS, plant
from tests.faults.rounds import Rounds
from tests.faults.site import FORKS


async def test_nothing_is_lost_when_parts_are_killed_under_load(tmp_path: Path) -> None:
    outcome = await Rounds(tmp_path, 5).run()

    assert outcome.commands > 0
    assert outcome.wrong == []


@pytest.mark.parametrize("bug", BUGS)
def test_what_a_planted_bug_replaces_is_still_there(bug: str) -> None:
    process = FORKS.Process(target=plant, args=(bug,))
    process.start()
    process.join()

    assert process.exitcode == 0
