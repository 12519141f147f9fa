"""A few people typed in everywhere, looked for everywhere, forgotten, and looked for again."""

from base64 import b64encode
from pathlib import Path

import pytest

from tests import postgres
from tests.privacy.people import Planted
from tests.privacy.planted import LEAKS
from tests.privacy.run import Report, run
from tests.privacy.traces import traces

PEOPLE, PEOPLE_ON_POSTGRESQL = 4, 1
SOMEBODY = Planted(17)
NEVER_IN_TIME = {"command incidents explain-breach", "form incidents explain-breach"}
"""A milestone is late after hours only, and nobody moves the clock of a system that is served."""


def clean(report: Report) -> None:
    assert report.lines() == []
    assert {*report.never_accepted} <= NEVER_IN_TIME
    assert report.figures["keys that the destroyed master would open"] >= 2 * report.people


def test_nobody_is_found_outside_what_is_sealed_nor_at_all_when_forgotten(tmp_path: Path) -> None:
    clean(run(tmp_path, PEOPLE))


def test_nobody_is_found_on_postgresql_outside_the_views(
    tmp_path: Path, postgres_server: str
) -> None:
    with postgres.database(postgres_server) as url:
        report = run(tmp_path, PEOPLE_ON_POSTGRESQL, url)

    clean(report)
    assert {table.partition("_")[0].partition(".")[0] for table in report.plain_by_design}


def test_leaks_that_are_planted_are_found(tmp_path: Path) -> None:
    report = run(tmp_path, 1, leaks=LEAKS.values(), briefly=True)

    found = {trace.where for trace in report.traces}
    assert {"file data/nats/nats.log", "file data/left-over", "people.db people.region"} <= found
    assert any(where.endswith("to analyst") for where in found)


@pytest.mark.parametrize("before", ["", "a", "ab"])
@pytest.mark.parametrize("words", [SOMEBODY.name, SOMEBODY.label, SOMEBODY.street, SOMEBODY.phone])
def test_words_are_found_however_they_are_written(before: str, words: str) -> None:
    text = f"{before}{words}"
    for written in (
        text.encode(),
        text.upper().encode(),
        text.lower().encode("utf-16-be"),
        text.encode().hex().encode(),
        b64encode(text.encode()),
    ):
        assert traces("here", written)


def test_the_example_in_the_description_of_the_api_is_nobody_planted() -> None:
    assert traces("here", b"01632 960 000, example.org, 12 Quay Lane") == []
