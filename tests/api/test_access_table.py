"""The table of roles and actions, and the permissions that rest on it."""

import pytest
from fastapi.params import Depends as Depending
from starlette.requests import Request

from api.access import (
    MATRIX,
    MAY,
    Action,
    Check,
    Permission,
    Reach,
    Resource,
    allowed,
    anyone,
    may,
    open_to_all,
    permission_of,
    reach_of,
    require,
    system_of,
    unattended,
)
from api.access.matrix import PRINTED, granted, row_of
from api.access.permissions import RULES
from domain.base import NotAllowed
from domain.vocabulary import Role
from tests.api.printed import (
    ACTIONS,
    ANALYST,
    COLUMNS,
    COMMANDS,
    DUTY,
    EVERY_ROLE,
    HEAD,
    IG,
    INVESTIGATOR,
    LEAD,
    PERMISSIONS,
    REACHES,
    REVIEWER,
    person,
)

HOW_FAR: dict[Permission, dict[str, Reach]] = {
    Permission.EXPORT: {DUTY: Reach.OWN, LEAD: Reach.ALL, REVIEWER: Reach.LOGGED},
    Permission.AGREE_LINES: {INVESTIGATOR: Reach.OWN, HEAD: Reach.ALL},
    Permission.READ_FIGURES: {ANALYST: Reach.AGGREGATES, INVESTIGATOR: Reach.OWN},
}


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("resource", list(Resource))
def test_the_table_is_the_one_that_is_printed(resource: Resource, role: str) -> None:
    letters, _, reach = COLUMNS[resource.value].get(role, "").partition(" ")
    expected = {
        action: REACHES[reach] if letter in letters else None for letter, action in ACTIONS.items()
    }

    assert {action: granted(role, resource, action) for action in Action} == expected


def test_a_printed_line_is_a_row_with_every_cell() -> None:
    for line in PRINTED.strip().splitlines():
        role, row = row_of(line)
        assert row == MATRIX[role]
    with pytest.raises(ValueError, match="shorter"):
        row_of("auditor - - - -")


def test_what_a_role_may_is_read_from_the_table() -> None:
    assert {permission: rule.roles for permission, rule in RULES.items()} == {
        permission: roles
        for permission, roles in MAY.items()
        if permission is not Permission.BE_SIGNED_IN
    }


def test_the_table_has_every_column_and_every_role() -> None:
    assert [resource.value for resource in Resource] == list(COLUMNS)
    assert set(MATRIX) == set(Role)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_who_may_send_a_command(command: tuple[str, str]) -> None:
    assert {str(role) for role in MAY[permission_of(*command)]} == COMMANDS[command]


@pytest.mark.parametrize("command", sorted(PERMISSIONS))
def test_a_command_needs_its_own_permission(command: tuple[str, str]) -> None:
    assert permission_of(*command) is PERMISSIONS[command]


def test_a_permission_that_differs_from_the_table_says_why() -> None:
    unexplained = [
        permission
        for permission, rule in RULES.items()
        if (rule.besides or rule.without) and len(rule.why) < 30
    ]
    assert unexplained == []
    assert set(MAY) == set(Permission)


@pytest.mark.parametrize("permission", list(HOW_FAR))
def test_how_far_a_permission_reaches(permission: Permission) -> None:
    for role, reach in HOW_FAR[permission].items():
        assert reach_of(person(role), permission) is reach


def test_what_a_role_may_is_said_where_it_may_not() -> None:
    with pytest.raises(NotAllowed) as told:
        require(person(ANALYST), Permission.AGREE_LINES)
    require(person(HEAD), Permission.AGREE_LINES)
    with pytest.raises(NotAllowed) as told_of_two_words:
        require(person(DUTY), Permission.HOLD)

    [reason] = told.value.reasons
    assert (reason.code, reason.text) == (
        "RoleNotAllowed",
        "Your role, analyst, may not agree lines. These may: head of se, investigator.",
    )
    assert told_of_two_words.value.reasons[0].text == (
        "Your role, duty officer, may not place and release legal holds."
        " These may: info governance."
    )
    assert allowed(person(HEAD), Permission.AGREE_LINES)
    assert not allowed(person(ANALYST), Permission.AGREE_LINES)


async def test_a_route_declares_one_permission_or_that_it_is_open() -> None:
    declared = may(Permission.HOLD)
    assert isinstance(declared, Depending)
    check = declared.dependency
    assert isinstance(check, Check)
    assert check.permission is Permission.HOLD
    await check(person(IG))
    with pytest.raises(NotAllowed):
        await check(person(HEAD))
    assert open_to_all().dependency is anyone
    await anyone()


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "headers": raw, "state": {"system": 7}})


async def test_an_open_page_that_asks_by_itself_is_unattended() -> None:
    assert unattended(request(accept="text/event-stream"))
    assert unattended(request(box1_unattended="yes"))
    assert not unattended(request(accept="text/html"))
    assert not unattended(request())
    system: object = await system_of(request())
    assert system == 7
