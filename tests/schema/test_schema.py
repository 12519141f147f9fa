"""A few hundred cases as two roles: one that may do nearly everything, one that may do little."""

from pathlib import Path

import pytest

from domain.vocabulary import Role
from tests.schema.cases import roles_of, try_out

CASES = 500


@pytest.mark.parametrize("role", [Role.HEAD_OF_SE, Role.AUDITOR])
def test_the_api_answers_as_it_is_described(role: str, tmp_path: Path) -> None:
    outcome = try_out(tmp_path, role, CASES)

    assert dict(outcome.wrong) == {}
    assert outcome.cases >= CASES
    assert {200, 422} <= {*outcome.answers}
    assert (201 in outcome.answers) is (role == Role.HEAD_OF_SE)


def test_who_may_use_an_operation_is_known() -> None:
    assert roles_of("POST /api/v1/incidents/{ref}/place-legal-hold") == {Role.INFO_GOVERNANCE}
    assert roles_of("GET /health/live") == {*map(str, Role)}
