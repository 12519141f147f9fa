"""A system of its own for one test; the programs of each role say what they read for."""

import pytest

from tests.system import Headers, http, played
from tests.system import sign_in as signed_in

__all__ = ["http", "played", "signed_in"]


@pytest.fixture
def sign_in(signed_in: dict[str, Headers]) -> dict[str, Headers]:
    return {role: {**headers, "Box1-Purpose": "check"} for role, headers in signed_in.items()}
