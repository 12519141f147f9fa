"""Every route says who may use it, and every role is walked over every route."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access import MAY, Check, Permission, anyone
from api.app import create_app
from domain.vocabulary import Role

OPEN = {"/static", "/api/v1/openapi.json"}
DUTY, SE, LEAD, HEAD = "duty_officer", "se_officer", "regional_lead", "head_of_se"
INVESTIGATOR, REVIEWER, INSIGHT = "investigator", "reviewer", "insight_manager"
IG, AUDITOR, ANALYST = "info_governance", "auditor", "analyst"
TEAM = {DUTY, SE, LEAD, HEAD}

# Roles and actions as domain rules §12 print them, typed here a second time on purpose.
EXPECTED: dict[Permission, set[str]] = {
    Permission.BE_SIGNED_IN: {role.value for role in Role},
    Permission.READ_INCIDENTS: TEAM | {INVESTIGATOR, INSIGHT, REVIEWER, IG},
    Permission.READ_REGISTER: TEAM | {INSIGHT, REVIEWER, IG},
    Permission.SEE_OPEN_WORK: TEAM,
    Permission.RAISE: TEAM,
    Permission.RUN_RESPONSE: TEAM,
    Permission.DECIDE_RESPONSE: TEAM,
    Permission.AGREE_LINES: {INVESTIGATOR, HEAD},
    Permission.LINK_INVESTIGATION: TEAM | {INVESTIGATOR},
    Permission.RAISE_FLAG: TEAM,
    Permission.ACKNOWLEDGE_FLAG: {INVESTIGATOR, HEAD},
    Permission.HOLD: {IG},
    Permission.KEEP_REGISTER: TEAM,
    Permission.READ_FIGURES: TEAM | {INSIGHT, REVIEWER, ANALYST, IG},
    Permission.EXPORT: TEAM | {REVIEWER, IG},
    Permission.READ_ACCESS_LOG: {IG, AUDITOR},
    Permission.ASK_ERASURE: TEAM | {IG},
    Permission.DECIDE_ERASURE: {IG},
    Permission.SEE_RETENTION: {IG},
    Permission.REVIEW_URGENT_READS: {IG},
    Permission.MANAGE_ACCOUNTS: {HEAD},
}


def application() -> FastAPI:
    return create_app(lambda: pytest.fail("not started"), https=False)


def rules() -> Iterator[tuple[str, str, list[Any]]]:
    """Each route's method, path, and whatever it declares about who may use it."""
    for context in iter_route_contexts(application().routes):
        route = context.route
        if not isinstance(route, APIRoute):
            yield "GET", str(getattr(route, "path", "")), []
            continue
        calls = [part.call for part in context.dependant.dependencies]
        declared = [call for call in calls if isinstance(call, Check) or call is anyone]
        for method in sorted(route.methods or ()):
            yield method, str(context.path), declared


def test_the_roles_of_every_permission_are_those_of_the_printed_table() -> None:
    assert {permission: set(map(str, roles)) for permission, roles in MAY.items()} == EXPECTED


def test_every_route_declares_exactly_who_may_use_it() -> None:
    undeclared = [
        f"{method} {path}"
        for method, path, declared in rules()
        if path not in OPEN and len(set(declared)) != 1
    ]
    assert undeclared == []


async def test_every_role_is_let_through_exactly_where_its_permission_says(
    http: httpx2.AsyncClient, sign_in: dict[str, dict[str, str]]
) -> None:
    wrong = []
    for method, path, declared in rules():
        checks = [rule for rule in declared if isinstance(rule, Check)]
        if not checks or path.endswith("/changes"):
            continue
        address = re.sub(r"{.*?}", "INC-2026-0404", path)
        for role, headers in sign_in.items():
            answer = await http.request(method, address, headers=headers)
            allowed = role in EXPECTED[checks[0].permission]
            if (answer.status_code == 403) == allowed:
                wrong.append(f"{role} {method} {path}: {answer.status_code}")
    assert wrong == []


async def test_nobody_gets_anywhere_without_signing_in(http: httpx2.AsyncClient) -> None:
    """With a token that is nobody's: without any, so many requests would have to wait."""
    wrong, nobodys = [], {"Authorization": "Bearer nobodys"}
    for method, path, declared in rules():
        if any(isinstance(rule, Check) for rule in declared):
            address = re.sub(r"{.*?}", "INC-2026-0404", path)
            answer = await http.request(method, address, headers=nobodys)
            turned_away = answer.status_code == 401 or (
                answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
            )
            if not turned_away:
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
