"""Real parts for every test: PostgreSQL, Chromium, the HTML checker; a missing one is announced."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests import postgres
from tests.chromium import chromium_missing
from tests.html import checker_missing
from tests.site import Site, demonstration

pytest_plugins = ("tests.nats",)
NEEDS = {"browser": chromium_missing, "html": checker_missing}
NOT_RUN = "not run"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose tool this machine lacks does not run, and the summary says so in red."""
    for marker, missing in NEEDS.items():
        reason = missing() if item.get_closest_marker(marker) else None
        if reason:
            item.user_properties.append((NOT_RUN, f"{marker} tests DID NOT RUN: {reason}"))
            pytest.skip(reason)  # announced below: installing tools is not a test's business


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the reports say: they come from every process that runs tests."""
    properties = [each.user_properties for each in terminalreporter.getreports("skipped")]
    not_run = Counter(str(words) for told in properties for name, words in told if name == NOT_RUN)
    for words, count in not_run.items():
        terminalreporter.write_line(f"!!! {count} {words}", red=True, bold=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty database."""
    with postgres.database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole of box1 with its demonstration, as `make run` starts it."""
    with demonstration(tmp_path_factory.mktemp("site") / "data") as site:
        yield site
