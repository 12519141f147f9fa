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
NOT_RUN = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOT_RUN] = Counter()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose tool this machine lacks does not run, and the summary says so in red."""
    for marker, missing in NEEDS.items():
        reason = missing() if item.get_closest_marker(marker) else None
        if reason:
            item.config.stash[NOT_RUN][f"{marker} tests DID NOT RUN: {reason}"] += 1
            pytest.skip(reason)  # announced below: installing tools is not a test's business


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for words, count in config.stash[NOT_RUN].items():
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
